#!/usr/bin/env python3
"""A session of 400 cells at one key per 200 ms, driven through a pseudo-terminal.

    python3 Tools/station/session.py [--cells 400] [--interval 200] [--json] [-- OPTIONS OF review]

Opens the station on a directory of fields (of ../shared/data; of samples/, again and again, where that is
missing, and says so), presses C once, and answers every cell: Space where the suggestion may be accepted
so, else the number of the suggested class. A key whose answer is not in the log when the next one is due
counts as refused and is pressed again. Then the log is verified and compared, answer by answer, with
the keys.

Times are from the key to the first byte that the terminal gets for it ("paint") and to the last byte before the
next key ("settled": the next picture is there, and the word "saved"; while the engine still works in the background
its progress counts too).
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

from terminal import Terminal, first_session, percentile

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data"
LATE_MS = 100


def fields(data):
    """Pictures to show, without end, and where they are from."""
    manifest = data / "manifest.csv"
    if not manifest.exists():
        return f"samples/, again and again ({data} is missing)", sorted((ROOT / "samples").glob("*.jpg"))
    with open(manifest, newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["width"], r["height"]) == ("640", "480")]
    return f"{manifest.parent}, fields of 640x480", [manifest.parent / r["path"] for r in rows]


def workplace(a, scratch):
    """A directory with so many pictures that they have `cells` cells, and those cells in order."""
    source, pictures = fields(a.data)
    directory = scratch / "smears"
    directory.mkdir()
    asked = subprocess.run([a.program, "classify", *map(str, pictures), "--format", "jsonl"],
                           capture_output=True, text=True)
    known = {}
    for line in asked.stdout.splitlines():
        found = json.loads(line)
        known[found["path"]] = found["cells"]
    cells, count = [], 0
    while len(cells) < a.cells:
        path = pictures[count % len(pictures)]
        found = known.get(str(path), [])
        # A field without a cell, or with more than are still wanted, is no part of the session.
        if found and len(cells) + len(found) <= a.cells:
            name = f"field-{count:04}{path.suffix}"
            shutil.copyfile(path, directory / name)
            cells += [(name, tuple(c["box"]), c["label"], c["status"]) for c in found]
        count += 1
        if count > 100 * a.cells:
            raise SystemExit("too few cells are found in these pictures")
    return source, directory, cells


def class_numbers(a, picture):
    head = subprocess.run([a.program, "classify", str(picture), "--format", "csv"],
                          capture_output=True, text=True, check=True).stdout.splitlines()
    titles = next(csv.reader([line for line in head if "p_" in line][:1]))
    codes = [t[2:] for t in titles if t.startswith("p_")]
    return {code: str(i + 1) for i, code in enumerate(codes)}


def decisions(log):
    """How many answers are in the log, by its own file."""
    with sqlite3.connect(f"file:{log}?mode=ro", uri=True, timeout=5) as db:
        return db.execute("SELECT count(*) FROM entry WHERE kind = 'decided'").fetchone()[0]


def read_until(station, moment):
    while not station.ended and time.perf_counter() < moment:
        station.read(moment)


def spread(values):
    return {"p50": round(percentile(values, .5), 1), "p99": round(percentile(values, .99), 1),
            "max": round(max(values), 1)}


def environment(a, scratch):
    return {"PATH": os.environ["PATH"], "HOME": str(scratch), "TERM": a.term, "LC_ALL": "C.UTF-8",
            "XDG_DATA_HOME": str(scratch / "data")}


def opened(a, scratch, directory, options=()):
    """The station on a directory, with the log that is in `scratch`."""
    columns, rows = map(int, a.size.split("x"))
    return Terminal([str(a.program), "review", str(directory), "--reviewer", "session", *options],
                    environment(a, scratch), columns, rows)


def session(a, scratch):
    source, directory, cells = workplace(a, scratch)
    numbers = class_numbers(a, directory / cells[0][0])
    log = scratch / "data/hematovision/review.sqlite"
    (scratch / "empty").mkdir()
    first_session(a.program, environment(a, scratch), scratch / "empty")
    station = opened(a, scratch, directory, a.options)
    station.read_until_quiet(0.5)
    first_screen = station.total
    load = os.getloadavg()[0]
    processor = station.processor()
    start = station.send(b"C")
    due = start + a.interval / 1000
    read_until(station, due)

    paint, settled, refused, expected, at = [], [], [], [], 0
    while at < len(cells):
        name, box, label, status = cells[at]
        station.output.clear()
        pressed = station.send((" " if status == "ok" else numbers[label]).encode())
        # A harness that was held up itself must not press two keys at once.
        due = max(due + a.interval / 1000, pressed + a.interval / 2000)
        read_until(station, due)
        if decisions(log) == at:
            refused.append(at + 1)
            if len(refused) > 10 * len(cells):
                raise SystemExit("the station takes no answers")
            continue
        expected.append((name, box, label))
        at += 1
        if station.output:
            paint.append((station.output[0][0] - pressed) * 1e3)
            settled.append((station.output[-1][0] - pressed) * 1e3)
    seconds = time.perf_counter() - start
    processor = station.processor() - processor
    memory = station.memory()
    written = station.total - first_screen
    station.send(b"q")
    while not station.ended:
        station.read(time.perf_counter() + 5)
    _, code = os.waitpid(station.pid, 0)

    common = ["--log", str(log)]
    verified = subprocess.run([a.program, "verify", *common], capture_output=True, text=True)
    exported = subprocess.run([a.program, "export", "--format", "jsonl", *common],
                              capture_output=True, text=True, check=True).stdout
    rows = [json.loads(line) for line in exported.splitlines()]
    answered = sorted((Path(r["image_path_rel"]).name, tuple(r["box"][k] for k in ("x", "y", "width", "height"))
                       if isinstance(r.get("box"), dict) else
                       (r["box_x"], r["box_y"], r["box_width"], r["box_height"]), r["final_label"]) for r in rows)
    return {
        "pictures": source, "cells": len(cells), "options": " ".join(a.options), "terminal": f"{a.term} {a.size}",
        "interval_ms": a.interval, "load_before": round(load, 2), "seconds": round(seconds, 1),
        "answers_in_log": len(rows), "refused_keys": len(refused), "refused_at": refused,
        "answers_as_pressed": answered == sorted(expected),
        "log": verified.stdout.strip().splitlines()[0] if verified.returncode == 0 else verified.stdout + verified.stderr,
        "exit_code": os.waitstatus_to_exitcode(code),
        "paint_ms": spread(paint), "settled_ms": spread(settled),
        "late_frames": sum(t > LATE_MS for t in paint), "keys_without_a_frame": len(cells) - len(paint),
        "processor_s": round(processor, 2), "processor_share": round(processor / seconds, 3),
        "written_kB": round(written / 1024, 1), "bytes_per_answer": round(written / len(cells)),
        "memory_peak_MB": round(memory, 1),
    }


def arguments(description):
    """The options of a program that drives a session."""
    p = argparse.ArgumentParser(description=description.split("\n")[0])
    p.add_argument("--program", default=ROOT / ".build/release/hematovision", type=Path)
    p.add_argument("--data", default=DATA, type=Path, help="the data pack, with its manifest.csv")
    p.add_argument("--cells", type=int, default=400)
    p.add_argument("--interval", type=int, default=200, help="milliseconds from key to key")
    p.add_argument("--size", default="120x40")
    p.add_argument("--term", default="xterm-256color")
    p.add_argument("--json", action="store_true")
    p.add_argument("options", nargs="*", help="options of review, after --")
    return p


def run(a, measure):
    """The figures that `measure` comes to in a folder of its own, printed as asked."""
    if not a.program.exists():
        raise SystemExit(f"no program at {a.program}: run make build")
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(a, Path(scratch))
    if a.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:22}{value}")
    return figures


def main():
    figures = run(arguments(__doc__).parse_args(), session)
    sound = (figures["answers_as_pressed"] and figures["late_frames"] == 0 and figures["exit_code"] == 0
             and figures["answers_in_log"] == figures["cells"] and "whole" in figures["log"])
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
