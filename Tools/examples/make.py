#!/usr/bin/env python3
"""Makes docs/examples/: a slide of samples/ reviewed, signed and amended in the real program, in every format that it exports.

    Tools/examples/make.py            exports anew from the logs that are kept in docs/examples/
    Tools/examples/make.py --anew     reviews anew first, in the station in a terminal; times and hashes change then

The pictures lie in a directory of fixed name while it runs, since a log holds absolute paths.
"""

import argparse
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tools/station"))
from terminal import Terminal  # noqa: E402

PROGRAM = ROOT / ".build/release/hematovision"
EXAMPLES = ROOT / "docs/examples"
SLIDE = Path("/tmp/hematovision-example/26-1704-a")
FORMATS = {"csv": "cells.csv", "jsonl": "cells.jsonl", "differential": "differential.csv", "fhir": "fhir.json",
           "hl7": "message.hl7", "report": "report.html"}
REVIEWER = "kbm"


def environment(scratch):
    """An account of its own: nothing of the one that runs this reaches the program."""
    config = scratch / "config/hematovision"
    config.mkdir(parents=True)
    shutil.copyfile(EXAMPLES / "counting.toml", config / "counting.toml")
    (config / "config.toml").write_text(f'reviewer = "{REVIEWER}"\n')
    return {"PATH": os.environ["PATH"], "HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch / "config"),
            "XDG_DATA_HOME": str(scratch / "data"), "XDG_STATE_HOME": str(scratch / "state"), "LC_ALL": "C.UTF-8",
            "TZ": "UTC", "TERM": "xterm-256color"}


def lay_out_pictures():
    shutil.rmtree(SLIDE.parent, ignore_errors=True)
    SLIDE.mkdir(parents=True)
    for picture in sorted((ROOT / "samples").glob("field-*")):
        shutil.copyfile(picture, SLIDE / picture.name)


def entries(log, kind):
    """How many records of a kind are on the disk."""
    try:
        with sqlite3.connect(f"file:{log}?mode=ro", uri=True, timeout=5) as db:
            return db.execute("SELECT count(*) FROM entry WHERE kind = ?", [kind]).fetchone()[0]
    except sqlite3.OperationalError:
        return 0


class Station:
    """The real station; every key waits for what it does."""

    def __init__(self, log, env):
        self.log = log
        self.terminal = Terminal([str(PROGRAM), "review", str(SLIDE), "--log", str(log)], env, directory=str(SLIDE))
        self.settle(2)

    def settle(self, seconds=0.4):
        self.terminal.read_for(seconds)

    def keys(self, *keys):
        for key in keys:
            self.terminal.send(key.encode())
            self.settle()

    def until(self, kind, count):
        end = time.time() + 60
        while entries(self.log, kind) < count:
            if time.time() > end:
                text = b"".join(piece for _, piece in self.terminal.output[-3:]).decode(errors="replace")
                raise SystemExit(f"{kind}: {entries(self.log, kind)} of {count} came; the screen said {text[-2000:]}")
            self.settle(0.1)

    def close(self):
        self.terminal.close(b"Q")


def answers(env):
    """For each cell in the order of the names: the key that says what samples/boxes.csv says it is."""
    asked = subprocess.run([PROGRAM, "classify", SLIDE, "--format", "jsonl"], env=env, capture_output=True, check=True)
    truth = {}
    with open(ROOT / "samples/boxes.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "WBC":
                box = [int(row[k]) for k in ("xmin", "ymin", "xmax", "ymax")]
                truth.setdefault(row["path"], []).append((box, row["wbc_class"]))
    found = [json.loads(line) for line in asked.stdout.splitlines()]
    codes = None
    keys = []
    for picture in sorted(found, key=lambda p: p["path"]):
        if not picture["cells"]:
            keys.append(" ")
        for cell in picture["cells"]:
            codes = codes or ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL", "BASOPHIL", "IG", "ERYTHROBLAST",
                              "PLATELET"]
            x, y, w, h = cell["box"]
            middle = (x + w / 2, y + h / 2)
            here = [label for (a, b, c, d), label in truth.get(Path(picture["path"]).name, [])
                    if a <= middle[0] <= c and b <= middle[1] <= d]
            label = here[0] if here else None
            if label == cell["label"] and cell["status"] == "ok":
                keys.append(" ")
            else:
                keys.append(str(codes.index(label) + 1) if label in codes else "0")
    return keys


def review(scratch, env):
    """Reviews and signs the slide, then amends and signs it anew; the two logs."""
    log = scratch / "review.sqlite"
    station = Station(log, env)
    station.keys("x", "I")
    station.keys(*["\x7f"] * 16, REVIEWER, "\t", "26-1704", "\t", *["\x7f"] * 16, "a", "\t", "100", "\t", "7.5", "\r")
    station.until("identified", 1)
    station.keys("C")
    station.until("classified", len(list(SLIDE.iterdir())))
    for count, key in enumerate(answers(env), 1):
        station.keys(key)
        station.until("decided", count)
    station.keys("A", "all fields of the slide", "\r", REVIEWER, "\r")
    station.until("signed", 1)
    station.close()
    keep(log, "signed")

    station = Station(log, env)
    # The first picture's answer is changed: the program asks why.
    before = entries(log, "decided")
    station.keys("g", "g", "2", "nucleus is round, no granules", "\r")
    station.until("decided", before + 1)
    station.close()
    keep(log, "changed")
    station = Station(log, env)
    station.keys("A", "all fields of the slide", "\r", REVIEWER, "\r")
    station.until("signed", 2)
    station.close()
    keep(log, "amended")


def keep(log, name):
    """A copy of the log as one file, without a journal beside it."""
    directory = EXAMPLES / name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    copy = directory / "review.sqlite"
    with sqlite3.connect(log) as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def export(scratch, env, name):
    """Every format of a kept log, and its replay."""
    directory = EXAMPLES / name
    copy = scratch / f"{name}.sqlite"
    shutil.copyfile(directory / "review.sqlite", copy)
    for format, file in FORMATS.items():
        with open(directory / file, "wb") as out:
            subprocess.run([PROGRAM, "export", "--format", format, "--log", copy], env=env, stdout=out, check=True)
    with open(directory / "replay.txt", "wb") as out:
        subprocess.run([PROGRAM, "replay", copy], env=env, stdout=out, check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--anew", action="store_true", help="review anew, in the station")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        env = environment(scratch)
        lay_out_pictures()
        try:
            if a.anew:
                review(scratch, env)
            for name in ("signed", "changed", "amended"):
                export(scratch, env, name)
        finally:
            shutil.rmtree(SLIDE.parent, ignore_errors=True)


main()
