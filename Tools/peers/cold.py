"""One JPEG from a cold start, whole processes: HematoVision against ONNX Runtime in Python.

    python3 Tools/peers/cold.py PICTURE.jpg --venv VENV

From starting the process to its end, in alternating rounds. Cold means the process: the files are in the
system's cache, as they are for whoever runs a program a second time that day. HematoVision checks the weights' hash,
finds the cells and answers each; the peer squashes the whole field and answers once.
"""

import subprocess
import time
from pathlib import Path
from statistics import median

import workplace


def milliseconds(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3


def main():
    p = workplace.arguments(__doc__.split("\n")[0], rounds=21)
    p.add_argument("picture", type=Path)
    a = p.parse_args()
    workplace.check(a)
    with workplace.temporary() as scratch:
        model = workplace.onnx_model(a.venv, scratch)
        commands = {
            "HematoVision": [a.program, "classify", a.picture, "--format", "jsonl"],
            "ORT in Python": [a.venv / "bin/python", workplace.PEER, model, a.picture],
        }
        times = {name: [] for name in commands}
        for command in commands.values():
            milliseconds(command)  # the files into the cache
        for _ in range(a.rounds):
            for name, command in commands.items():
                times[name].append(milliseconds(command))
    rows = [{"program": name, "median_ms": median(t), "min_ms": min(t)}
            for name, t in times.items()]
    ratio = rows[1]["median_ms"] / rows[0]["median_ms"]
    workplace.report(rows, {"rounds": a.rounds, "peer_over_ours": ratio}, a.json)


if __name__ == "__main__":
    main()
