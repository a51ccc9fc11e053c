"""Pictures a second of a folder, whole programs: HematoVision against OpenCV and ONNX Runtime.

    python3 Tools/peers/throughput.py FOLDER --venv VENV        # a folder of JPEGs
    python3 Tools/peers/throughput.py --data PACK --venv VENV   # 500 JPEGs of 640x480 of the data pack

Both decode and label every picture on all cores: HematoVision as one process, the peer as one process with a
single-threaded session a core, each with its even share. The rounds alternate, so a noisy machine hits
both alike.

The peer has two ways. "field" squashes the whole field to 224x224 and runs the network once a picture: less work than
HematoVision does, which finds the white cells first, crops each at full resolution with an antialiased resize, and runs
the network once a cell. "cells" does the same work: it finds the cells, more simply, and labels each.

Each way has two rows: as whole processes, as HematoVision is always measured, and without the start, from when all
sessions are open. The second flatters the peer. Runs of the network a second stand beside pictures a second.
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


def peer(python, model, way, files, cores):
    """Seconds of the whole processes, and without their start; runs of the network."""
    begin = time.perf_counter()
    workers = [Worker(python, model, way) for _ in range(cores)]
    for worker in workers:
        worker.wait_until_ready()
    ready = time.perf_counter()
    for i, worker in enumerate(workers):
        worker.label(files[i::cores])
    runs = sum(worker.finish() for worker in workers)
    end = time.perf_counter()
    return end - begin, end - ready, runs


class Worker:
    """A peer's process that has opened its session and waits for its share."""

    def __init__(self, python, model, way):
        self.process = subprocess.Popen(
            [python, workplace.PEER, model, "--files-on-stdin", way], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)

    def wait_until_ready(self):
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("the peer did not start")

    def label(self, files):
        self.count = len(files)
        self.process.stdin.write("\n".join(map(str, files)))
        self.process.stdin.close()

    def finish(self):
        """Labels given; a path without one is a picture in which no cell was found."""
        answers = self.process.stdout.read().splitlines()
        if self.process.wait() != 0 or len(answers) != self.count:
            raise SystemExit("the peer did not answer every picture")
        return sum(len(answer.split("\t")) - 1 for answer in answers)


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
    rows = {"HematoVision": []}
    for _ in range(a.rounds):
        seconds, cells, pictures = ours(a.program, folder, out)
        if pictures != len(files):
            raise SystemExit(f"{folder} must hold JPEGs only")
        rows["HematoVision"].append((seconds, cells))
        for way in ("field", "cells"):
            seconds, warm, runs = peer(python, model, way, files, a.cores)
            rows.setdefault(f"OpenCV + ORT, {way}", []).append((seconds, runs))
            rows.setdefault(f"OpenCV + ORT, {way}, started", []).append((warm, runs))
    table, facts = [], {"pictures": len(files), "cores": a.cores, "rounds": a.rounds}
    for name, turns in rows.items():
        seconds, runs = median(turn[0] for turn in turns), turns[0][1]
        row = {"program": name, "median_s": seconds, "min_s": min(turn[0] for turn in turns), "runs": runs,
               "images_per_s": len(files) / seconds, "runs_per_s": runs / seconds}
        row["ours, images"] = table[0]["images_per_s"] / row["images_per_s"] if table else 1
        row["ours, runs"] = table[0]["runs_per_s"] / row["runs_per_s"] if table else 1
        table.append(row)
    workplace.report(table, facts, a.json)


if __name__ == "__main__":
    main()
