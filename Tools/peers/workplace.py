"""What the comparisons share: their arguments, the pictures, the two programs, tables of figures."""

import argparse
import csv
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEER = Path(__file__).with_name("ort_classify.py")


def arguments(about, peers=True, rounds=None):
    """A parser with the options that all of them have."""
    p = argparse.ArgumentParser(description=about)
    p.add_argument("--program", default=ROOT / ".build/release/hematovision", type=Path)
    p.add_argument("--json", action="store_true", help="figures as JSON instead of a table")
    if peers:
        p.add_argument("--venv", default=os.environ.get("PEERS_VENV"), type=Path,
                       help="Python with onnxruntime, opencv, onnx, safetensors (or $PEERS_VENV)")
        p.add_argument("--rounds", type=int, default=rounds)
    return p


def check(a):
    if not a.program.exists():
        raise SystemExit(f"no program at {a.program}: run make build")
    if "venv" in a and (a.venv is None or not (a.venv / "bin/python").exists()):
        raise SystemExit("--venv or PEERS_VENV must name the peers' virtual environment")


def onnx_model(venv, folder):
    """The shipped weights as ONNX, so that both sides run the same network."""
    target = Path(folder) / "network.onnx"
    subprocess.run([venv / "bin/python", ROOT / "Tools/convert/export_onnx.py",
                    ROOT / "Weights/mobilenetv2-8.safetensors", target], check=True)
    return target


def fields(data, count, folder):
    """`count` copies of the data pack's JPEGs of 640x480 in a folder of their own.

    The pack has fewer than 500 of them, so they come round again under other names.
    """
    with open(data / "manifest.csv", newline="") as file:
        paths = [data / row["path"] for row in csv.DictReader(file)
                 if (row["width"], row["height"]) == ("640", "480") and row["path"].endswith(".jpg")]
    if not paths:
        raise SystemExit(f"no JPEG of 640x480 in {data}/manifest.csv")
    target = Path(folder) / "fields"
    target.mkdir()
    for i in range(count):
        shutil.copyfile(paths[i % len(paths)], target / f"{i:05}.jpg")
    return target


def temporary():
    return tempfile.TemporaryDirectory(prefix="hematovision-peers-")


def report(rows, facts, as_json):
    """`rows`: list of dicts with the same keys; `facts`: further figures by name."""
    if as_json:
        print(json.dumps({"rows": rows, **facts}))
        return
    keys = list(rows[0])
    cells = [keys] + [[f"{r[k]:.3f}" if isinstance(r[k], float) else str(r[k]) for k in keys]
                      for r in rows]
    widths = [max(len(c[i]) for c in cells) for i in range(len(keys))]
    for line in cells:
        text = [line[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(line[1:], widths[1:])]
        print("  ".join(text))
    for name, value in facts.items():
        print(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")
