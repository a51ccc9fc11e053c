// Store: the review log, its verifier and its exports. The only module that writes the record.
//
// `ReviewLog` is one SQLite file to which entries are only ever added. Each row carries the hash of
// the row before (`ChainHash` says over which bytes), triggers refuse UPDATE and DELETE, and
// `append` returns only after the commit reached the disk. `LogVerifier` reads a log as a stranger
// would and tells what was edited, removed, moved or put in. `ReviewedTable`, `CSVWriter`,
// `JSONLWriter` and `ExportFile` make the exports.
//
// A chain shows a change only to someone who knows its head: whoever can write the file can also
// make a whole new chain. The head printed on every export is the copy that such a person lacks.
