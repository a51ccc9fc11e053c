import GRDB

/// The tables and triggers of a log, and the marks by which a file is known as one.
enum Schema {
  /// `PRAGMA user_version` of the newest log this program can read and write. Version 2 has further
  /// kinds of events (remarks, slides, check sets) in the same table, version 3 further ones (signatures,
  /// second readings, adjudications, comparisons, merges), version 4 the measures of cells and changes
  /// of the model. An older log becomes one of the newest version when it is opened for writing.
  static let version = 4

  /// `PRAGMA application_id`: "HmVL" in ASCII. Tells a log from another program's database.
  static let applicationID = 0x486D_564C

  /// Every object of the schema: its kind in `sqlite_schema`, its name and the statement that makes it.
  static let objects: [(kind: String, name: String, sql: String)] = [
    (
      "table", "entry",
      """
      CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
        entry_id TEXT NOT NULL UNIQUE,
        utc_ms INTEGER NOT NULL,
        offset_minutes INTEGER NOT NULL,
        session TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        host TEXT NOT NULL,
        kind TEXT NOT NULL,
        image_path TEXT,
        directory BLOB,
        image_sha256 TEXT,
        payload TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT
      """
    ),
    // Finds a directory's entries, and hands an export one picture's after another's without sorting.
    (
      "index", "entry_by_image",
      "CREATE INDEX entry_by_image ON entry (directory, image_path)"
    ),
    (
      "trigger", "entry_is_never_updated",
      """
      CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
      """
    ),
    (
      "trigger", "entry_is_never_deleted",
      """
      CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
      """
    ),
    // INSERT OR REPLACE may delete rows without asking the trigger above; this one stands before it.
    (
      "trigger", "entry_follows_the_head",
      """
      CREATE TRIGGER entry_follows_the_head BEFORE INSERT ON entry
      WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
        OR NEW.previous_hash IS NOT coalesce(
          (SELECT hash FROM entry ORDER BY sequence DESC LIMIT 1), '\(ChainHash.genesis)')
        OR EXISTS (SELECT 1 FROM entry WHERE entry_id = NEW.entry_id)
      BEGIN SELECT RAISE(ABORT, 'the entry does not follow the head of the review log'); END
      """
    ),
  ]

  /// Makes the schema in an empty database, within the caller's transaction.
  static func create(in db: Database) throws {
    for object in objects { try db.execute(sql: object.sql) }
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Whether nothing was ever made in this database.
  static func isEmpty(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
      && Int.fetchOne(db, sql: "PRAGMA user_version") == 0
      && Int.fetchOne(db, sql: "PRAGMA application_id") == 0
  }

  /// Throws unless the database is a log of a version this program knows.
  static func requireKnown(_ db: Database, file: String) throws {
    let applicationID = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard applicationID == Self.applicationID else {
      throw StoreError.notALog(file: file, applicationID: applicationID)
    }
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version <= Self.version else {
      throw StoreError.newerSchema(file: file, found: version, supported: Self.version)
    }
  }

  /// Names of objects that are missing, read otherwise than they were made, or are not the log's.
  static func alteredObjects(in db: Database) throws -> [String] {
    // SQLite keeps the text of a CREATE statement as it was written.
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY rowid
        """)
    var found: [String: String] = [:]
    for row in rows { found[row[0]] = row[1] }
    let altered = objects.filter { found[$0.name] != $0.sql }.map(\.name)
    let known = Set(objects.map(\.name))
    return altered + found.keys.filter { !known.contains($0) }.sorted()
  }
}
