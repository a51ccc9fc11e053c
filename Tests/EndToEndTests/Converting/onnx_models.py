"""ONNX files as exporters write them, in the test's own words."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import tools  # noqa: F401, before what is the converter's
import network


class Writer:
    """Nodes and numbers, one after the other; what a node gives is called by a number, as exporters do it."""

    def __init__(self):
        self.nodes, self.numbers = [], []

    def number(self, array, kind=np.float32):
        name = f"w{len(self.numbers)}"
        self.numbers.append(numpy_helper.from_array(np.ascontiguousarray(array, kind), name))
        return name

    def node(self, kind, inputs, **attributes):
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], f"{kind}_{name}", **attributes))
        return name

    def save(self, path, shape, output, opset=13):
        # By its edges a graph is the same in any order of names; exporters give outputs names of their own.
        self.nodes.append(helper.make_node("Identity", [output], ["scores"], "last"))
        value = lambda name, dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
        graph = helper.make_graph(self.nodes, "g", [value("picture", shape)], [value("scores", None)], self.numbers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
        onnx.save(model, path)


def torch_like(path, unfolded, classes, side=224, expansion=None, flatten=False, hidden=()):
    """As torch.onnx writes torchvision's MobileNetV2 in eval mode, batch norms kept: channels first, a pad of 1 on
    all sides. The arguments after `classes` make networks that do not fit."""
    w = Writer()

    def part(x, name, stride=1, depthwise=False, activated=True):
        kernel, *norm = unfolded.parts[name]
        if expansion and name == "stem":
            kernel, norm = kernel[:expansion], [n[:expansion] for n in norm]
        x = w.node("Conv", [x, w.number(kernel)], strides=[stride] * 2, dilations=[1, 1],
                   pads=[kernel.shape[2] // 2] * 4, kernel_shape=list(kernel.shape[2:]),
                   group=len(kernel) if depthwise else 1)
        x = w.node("BatchNormalization", [x, *map(w.number, norm)], epsilon=unfolded.epsilon, momentum=0.9)
        return w.node("Clip", [x, w.node("Constant", [], value=numpy_helper.from_array(np.float32(0))),
                               w.node("Constant", [], value=numpy_helper.from_array(np.float32(6)))]) if activated else x

    x = part("picture", "stem", 2)
    for block in network.BLOCKS:
        y = x
        for p in block.parts:
            y = part(y, p.name, p.stride, p.depthwise, p.activated)
        x = w.node("Add", [x, y]) if block.residual else y
    x = part(x, "last")
    if not flatten:
        x = w.node("GlobalAveragePool", [x])
    x = w.node("Flatten", [x], axis=1)
    width = 1280 if not flatten else 49 * 1280
    for outputs in hidden:
        weight, bias = unfolded.dense(width, outputs)
        x = w.node("Gemm", [x, w.number(weight.T), w.number(bias)], transB=1)
        x, width = w.node("Relu", [x]), outputs
    weight, bias = unfolded.dense(width, classes)
    x = w.node("Gemm", [x, w.number(weight.T), w.number(bias)], transB=1, alpha=1.0, beta=1.0)
    w.save(path, ["batch", 3, side, side], x)


def keras_like(path, unfolded, hidden, classes):
    """As tf2onnx writes a Keras model: channels last outside, batch norms folded, the scale of the pictures within,
    a hidden layer as MatMul and Add, a softmax."""
    w = Writer()
    x = w.node("Mul", ["picture", w.number(np.float32(1 / 127.5))])
    x = w.node("Add", [x, w.number(np.full((1, 1, 1, 1), -1))])
    x = w.node("Transpose", [x], perm=[0, 3, 1, 2])

    def part(x, p):
        kernel, gamma, beta, mean, variance = unfolded.parts[p.name]
        gain = gamma / np.sqrt(variance + unfolded.epsilon)
        kernel, bias = kernel * gain[:, None, None, None], beta - mean * gain
        settings = dict(strides=[p.stride] * 2, kernel_shape=[p.kernel] * 2,
                        group=p.outputs if p.depthwise else 1)
        if p.stride == 2 and p.depthwise:
            # ZeroPadding2D and a convolution without.
            x = w.node("Pad", [x, w.number([0, 0, 0, 0, 0, 0, 1, 1], np.int64)])
        else:
            settings["auto_pad"] = "SAME_UPPER"
        # Weights kept in Keras's order, turned on the way.
        stored = w.node("Transpose", [w.number(kernel.transpose(2, 3, 1, 0))], perm=[3, 2, 0, 1])
        x = w.node("Conv", [x, stored, w.number(bias)], **settings)
        return w.node("Min", [w.node("Relu", [x]), w.number(np.float32(6))]) if p.activated else x

    x = part(x, network.STEM)
    for block in network.BLOCKS:
        y = x
        for p in block.parts:
            y = part(y, p)
        # The other way round than torch.
        x = w.node("Add", [y, x]) if block.residual else y
    x = w.node("Transpose", [part(x, network.LAST)], perm=[0, 2, 3, 1])
    x = w.node("ReduceMean", [x], axes=[1, 2], keepdims=0)
    weight, bias = unfolded.dense(1280, hidden)
    x = w.node("Relu", [w.node("Add", [w.node("MatMul", [x, w.number(weight)]), w.number(bias)])])
    weight, bias = unfolded.dense(hidden, classes)
    x = w.node("Add", [w.node("MatMul", [x, w.number(weight)]), w.number(bias)])
    w.save(path, ["n", 224, 224, 3], w.node("Softmax", [x], axis=-1))


def other_architecture(path):
    """The beginning of a ResNet."""
    w, random = Writer(), np.random.default_rng(1)
    kernel = w.number(random.normal(size=(64, 3, 7, 7)))
    x = w.node("Relu", [w.node("Conv", ["picture", kernel], strides=[2, 2], pads=[3] * 4, kernel_shape=[7, 7])])
    x = w.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    x = w.node("Flatten", [w.node("GlobalAveragePool", [x])])
    w.save(path, ["n", 3, 224, 224], w.node("Gemm", [x, w.number(random.normal(size=(64, 4)))]))
