// Digest: SHA-256 (FIPS 180-4) of bytes and of files, by the system's libcrypto.
//
// One value, `SHA256Digest`, names a picture, a weights file or a row of the log everywhere in this
// product. `SHA256Hasher` takes its input in pieces. Nothing here knows what is hashed or why.
