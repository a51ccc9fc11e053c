#!/usr/bin/env python3
"""Makes a model that `hematovision --model` opens from a MobileNetV2 of Keras or ONNX.

    python convert.py MODEL.h5 OUTPUT.safetensors --classes eosinophil,lymphocyte,monocyte,neutrophil --scale=-1..1
    python convert.py MODEL.onnx OUTPUT.safetensors --classes classes.txt --scale imagenet

Needs numpy and h5py, and onnx for ONNX; neither Keras nor TensorFlow. What the program cannot compute as the
original does is refused. Exit status: 0 written, 2 usage, 3 refused.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

import class_list
import keras_file
import keras_graph
import scaling
from matching import match
from refusal import Refusal, printable
from shared import NOTICE, weightsfile

# Nothing is known of how far a converted model's probabilities can be believed: only what it is nearly certain of
# is `ok`, until thresholds are fitted to cells of the laboratory by `hematovision train`.
CALIBRATION = {"temperature": 1.0, "uncertain_below": 0.9, "outside_above": 0.5}
CROP_SCALE = 1.5
CROP = ("square, side = round(crop_scale * max(box width, box height)), centred on the box, outside pixels = "
        "nearest edge pixel")


def main(words=None):
    a = arguments(words)
    try:
        print("\n".join(convert(a)))
    except Refusal as refusal:
        print(f"convert: {refusal}", file=sys.stderr)
        return 3
    return 0


def arguments(words):
    p = argparse.ArgumentParser(
        description="Makes a model that `hematovision --model` opens from a MobileNetV2 of Keras or ONNX.",
        epilog=NOTICE)
    p.add_argument("model", help="Keras's .h5 or .keras, or .onnx")
    p.add_argument("output", help="the new .safetensors")
    p.add_argument("--classes", help="the classes' names in the order of the outputs, between commas, or a file with "
                   "one a line; an ONNX file of export_onnx.py has them itself")
    p.add_argument("--outside", action="append", default=[], metavar="CLASS",
                   help="a class outside of what is told apart (may be repeated)")
    p.add_argument("--scale", choices=scaling.SCALES, help="in which scale the model wants its pictures, if no layer "
                   "of it does that; write --scale=-1..1")
    p.add_argument("--bgr", action="store_true", help="blue came first in training (cv2.imread without a conversion)")
    return p.parse_args(words)


def convert(a):
    """Writes the model; gives the lines that tell what was done."""
    if os.path.lexists(a.output):
        raise Refusal(a.output, "it exists already, and no model is written over",
                      "Choose another name, or move the old model away")
    graph, matched = read(a.model)
    outputs = len(matched.tensors["head.bias"])
    entries = classes(a, graph, outputs)
    mean, deviation = scale(a, graph, matched)
    if a.bgr:
        matched.tensors["stem.weight"] = matched.tensors["stem.weight"][:, ::-1]
        mean, deviation = mean[::-1], deviation[::-1]
    digest = hashlib.sha256(Path(a.model).read_bytes()).hexdigest()
    answers = {"calibration": calibration(a, graph), "nucleus_form": nucleus_form(a, graph, entries)}
    write(a, matched, entries, preprocess(a, graph, matched, mean, deviation), answers, digest)
    return told(a, matched, entries, mean, deviation, graph)


def read(path):
    """The graph of a file of any kind, known by how it begins, and the network in it."""
    try:
        with open(path, "rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Refusal(path, f"it cannot be read ({error.strerror})", "Look at its name and its rights") from None
    try:
        graph = graph_of(path, start)
        return graph, match(graph)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError, RuntimeError) as error:
        # Whatever a file that is whole in its outer form may lack inside.
        raise Refusal(path, f"it is not as its maker writes it ({type(error).__name__}: {error})",
                      "Save or export the model anew") from None


def graph_of(path, start):
    if start == b"\x89HDF\r\n\x1a\n":
        return keras_graph.read(keras_file.H5File(path))
    if start.startswith(b"PK"):
        return keras_graph.read(keras_file.KerasFile(path))
    if Path(path).suffix != ".onnx":
        raise Refusal(path, "it is neither HDF5 nor a zip, as Keras's files are, and not called .onnx",
                      "Give the file that model.save wrote, or an .onnx")
    try:
        import onnx_graph
    except ImportError:
        raise Refusal(path, "Python's package onnx is missing", "Install it: pip install onnx") from None
    return onnx_graph.read(path)


def own(path, graph, key):
    """What an ONNX file of `export_onnx.py` says of itself under `key`; None where it says nothing."""
    if key not in graph.facts:
        return None
    try:
        return json.loads(graph.facts[key])
    except ValueError:
        raise Refusal(path, f"its own {key} cannot be read", "Say --classes and --scale") from None


def classes(a, graph, outputs):
    if a.classes is None:
        entries = own(a.model, graph, "classes")
        if entries is None:
            raise Refusal(a.model, f"it does not say what its {outputs} outputs are called",
                          "Say --classes, in the order of the outputs (Keras sorts the folders' names)")
        try:
            names = [entry["code"] for entry in entries]
            marked = {entry["code"] for entry in entries if not entry["core"]}
        except (KeyError, TypeError):
            raise Refusal(a.model, "its own classes cannot be read", "Say --classes") from None
        made = class_list.classes(a.model, names, outputs, sorted(marked) + a.outside)
        # Names and letters stay the file's own.
        return [{**new, **{k: type(new[k])(old.get(k, new[k])) for k in class_list.KEYS if k != "core"}}
                for new, old in zip(made, entries)]
    if Path(a.classes).is_file():
        names = Path(a.classes).read_text(encoding="utf-8", errors="replace").splitlines()
    elif "," in a.classes:
        names = a.classes.split(",")
    else:
        raise Refusal(a.classes, "--classes is no file, and one name alone is no choice",
                      "Look at the file's name, or put commas between the classes")
    return class_list.classes(a.model, [n.strip() for n in names if n.strip()], outputs, a.outside)


def scale(a, graph, matched):
    said = own(a.model, graph, "preprocess") if a.scale is None else None
    if said is None:
        return scaling.presentation(a.model, a.scale, matched)
    asked = said.get("presentation") or dict(zip(("mean", "deviation"), scaling.SCALES["-1..1"]))
    return scaling.composed(a.model, asked["mean"], asked["deviation"], matched)


def calibration(a, graph):
    """The file's own thresholds, if its classes are its own too."""
    said = own(a.model, graph, "calibration") if a.classes is None else None
    return said or CALIBRATION


