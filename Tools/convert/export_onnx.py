#!/usr/bin/env python3
"""Writes a model of the program, the shipped one or one of `hematovision train` or `convert.py`, as ONNX, for other programs.

    python export_onnx.py MODEL.safetensors OUT.onnx

Needs numpy and onnx. Input `input` [N, 3, 224, 224] fp32, RGB, x / 127.5 - 1 or as the entry `preprocess` says; output `logits`
[N, classes]. A plain chain of Conv, Clip, Add, GlobalAveragePool, Flatten, Gemm (and Relu behind a hidden layer), so
that any engine takes it and all compute the same.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network
from refusal import Refusal
from shared import NOTICE, weightsfile


class Graph:
    def __init__(self, tensors, turned):
        self.tensors, self.turned, self.nodes, self.constants = tensors, turned, [], []
        self.constants += [
            numpy_helper.from_array(np.float32(0), "zero"),
            numpy_helper.from_array(np.float32(6), "six"),
        ]

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def layer(self, x, part):
        name, weight = part.name, self.tensors[f"{part.name}.weight"]
        if weight.ndim == 2:
            weight = weight[:, :, None, None]
        elif part.depthwise:
            weight = weight[:, None]
        # Keras's padding: a stride of 2 on an even side pads below and to the right only. A file of PyTorch's holds
        # kernels for pictures turned by half: turned back, they pad as there.
        pads = [0] * 4 if part.kernel == 1 else [0, 0, 1, 1] if part.stride == 2 and not self.turned else [1] * 4
        if self.turned:
            weight = weight[..., ::-1, ::-1]
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(weight), f"{name}.weight"))
        self.constants.append(numpy_helper.from_array(self.tensors[f"{name}.bias"], f"{name}.bias"))
        x = self.node("Conv", [x, f"{name}.weight", f"{name}.bias"], f"{name}.conv", pads=pads,
                      strides=[part.stride] * 2, kernel_shape=[part.kernel] * 2,
                      group=part.outputs if part.depthwise else 1)
        return self.node("Clip", [x, "zero", "six"], f"{name}.relu6") if part.activated else x

    def dense(self, x, name, output):
        for part in ("weight", "bias"):
            self.constants.append(
                numpy_helper.from_array(self.tensors[f"{name}.{part}"], f"{name}.{part}"))
        return self.node("Gemm", [x, f"{name}.weight", f"{name}.bias"], output, transB=1)


def build(tensors, turned):
    g = Graph(tensors, turned)
    x = g.layer("input", network.STEM)
    for place, block in enumerate(network.BLOCKS):
        y = x
        for part in block.parts:
            y = g.layer(y, part)
        x = g.node("Add", [x, y], f"block_{place:02}.add") if block.residual else y
    x = g.layer(x, network.LAST)
    x = g.node("GlobalAveragePool", [x], "pool")
    x = g.node("Flatten", [x], "pooled")
    if "hidden.weight" in tensors:
        x = g.node("Relu", [g.dense(x, "hidden", "hidden.sum")], "hidden.relu")
    g.dense(x, "head", "logits")
    return g


def read(path):
    """(tensors in single precision, the header's words)"""
    try:
        return weightsfile.read(path)
    except OSError as error:
        raise Refusal(path, f"it cannot be read ({error.strerror})", "Look at its name and its rights") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(path, f"it is no whole model of the program ({error})", "Give a .safetensors of the program") from None


def main(weights, target):
    tensors, metadata = read(weights)
    preprocess = json.loads(metadata["preprocess"])
    presentation = preprocess.get("presentation")
    g = build(tensors, turned=bool(presentation and presentation["turned"]))
    if presentation:
        presentation["turned"] = False
        metadata["preprocess"] = json.dumps(preprocess, separators=(",", ":"))
    classes = tensors["head.bias"].shape[0]
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(g.nodes, "mobilenet_v2", [value("input", ["N", 3, 224, 224])],
                              [value("logits", ["N", classes])], g.constants)
    model = helper.make_model(graph, producer_name="hematovision",
                              opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    # A head of the laboratory's own says what it was trained on in place of its numbers' hash.
    keep = ("model_id", "classes", "preprocess", "calibration", "nucleus_form", "data_sha256", "training")
    props = {k: metadata[k] for k in keep if k in metadata}
    # Which file it was made from, and what that file may be used for: the graph may go on alone.
    props["weights_sha256"] = hashlib.sha256(Path(weights).read_bytes()).hexdigest()
    props["notice"] = NOTICE
    helper.set_model_props(model, props)
    onnx.checker.check_model(model)
    if os.path.lexists(target):
        raise Refusal(target, "it exists already, and no model is written over", "Choose another name")
    try:
        onnx.save(model, target)
    except OSError as error:
        raise Refusal(target, f"it cannot be written ({error.strerror})", "Choose another place") from None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    try:
        main(*sys.argv[1:])
    except Refusal as refusal:
        print(f"export_onnx: {refusal}", file=sys.stderr)
        sys.exit(3)
