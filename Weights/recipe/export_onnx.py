"""Writes a weights file, the shipped one or one of `hematovision train`, as ONNX, for other programs. Needs numpy, onnx and safetensors only.

    python export_onnx.py WEIGHTS OUT.onnx

Input `input` [N, 3, 224, 224] fp32, RGB, x / 127.5 - 1; output `logits` [N, classes]. A plain chain of Conv,
Clip, Add, GlobalAveragePool, Flatten, Gemm (and Relu behind a hidden layer), so that any engine takes it and all compute the same.
`check_onnx.py` compares it with PyTorch's numbers.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open

STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
          (6, 160, 3, 2), (6, 320, 1, 1)]
NOTICE = "For research use only. Not for use in diagnostic procedures."


class Graph:
    def __init__(self, tensors):
        self.tensors, self.nodes, self.constants = tensors, [], []
        self.constants += [
            numpy_helper.from_array(np.float32(0), "zero"),
            numpy_helper.from_array(np.float32(6), "six"),
        ]

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def layer(self, x, name, stride=1, depthwise=False, linear=False):
        weight = self.tensors[f"{name}.weight"]
        if weight.ndim == 2:
            weight = weight[:, :, None, None]
        elif depthwise:
            weight = weight[:, None]
        kernel = weight.shape[2]
        # Keras's padding: a stride of 2 on an even side pads below and to the right only.
        pads = [0, 0, 0, 0] if kernel == 1 else [0, 0, 1, 1] if stride == 2 else [1, 1, 1, 1]
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(weight), f"{name}.weight"))
        self.constants.append(numpy_helper.from_array(self.tensors[f"{name}.bias"], f"{name}.bias"))
        x = self.node("Conv", [x, f"{name}.weight", f"{name}.bias"], f"{name}.conv", pads=pads,
                      strides=[stride, stride], kernel_shape=[kernel, kernel],
                      group=weight.shape[0] if depthwise else 1)
        return x if linear else self.node("Clip", [x, "zero", "six"], f"{name}.relu6")

    def dense(self, x, name, output):
        for part in ("weight", "bias"):
            self.constants.append(
                numpy_helper.from_array(self.tensors[f"{name}.{part}"], f"{name}.{part}"))
        return self.node("Gemm", [x, f"{name}.weight", f"{name}.bias"], output, transB=1)


def build(tensors):
    g = Graph(tensors)
    x = g.layer("input", "stem", 2)
    block, inputs = 0, 32
    for expansion, outputs, repeats, first in STAGES:
        for i in range(repeats):
            stride, name = (first if i == 0 else 1), f"block_{block:02}"
            y = g.layer(x, f"{name}.expand") if expansion != 1 else x
            y = g.layer(y, f"{name}.depthwise", stride, depthwise=True)
            y = g.layer(y, f"{name}.project", linear=True)
            residual = stride == 1 and inputs == outputs
            x = g.node("Add", [x, y], f"{name}.add") if residual else y
            block, inputs = block + 1, outputs
    x = g.layer(x, "last")
    x = g.node("GlobalAveragePool", [x], "pool")
    x = g.node("Flatten", [x], "pooled")
    if "hidden.weight" in tensors:
        x = g.node("Relu", [g.dense(x, "hidden", "hidden.sum")], "hidden.relu")
    g.dense(x, "head", "logits")
    return g


def main(weights, target):
    with safe_open(weights, "numpy") as file:
        metadata = file.metadata()
        # Halves in the file, singles in every program that runs it.
        tensors = {n: file.get_tensor(n).astype(np.float32) for n in file.keys()}
    g = build(tensors)
    classes = tensors["head.bias"].shape[0]
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(g.nodes, "mobilenet_v2", [value("input", ["N", 3, 224, 224])],
                              [value("logits", ["N", classes])], g.constants)
    model = helper.make_model(graph, producer_name="hematovision",
                              opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    # A head of the laboratory's own says what it was trained on in place of its numbers' hash.
    keep = ("model_id", "classes", "preprocess", "calibration", "data_sha256", "training")
    props = {k: metadata[k] for k in keep if k in metadata}
    # Which file it was made from, and what that file may be used for: the graph may go on alone.
    props["weights_sha256"] = hashlib.sha256(Path(weights).read_bytes()).hexdigest()
    props["notice"] = NOTICE
    helper.set_model_props(model, props)
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
