"""ONNX in and out: the real engine against ONNX Runtime.

    python check_onnx_ways.py HEMATOVISION-BENCH WORK TRAINED

Prints a line of JSON a case: how far the logits are apart at most, and how far apart they are among themselves.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

import engine
import onnx_models
import tools
from unfolded import Unfolded
from shared import weightsfile


def runtime(path, x):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(x, np.float32)})
    return y.astype(np.float64)


def tell(case, found, expected, **more):
    print(json.dumps({"case": case, "apart": float(np.abs(found - expected).max()),
                      "spread": float(np.ptp(expected, axis=0).min()), **more}), flush=True)


def header(path):
    """What the file says of itself, but for its name."""
    _, metadata = weightsfile.read(path)
    return [json.loads(metadata.get(key, "null")) for key in ("classes", "preprocess", "calibration", "nucleus_form")]


def trained(path, target):
    """The model with what only `hematovision train` writes: eight views of two crops, other thresholds."""
    tensors, metadata = weightsfile.read(path)
    preprocess = {**json.loads(metadata["preprocess"]), "views": 8, "crop_scale": 1.25, "close_crop_scale": 1.1}
    calibration = {"temperature": 1.3, "uncertain_below": 0.61, "outside_above": 0.7}
    weightsfile.write(target, tensors, {
        **metadata, "preprocess": json.dumps(preprocess), "calibration": json.dumps(calibration)})
    return target


def main(bench, work, own):
    work, pictures = Path(work), engine.pictures()
    planes = lambda x: x.transpose(0, 3, 1, 2)

    # Out: the shipped weights, one of `hematovision train --hidden`, and models with a hidden layer and PyTorch's padding, made on the way in.
    def out(case, model):
        path = work / f"{case}.out.onnx"
        tools.must("export_onnx.py", model, path)
        facts = {p.key: p.value for p in onnx.load(path).metadata_props}
        x = planes(engine.as_asked(json.loads(facts["preprocess"]), pictures))
        tell(f"{case} out", engine.logits(bench, model, pictures), runtime(path, x))
        # And in again: the same numbers.
        again = work / f"{case}.again.safetensors"
        tools.must("convert.py", path, again)
        tell(f"{case} out and in", engine.logits(bench, again, pictures), engine.logits(bench, model, pictures),
             same_header=header(again) == header(model))

    out("shipped", tools.SHIPPED)
    out("own", own)

    torch, torch_model = work / "torch.onnx", work / "torch.safetensors"
    onnx_models.torch_like(torch, Unfolded(epsilon=1e-5), classes=8)
    tools.must("convert.py", torch, torch_model, "--scale", "imagenet", "--classes",
               "EOSINOPHIL,LYMPHOCYTE,MONOCYTE,NEUTROPHIL,BASOPHIL,IG,ERYTHROBLAST,PLATELET")
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    tell("torch in", engine.logits(bench, torch_model, pictures),
         runtime(torch, planes((pictures / 255 - mean) / deviation)))
    out("torch", torch_model)

    keras, keras_model = work / "keras.onnx", work / "keras.safetensors"
    onnx_models.keras_like(keras, Unfolded(epsilon=1e-3), hidden=64, classes=4)
    tools.must("convert.py", keras, keras_model, "--classes", tools.FOUR)
    tell("keras in", engine.centred(engine.logits(bench, keras_model, pictures)),
         engine.centred(np.log(runtime(keras, pictures))))
    out("keras", trained(keras_model, work / "trained.safetensors"))


if __name__ == "__main__":
    main(*sys.argv[1:])
