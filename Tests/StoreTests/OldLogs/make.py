"""Writes the logs beside this file as the program of their version wrote them.

    python3 make.py PAYLOADS VERSION GOLDEN_HASH LOG.db

PAYLOADS is Tests/StoreTests/payloads.txt as it was in that version (git show COMMIT:...), GOLDEN_HASH the
hash that PayloadTests pinned then: the last row must come out with it, so every byte that the chain
covers is what the old program wrote. version1.db is of commit fa2cc29, version2.db of 34a6b5b,
version3.db of ce8d8d6.
"""

import base64
import hashlib
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from verify_log import field  # noqa: E402

# As sqlite_schema has it in a log of these versions.
SCHEMA = pathlib.Path(__file__).with_name("schema.sql").read_text()


def path_bytes(value):
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value.encode()


def columns(kind, event):
    image = event.get("image")
    image = None if image is None else path_bytes(image)
    directory = path_bytes(event["directory"]) if "directory" in event else None
    if image is not None:
        directory = image[: image.rindex(b"/")]
    if kind == "exported":
        image = directory = None
    sha256 = event.get("imageSHA256") or event.get("picture", {}).get("sha256")
    return None if image is None else image.decode("utf-8", "replace"), directory, sha256


def main(payloads, version, golden, log):
    database = sqlite3.connect(log)
    database.executescript(SCHEMA)
    database.execute("PRAGMA application_id = %d" % 0x486D564C)
    database.execute("PRAGMA user_version = %d" % int(version))
    previous = "0" * 64
    for number, line in enumerate(pathlib.Path(payloads).read_text().splitlines()):
        kind, payload = line.split(" ", 1)
        values = (
            number + 1, "s.%d" % number, 1_700_000_001_500, 60, "s1", "kbm", "bench-2", kind,
            *columns(kind, json.loads(payload)), payload, previous,
        )  # fmt: skip
        message = b"hematovision.log.v1\n" + b"".join(map(field, values))
        previous = hashlib.sha256(message).hexdigest()
        database.execute("INSERT INTO entry VALUES (%s)" % ",".join("?" * 14), (*values, previous))
    database.commit()
    if previous != golden:
        sys.exit("the last hash is %s" % previous)


if __name__ == "__main__":
    main(*sys.argv[1:])
