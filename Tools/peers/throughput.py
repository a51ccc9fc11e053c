"""Pictures a second of a folder, whole programs: HematoVision against OpenCV and ONNX Runtime.

    python3 Tools/peers/throughput.py FOLDER --venv VENV        # a folder of JPEGs
    python3 Tools/peers/throughput.py --data PACK --venv VENV   # 500 JPEGs of 640x480 of the data pack

Both decode and label every picture on all cores: HematoVision as one process, the peer as one process with a
single-threaded session a core, each with its even share. The rounds alternate, so a noisy machine hits
both alike.

The two do not do the same work. The peer squashes the whole field to 224x224 and runs the network once a picture.
HematoVision finds the white cells first, crops each at full resolution with an antialiased resize, and runs the
network once a cell: more work where a picture has several, less where it has none. So crops a second
(runs of the network) stand beside pictures a second.

The peer has two rows: as whole processes, as HematoVision is always measured, and without its start, from when all its
sessions are open. The second flatters the peer.
"""

import json
import os
import subprocess
import time
from pathlib import Path
from statistics import median

import workplace


def ours(program, pictures, out):
    """Seconds, cells: one run over the folder."""
    start = time.perf_counter()
    with open(out, "wb") as sink:
        subprocess.run([program, "classify", pictures, "--format", "jsonl"], stdout=sink,
                       stderr=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - start
    answers = [json.loads(line) for line in open(out)]
    if any(answer["error"] for answer in answers):
        raise SystemExit("HematoVision could not read every picture")
    return seconds, sum(len(answer["cells"]) for answer in answers), len(answers)


def peer(python, model, files, cores):
    """Seconds of the whole processes, and without their start."""
    begin = time.perf_counter()
    workers = [Worker(python, model) for _ in range(cores)]
    for worker in workers:
        worker.wait_until_ready()
    ready = time.perf_counter()
    for i, worker in enumerate(workers):
        worker.label(files[i::cores])
    for worker in workers:
        worker.finish()
    end = time.perf_counter()
    return end - begin, end - ready


class Worker:
    """A peer's process that has opened its session and waits for its share."""

    def __init__(self, python, model):
        self.process = subprocess.Popen(
            [python, workplace.PEER, model, "--files-on-stdin"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)

    def wait_until_ready(self):
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("the peer did not start")

    def label(self, files):
        self.count = len(files)
        self.process.stdin.write("\n".join(map(str, files)))
        self.process.stdin.close()

    def finish(self):
        answers = self.process.stdout.read().splitlines()
        if self.process.wait() != 0 or len(answers) != self.count:
            raise SystemExit("the peer did not answer every picture")


def main():
    p = workplace.arguments(__doc__.split("\n")[0], rounds=7)
    p.add_argument("folder", nargs="?", type=Path)
    p.add_argument("--data", type=Path, help="the data pack, instead of FOLDER")
    p.add_argument("--count", type=int, default=500, help="pictures taken from the data pack")
    p.add_argument("--cores", type=int, default=os.cpu_count())
    a = p.parse_args()
    workplace.check(a)
    if (a.folder is None) == (a.data is None):
        p.error("either FOLDER or --data")
    with workplace.temporary() as scratch:
        measure(a, scratch)


def measure(a, scratch):
    folder = a.folder or workplace.fields(a.data, a.count, scratch)
    files = sorted(f for f in folder.iterdir() if f.suffix.lower() in (".jpg", ".jpeg"))
    model = workplace.onnx_model(a.venv, scratch)
    python, out = a.venv / "bin/python", Path(scratch) / "answers.jsonl"
    own, whole, started = [], [], []
    for _ in range(a.rounds):
        seconds, cells, pictures = ours(a.program, folder, out)
        if pictures != len(files):
            raise SystemExit(f"{folder} must hold JPEGs only")
        own.append(seconds)
        seconds, warm = peer(python, model, files, a.cores)
        whole.append(seconds)
        started.append(warm)
    count = len(files)
    rows = []
    for name, times, crops in [("HematoVision", own, cells), ("OpenCV + ORT", whole, count),
                               ("OpenCV + ORT, started", started, count)]:
        rows.append({"program": name, "median_s": median(times), "min_s": min(times),
                     "images_per_s": count / median(times),
                     "crops_per_s": crops / median(times)})
    facts = {"pictures": count, "cells": cells, "cores": a.cores, "rounds": a.rounds}
    for i, name in ((1, "whole"), (2, "started")):
        facts[f"images_ratio_{name}"] = rows[0]["images_per_s"] / rows[i]["images_per_s"]
        facts[f"crops_ratio_{name}"] = rows[0]["crops_per_s"] / rows[i]["crops_per_s"]
    workplace.report(rows, facts, a.json)


if __name__ == "__main__":
    main()