def nucleus_form(a, graph, entries):
    """What goes with the file's own thresholds; None of most files, and where --outside names one of its classes."""
    said = own(a.model, graph, "nucleus_form") if a.classes is None else None
    core = {entry["code"] for entry in entries if entry["core"]}
    try:
        return said if said and all(core.issuperset(g["classes"]) for g in said["groups"]) else None
    except (KeyError, TypeError):
        raise Refusal(a.model, "its own nucleus_form cannot be read", "Say --classes and --scale") from None


def preprocess(a, graph, matched, mean, deviation):
    standard = scaling.is_standard(mean, deviation)
    said = own(a.model, graph, "preprocess") or {}
    crop_scale, views, close = said.get("crop_scale", CROP_SCALE), said.get("views", 1), said.get("close_crop_scale")
    if not 0 < crop_scale < 10 or views not in (1, 8) or (close is not None and not (views == 8 and 0 < close < crop_scale)):
        raise Refusal(a.model, f"its own crop of {crop_scale} and {views} views cannot be", "Export it again")
    entries = {"side": 224, "crop_scale": crop_scale, "crop": CROP, "resize": "bilinear-antialias",
               "scale": "x/127.5-1" if standard else "(x/255-mean)/deviation", "channels": "RGB"}
    if matched.turned or not standard:
        entries["presentation"] = {
            "mean": [0.5] * 3 if standard else mean.tolist(),
            "deviation": [0.5] * 3 if standard else deviation.tolist(), "turned": matched.turned}
    if "views" in said:
        entries["views"] = views
    if close is not None:
        entries["close_crop_scale"] = close
    return entries


def name(path, digest):
    """The model's name in logs and exports: the file's, and a part of its hash."""
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in Path(path).stem.lower())
    return f"{stem.strip('-') or 'model'}-{digest[:8]}"


def write(a, matched, entries, preprocess, answers, digest):
    text = lambda value: json.dumps(value, separators=(",", ":"))
    metadata = {
        "format": "hematovision-weights", "format_version": "1", "architecture": "mobilenet_v2_1.0_224",
        "model_id": name(a.model, digest), "classes": text(entries), "preprocess": text(preprocess),
        **{key: text(value) for key, value in answers.items() if value is not None},
        # Not what it was trained on, which the file does not say: so `models adopt` will not judge it.
        "training": text({"converted_from": {"file": printable(Path(a.model).name), "sha256": digest}}),
        "notice": NOTICE,
    }
    partial = f"{a.output}.{os.getpid()}.partial"
    try:
        weightsfile.write(partial, matched.tensors, metadata)
        os.rename(partial, a.output)
    except OSError as error:
        raise Refusal(a.output, f"it cannot be written ({error.strerror})", "Choose another place") from None
    finally:
        Path(partial).unlink(missing_ok=True)


def told(a, matched, entries, mean, deviation, graph):
    hidden = f"a hidden layer of {matched.hidden}, then " if matched.hidden else ""
    yield f"model in {printable(a.output)}: {hidden}{len(entries)} classes, fp32"
    for place, entry in enumerate(entries):
        yield f"  output {place}: {entry['code']}" + ("" if entry["core"] else " (outside)")
    if scaling.is_standard(mean, deviation):
        yield "pictures: x / 127.5 - 1"
    else:
        numbers = lambda row: ", ".join(f"{n:.6g}" for n in row)
        yield f"pictures: (x / 255 - [{numbers(mean)}]) / [{numbers(deviation)}]"
    if matched.turned:
        yield ("padding: as in PyTorch; the kernels were turned by half, and the program turns each crop: what it says "
               "is the same")
    if not (a.classes is None and "calibration" in graph.facts):
        yield ("thresholds: not fitted; only what it is 90 % sure of is ok. `hematovision evaluate DATA --model` "
               "measures it, `hematovision train` fits a head with thresholds to your cells")
    yield NOTICE


if __name__ == "__main__":
    sys.exit(main())
