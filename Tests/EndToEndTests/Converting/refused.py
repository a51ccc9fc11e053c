"""Files that cannot be converted, and what is said of each.

    python refused.py WORK

Prints a line of JSON a case: the converter's exit status, its words, those that had to be among them, and whether a
file was left behind.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import onnx
from onnx import numpy_helper

import onnx_models
import tools
from unfolded import Unfolded

CLASSES = ["--classes", tools.FOUR]
TOLD = [*CLASSES, "--scale", "imagenet"]


def h5(path, layers, weights=None, kind="Sequential"):
    """A Keras file of these layers, with few numbers or none."""
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": kind, "config": {"name": "m", "layers": layers}})
        group = file.create_group("model_weights")
        for name, array in (weights or {}).items():
            group[name] = array


def layer(kind, name, **config):
    return {"class_name": kind, "config": {"name": name, **config}}


def picture(side):
    return layer("InputLayer", "photo", batch_shape=[None, side, side, 3])


def conv(name="Conv1"):
    return layer("Conv2D", name, strides=[2, 2], padding="same", activation="linear", use_bias=False)


def keras_cases(work):
    """(file, what the converter is told, words that must be said)"""
    path = work / "160.h5"
    h5(path, [picture(160)])
    yield path, TOLD, ["layer photo", "[160, 160, 3]", "224"]
    path = work / "lambda.h5"
    h5(path, [picture(224), layer("Lambda", "my_scaling")])
    yield path, TOLD, ["layer my_scaling", "code", "Rescaling", "--scale"]
    path = work / "unknown.h5"
    h5(path, [picture(224), layer("SeparableConv2D", "odd")])
    yield path, TOLD, ["layer odd", "SeparableConv2D is not known", "without it"]
    path = work / "own.h5"
    h5(path, [], kind="MyNetwork")
    yield path, TOLD, ["MyNetwork", "Rebuild it as a Sequential or functional model"]
    path = work / "steering.h5"
    h5(path, [picture(224), layer("Lambda", "a\x1b[31m\nb")])
    yield path, TOLD, ["layer a?[31m?b"]
    path = work / "narrow.h5"
    h5(path, [picture(224), conv()], {"Conv1/Conv1/kernel:0": np.ones((3, 3, 3, 16), np.float32)})
    yield path, TOLD, ["layer Conv1", "(16, 3, 3, 3)", "(32, 3, 3, 3)", "width (alpha) 1.0"]
    path = work / "nothing.h5"
    h5(path, [picture(224), conv()])
    yield path, TOLD, ["layer Conv1", "0 arrays called kernel", "model.save"]
    path = work / "vast.h5"
    with h5py.File(path, "w") as file:
        layers = [picture(224), conv()]
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"layers": layers}})
        file.create_dataset("model_weights/Conv1/Conv1/kernel", (1 << 20, 1 << 20), np.float32, chunks=(1, 1 << 10))
    yield path, TOLD, ["model_weights/Conv1/Conv1/kernel", "more than any layer"]
    path = work / "whole.bytes.h5"
    h5(path, [picture(224), conv()], {"Conv1/Conv1/kernel:0": np.ones((3, 3, 3, 16), np.int8)})
    yield path, TOLD, ["type int8", "quantised"]
    path = work / "weights.h5"
    with h5py.File(path, "w") as file:
        file["Conv1/kernel:0"] = np.ones(3)
    yield path, TOLD, ["does not say what the layers are", "model.save"]
    path = work / "sigmoid.h5"
    h5(path, [picture(224), layer("Activation", "guess", activation="sigmoid")])
    yield path, TOLD, ["layer guess", "activation sigmoid", "softmax"]
    path = work / "twice.h5"
    h5(path, [{**layer("Dropout", "d"), "name": "d", "inbound_nodes": [[["d", 0, 0]], [["d", 0, 0]]]}],
       kind="Functional")
    # Neither input_layers nor output_layers: not as Keras writes it.
    yield path, TOLD, ["not as its maker writes it", "anew"]

    path, whole = work / "truncated.h5", (work / "narrow.h5").read_bytes()
    path.write_bytes(whole[:len(whole) // 2])
    yield path, TOLD, ["no whole HDF5 file", "Copy it again"]
    path, packed = work / "truncated.keras", io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("config.json", "{}")
    path.write_bytes(packed.getvalue()[:40])
    yield path, TOLD, ["no whole .keras file", "model.save('model.keras')"]
    path = work / "config_only.keras"
    path.write_bytes(packed.getvalue())
    yield path, TOLD, ["no whole .keras file", "model.weights.h5"]


def onnx_cases(work):
    numbers = Unfolded(epsilon=1e-5)

    def torch_like(name, **other):
        onnx_models.torch_like(work / name, numbers, **{"classes": 4, **other})
        return work / name

    whole = torch_like("whole.onnx")
    yield whole, ["--scale", "imagenet"], ["4 outputs are called", "--classes"]
    yield whole, CLASSES, ["in which scale", "--scale=-1..1", "imagenet"]
    yield whole, ["--scale", "imagenet", "--classes", "a,b,c"], ["4 outputs", "names 3", "order of the outputs"]
    yield whole, ["--scale", "imagenet", "--classes", str(whole) + ".txt"], ["is no file", "commas"]
    yield whole, ["--scale", "imagenet", "--classes", "a,b,c,A"], ["'a' stands there twice"]
    yield whole, [*TOLD, "--outside", "blast"], ["'blast'", "no class of it"]
    yield whole, ["--scale", "imagenet", "--classes", "IG,basophil,erythroblast,platelet"], ["outside of what is told"]
    path = work / "truncated.onnx"
    path.write_bytes(whole.read_bytes()[:100_000])
    yield path, TOLD, ["no whole ONNX file", "Copy it again"]
    path = work / "text.onnx"
    path.write_text("This is a letter.\n")
    yield path, TOLD, ["ONNX file", "again"]
    path = work / "resnet.onnx"
    onnx_models.other_architecture(path)
    yield path, TOLD, ["layer MaxPool", "MaxPool is not known", "hematovision train"]
    yield torch_like("narrow.onnx", expansion=16), TOLD, ["(16, 3, 3, 3)", "width (alpha) 1.0"]
    yield torch_like("small.onnx", side=192), TOLD, ["192", "224 x 224"]
    yield torch_like("flatten.onnx", flatten=True), TOLD, ["layer Flatten", "7 x 7", "GlobalAveragePooling2D"]
    yield torch_like("deep.onnx", hidden=(64, 32)), TOLD, ["second hidden layer", "train --hidden"]
    yield torch_like("wide.onnx", hidden=(1026,)), TOLD, ["1026 outputs", "1024 at most"]
    yield torch_like("many.onnx", classes=33), ["--scale", "imagenet", "--classes",
                                               ",".join(f"c{n}" for n in range(33))], ["2 to 32 classes"]

    def changed(name, change):
        model = onnx.load(whole)
        change(model.graph)
        onnx.save(model, work / name)
        return work / name

    def leaning(graph):
        stem = next(n for n in graph.node if n.op_type == "Conv")
        next(a for a in stem.attribute if a.name == "pads").ints[:] = [0, 0, 1, 1]

    yield changed("leaning.onnx", leaning), TOLD, ["do not all pad the same edge"]

    def without_sum(graph):
        node = next(n for n in graph.node if n.op_type == "Add")
        graph.node.remove(node)
        for other in graph.node:
            other.input[:] = [node.input[1] if i == node.output[0] else i for i in other.input]

    yield changed("no_sum.onnx", without_sum), TOLD, ["MobileNetV2 has the sum"]

    def linear(graph):
        next(n for n in graph.node if n.op_type == "Clip").op_type = "Identity"
        del next(n for n in graph.node if n.op_type == "Identity").input[1:]

    yield changed("linear.onnx", linear), TOLD, ["no ReLU6 follows"]

    def endless(graph):
        array = numpy_helper.to_array(graph.initializer[0]).copy()
        array[0, 0, 0, 0] = np.nan
        graph.initializer[0].CopyFrom(numpy_helper.from_array(array, graph.initializer[0].name))

    yield changed("nan.onnx", endless), TOLD, ["numbers in it that are none", "stem.weight"]


def other_cases(work):
    path = work / "letter.h5"
    path.write_text("This is a letter.\n")
    yield path, TOLD, ["neither HDF5 nor a zip"]
    path = work / "empty.h5"
    path.write_bytes(b"")
    yield path, TOLD, ["neither HDF5 nor a zip"]
    yield work / "absent.h5", TOLD, ["cannot be read", "No such file"]
    yield work, TOLD, ["cannot be read", "Is a directory"]


def main(work):
    work, output = Path(work), Path(work) / "out.safetensors"
    for cases in (keras_cases, onnx_cases, other_cases):
        for path, told, words in cases(work):
            code, text = tools.run("convert.py", path, output, *told)
            left = sorted(p.name for p in work.glob("out.safetensors*"))
            print(json.dumps({"case": f"{path.name} {' '.join(told)}", "file": str(path), "code": code, "text": text,
                              "words": words, "left": left}), flush=True)
    # What is there already stays as it is.
    output.write_text("mine")
    code, text = tools.run("convert.py", work / "whole.onnx", output, *TOLD)
    print(json.dumps({"case": "over another file", "file": str(output), "code": code, "text": text,
                      "words": ["exists already"], "left": [] if output.read_text() == "mine" else ["overwritten"]}))
    code, text = tools.run("export_onnx.py", work / "letter.h5", work / "out.onnx")
    print(json.dumps({"case": "a letter out", "file": str(work / "letter.h5"), "code": code, "text": text,
                      "words": ["no whole model"], "left": sorted(p.name for p in work.glob("out.onnx*"))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
