"""Models of Keras, converted, in the real engine against Keras's own answers.

    python check_keras.py HEMATOVISION-BENCH WORK

Prints a line of JSON a case: how far the centred logits are apart at most, and how far apart they are among
themselves.
"""

import json
import sys
from pathlib import Path

import h5py
import numpy as np

import engine
import keras_models
import tools


def as_keras_2(path, target):
    """The same file as tf.keras 2 lays it out: other names of arrays, other words in the configuration."""
    def rename(name):
        layer, _, last = name.rpartition("/")
        last = "depthwise_kernel" if last == "kernel" and layer.endswith("depthwise") else last
        return f"{layer}/{last}:0"

    def call(node):
        if not node:
            return []
        keyword = {k: v for k, v in zip(("y",), [a for a in node[0]["args"] if not isinstance(a, dict)])}
        history = node[0]["args"][0]
        tensors = [h["config"]["keras_history"] for h in (history if isinstance(history, list) else [history])]
        return [[[*t, keyword if at == 0 else {}] for at, t in enumerate(tensors)]]

    def layer(entry):
        entry = {k: v for k, v in entry.items() if k not in ("module", "registered_name", "build_config")}
        config = dict(entry["config"])
        if "batch_shape" in config:
            config["batch_input_shape"] = config.pop("batch_shape")
        operations = {"TrueDivide": "math.truediv", "Subtract": "math.subtract"}
        if entry["class_name"] in operations:
            config["function"] = operations[entry["class_name"]]
            entry["class_name"] = "TFOpLambda"
        config.pop("dtype", None)
        if "layers" in config:
            config = model(config)
        entry["config"] = config
        if "inbound_nodes" in entry:
            entry["inbound_nodes"] = call(entry["inbound_nodes"])
        return entry

    def model(config):
        config = {**config, "layers": [layer(e) for e in config["layers"]]}
        for ends in ("input_layers", "output_layers"):
            if ends in config and isinstance(config[ends][0], str):
                config[ends] = [config[ends]]
        return config

    with h5py.File(path) as old, h5py.File(target, "w") as new:
        config = json.loads(old.attrs["model_config"])
        new.attrs["model_config"] = json.dumps({**config, "config": model(config["config"])})
        new.attrs["keras_version"] = "2.13.1"

        def copy(name, item):
            if isinstance(item, h5py.Dataset):
                new[rename(name)] = item[()]

        old.visititems(copy)


def main(bench, work):
    work, pictures = Path(work), engine.pictures()
    base, numbers = keras_models.base()
    standard = pictures / 127.5 - 1
    report = keras_models.report_like(base, numbers)
    tutorial = keras_models.tutorial_like(base, numbers)
    flat = keras_models.flat(base, numbers)
    five = "blast,smudge cell,eosinophil,artefact,LYMPHOCYTE"
    cases = [
        # name, model, what Keras is given, what the converter is told
        ("report.h5", report, standard, ["--classes", tools.FOUR, "--scale=-1..1"]),
        ("report.keras", report, standard, ["--classes", tools.FOUR, "--scale=-1..1"]),
        ("tutorial.h5", tutorial, pictures, ["--classes", tools.FOUR]),
        ("tutorial.keras", tutorial, pictures, ["--classes", tools.FOUR]),
        ("tutorial.keras2.h5", tutorial, pictures, ["--classes", tools.FOUR]),
        ("flat.h5", flat, pictures / 255, ["--classes", five, "--scale", "0..1"]),
        ("flat.keras", flat, pictures / 255, ["--classes", five, "--scale", "0..1"]),
        ("flat.bgr.h5", flat, pictures[..., ::-1] / 255, ["--classes", five, "--scale", "0..1", "--bgr"]),
    ]
    for name, model, given, told in cases:
        path, converted = work / name, work / f"{name}.safetensors"
        if name == "tutorial.keras2.h5":
            as_keras_2(work / "tutorial.h5", path)
        else:
            model.save(path)
        tools.must("convert.py", path, converted, *told)
        expected = engine.centred(keras_models.answers(model, given))
        found = engine.centred(engine.logits(bench, converted, pictures))
        print(json.dumps({"case": name, "apart": float(np.abs(found - expected).max()),
                          "spread": float(np.ptp(expected, axis=0).min())}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
