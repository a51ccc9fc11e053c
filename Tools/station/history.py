"""Makes a review log as large as wished, by repeating what the station itself recorded of one picture."""

import hashlib
import json
import os
import sqlite3

COLUMNS = (
    "sequence entry_id utc_ms offset_minutes session reviewer host kind "
    "image_path directory image_sha256 payload previous_hash"
).split()


def field(value):
    """A value as Sources/Store/ChainHash.swift describes it."""
    if value is None:
        return b"\x00"
    if isinstance(value, int):
        return b"\x01" + value.to_bytes(8, "big", signed=True)
    data = value.encode() if isinstance(value, str) else value
    return (b"\x02" if isinstance(value, str) else b"\x03") + len(data).to_bytes(8, "big") + data


def repeat(log, images):
    """Appends the log's entries about its one picture again for each of `images`."""
    database = sqlite3.connect(log, isolation_level=None)
    rows = database.execute(
        f"SELECT {', '.join(COLUMNS)}, hash FROM entry ORDER BY sequence").fetchall()
    patterns = [dict(zip(COLUMNS, row)) for row in rows if row[COLUMNS.index("image_path")]]
    first = patterns[0]["image_path"]
    sequence, previous = rows[-1][0], rows[-1][-1]
    database.execute("BEGIN IMMEDIATE")
    for number, image in enumerate(images):
        if image == first:
            continue
        for pattern in patterns:
            row = dict(pattern)
            sequence += 1
            old = json.dumps(first)[1:-1]
            row.update(
                sequence=sequence, entry_id=f"bench-{number}.{sequence}", image_path=image,
                directory=os.path.dirname(image).encode(),
                payload=row["payload"].replace(old, json.dumps(image)[1:-1]), previous_hash=previous)
            previous = hashlib.sha256(
                b"hematovision.log.v1\n" + b"".join(field(row[name]) for name in COLUMNS)).hexdigest()
            database.execute(
                f"INSERT INTO entry VALUES ({', '.join('?' * (len(COLUMNS) + 1))})",
                [row[name] for name in COLUMNS] + [previous])
    database.execute("COMMIT")
    database.close()
    return sequence
