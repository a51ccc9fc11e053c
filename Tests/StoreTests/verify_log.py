"""Checks the chain of a review log without any code of the product.

Written from the description in Sources/Store/ChainHash.swift alone; needs only Python's own library.

    python3 verify_log.py LOG.db [SEQUENCE:HASH]

SEQUENCE:HASH is a head of the log that was noted down outside of it. Prints "ok COUNT HEAD" and exits
0, or the first row that does not hold and exits 1.
"""

import hashlib
import pathlib
import sqlite3
import sys

COLUMNS = (
    "sequence entry_id utc_ms offset_minutes session reviewer host kind "
    "image_path directory image_sha256 payload previous_hash"
).split()


def field(value):
    if value is None:
        return b"\x00"
    if isinstance(value, int):
        return b"\x01" + value.to_bytes(8, "big", signed=True)
    if isinstance(value, str):
        data = value.encode("utf-8")
        return b"\x02" + len(data).to_bytes(8, "big") + data
    return b"\x03" + len(value).to_bytes(8, "big") + value


def main(path, noted=None):
    uri = pathlib.Path(path).resolve().as_uri() + "?mode=ro"
    database = sqlite3.connect(uri, uri=True)
    heads = {}
    previous = "0" * 64
    count = 0
    query = "SELECT %s, hash FROM entry ORDER BY sequence" % ", ".join(COLUMNS)
    for row in database.execute(query):
        values, stored = row[:-1], row[-1]
        count += 1
        message = b"hematovision.log.v1\n" + b"".join(map(field, values))
        if values[0] != count:
            return "row %d: expected sequence %d" % (values[0], count)
        if values[-1] != previous:
            return "row %d: does not follow the row before" % count
        if hashlib.sha256(message).hexdigest() != stored:
            return "row %d: was edited" % count
        previous = heads[count] = stored
    if noted is not None:
        sequence, head = noted.split(":")
        if heads.get(int(sequence)) != head:
            return "the noted head %s is not in the log" % noted
    print("ok", count, previous)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
