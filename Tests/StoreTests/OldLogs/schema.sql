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
) STRICT;
CREATE INDEX entry_by_image ON entry (directory, image_path);
CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER entry_follows_the_head BEFORE INSERT ON entry
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
  OR NEW.previous_hash IS NOT coalesce(
    (SELECT hash FROM entry ORDER BY sequence DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000')
  OR EXISTS (SELECT 1 FROM entry WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the entry does not follow the head of the review log'); END;
