"""An ONNX file's nodes as a graph, followed by their edges, whatever they are called."""

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

import network
from graph import (Affine, Convolution, Dense, Flatten, Graph, Layer, Mean, Nothing, Padding, ReLU, Softmax,
                   Sum)
from keras_file import MOST_NUMBERS
from refusal import Refusal

UNKNOWN = ("Export the network as it is used (eval mode, no quantisation), MobileNetV2 and its head only, or train "
           "a head with `hematovision train`")
# What may be done to weights before they are used, without making them larger.
REARRANGING = {"Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Cast"}
# What only computes the shape of something else.
OF_SHAPES = {"Shape", "Gather", "Concat", "Slice", "Squeeze", "Unsqueeze", "Cast", "Identity", "Mul", "Add"}
CHANNELS_FIRST, CHANNELS_LAST, ROW = "channels first", "channels last", "a row"


def read(path):
    """The graph of an ONNX file; its `facts` are the file's own words."""
    try:
        model = onnx.load(path)
    except (DecodeError, ValueError, OSError, onnx.checker.ValidationError) as error:
        raise Refusal(path, f"it is no whole ONNX file ({error})",
                      "Copy it again, with the file of its weights beside it where it has one") from None
    if not model.graph.node:
        raise Refusal(path, "it is no ONNX file, or has no network in it", "Export the model again")
    return _Reader(path, model).graph()


class _Reader:
    def __init__(self, path, model):
        self.path, self.model = path, model
        self.layers = []
        # Tensors that are numbers in the file; tensors that are shapes; the layer that gives a tensor, and how
        # its numbers lie.
        self.constants, self.shapes, self.given, self.lie = {}, set(), {}, {}

    def refusal(self, node, why, cure=UNKNOWN):
        return Refusal(self.path, why, cure, node and self._name(node))

    @staticmethod
    def _name(node):
        return node.name or (node.output[0] if node.output else node.op_type)

    def graph(self):
        graph = self.model.graph
        for tensor in graph.initializer:
            self._hold(tensor.name, self._array(tensor, None))
        self._input([i for i in graph.input if i.name not in self.constants])
        for node in graph.node:
            self._node(node)
        if len(graph.output) != 1 or graph.output[0].name not in self.given:
            raise self.refusal(None, f"{len(graph.output)} outputs that follow from the picture are needed to be one")
        facts = {p.key: p.value for p in self.model.metadata_props}
        return Graph(self.path, "input", self.layers, self.given[graph.output[0].name], facts)

    def _input(self, inputs):
        if len(inputs) != 1:
            raise self.refusal(None, f"it has {len(inputs)} inputs, and there is one picture")
        kind = inputs[0].type.tensor_type
        if kind.elem_type not in (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16):
            raise self.refusal(None, "its input are no floating-point numbers")
        shape = [d.dim_value if d.HasField("dim_value") else None for d in kind.shape.dim]
        orders = {CHANNELS_FIRST: (3, network.SIDE, network.SIDE), CHANNELS_LAST: (network.SIDE, network.SIDE, 3)}
        lie = [order for order, sides in orders.items()
               if len(shape) == 4 and all(n in (None, 0, s) for n, s in zip(shape[1:], sides))]
        if not lie:
            raise Refusal(self.path, f"it takes pictures of {shape[1:]}, and the program gives 3 x 224 x 224",
                          "Train and export at 224 x 224 in colour, which MobileNetV2 is made for")
        # A file that leaves all sides open is torch's.
        self.given[inputs[0].name], self.lie[inputs[0].name] = "input", lie[0]

    # Numbers of the file

    def _array(self, tensor, node):
        if tensor.data_location == onnx.TensorProto.EXTERNAL and not tensor.raw_data:
            raise self.refusal(node, "its numbers are not in the file", "Export it in one file")
        if int(np.prod(tensor.dims, dtype=object)) > MOST_NUMBERS:
            raise self.refusal(node, f"{tensor.name} is larger than any layer of MobileNetV2")
        try:
            return numpy_helper.to_array(tensor)
        except (ValueError, TypeError, KeyError) as error:
            raise self.refusal(node, f"the numbers {tensor.name} cannot be read ({error})", "Copy the file again") from None

    def _hold(self, name, array):
        self.constants[name] = array

    def _constant(self, node, place, word):
        """The numbers of a node's input, which must not depend on the picture."""
        name = node.input[place] if place < len(node.input) else ""
        if name not in self.constants:
            raise self.refusal(node, f"its {word} are not numbers of the file")
        return np.asarray(self.constants[name], np.float64)

    def _has(self, node, place):
        return place < len(node.input) and node.input[place] != ""

    # Nodes

    def _node(self, node):
        if node.domain not in ("", "ai.onnx"):
            raise self.refusal(node, f"{node.domain}.{node.op_type} is not known here")
        named = [n for n in node.input if n]
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "Constant":
            return self._note_constant(node, attributes)
        if node.op_type in REARRANGING and named and all(n in self.constants for n in named):
            return self._rearrange(node)
        if node.op_type == "Shape" or (
                node.op_type in OF_SHAPES and named
                and all(n in self.shapes or n in self.constants for n in named)):
            self.shapes.update(node.output)
            return None
        reader = getattr(self, f"_{node.op_type}", None)
        if reader is None:
            raise self.refusal(node, f"a {node.op_type} is not known here")
        if not named or named[0] not in self.given and (
                len(named) < 2 or named[1] not in self.given):
            raise self.refusal(node, "it does not follow from the picture")
        return reader(node, attributes)

    def _note_constant(self, node, attributes):
        if "value" in attributes:
            self._hold(node.output[0], self._array(attributes["value"], node))
        else:
            known = [v for k, v in attributes.items() if k in ("value_float", "value_floats", "value_int", "value_ints")]
            if not known:
                raise self.refusal(node, "a constant that is no numbers")
            self._hold(node.output[0], np.asarray(known[0]))

    def _rearrange(self, node):
        held = {n: self.constants[n] for n in node.input if n}
        try:
            (array,) = ReferenceEvaluator(node).run(None, held)
        except Exception as error:  # whatever onnx's evaluator meets in a damaged file
            raise self.refusal(node, f"its numbers do not fit ({error})") from None
        if array.size > MOST_NUMBERS:
            raise self.refusal(node, "it makes more numbers than any layer of MobileNetV2 has")
        self._hold(node.output[0], array)

    def _add(self, node, does, lie=None, sources=None):
        """Notes what a node does; it may be several layers, one after the other."""
        source = sources or (self.given[node.input[0]],)
        name = self._name(node)
        taken = {layer.name for layer in self.layers} | {"input"}
        for part in does if isinstance(does, list) else [does]:
            while name in taken:
                name += "'"
            taken.add(name)
            self.layers.append(Layer(name, source, part))
            source = (name,)
        self.given[node.output[0]] = source[0]
        self.lie[node.output[0]] = lie or self.lie[node.input[0]]

    def _Conv(self, node, attributes):
        weight = self._constant(node, 1, "weights")
        strides, dilations = attributes.get("strides", [1, 1]), attributes.get("dilations", [1, 1])
        automatic = attributes.get("auto_pad", b"NOTSET")
        if (weight.ndim != 4 or self.lie[node.input[0]] != CHANNELS_FIRST or strides[0] != strides[1]
                or set(dilations) != {1} or automatic not in (b"NOTSET", b"SAME_UPPER", b"VALID")):
            raise self.refusal(node, f"a convolution of strides {strides}, dilations {dilations}, padding {automatic}, "
                               f"{self.lie[node.input[0]]}")
        pads = attributes.get("pads", [0] * 4) if automatic == b"NOTSET" else [0] * 4
        does = [Convolution(weight, strides[0], attributes.get("group", 1),
                            None if automatic == b"SAME_UPPER" else np.array(pads))]
        if self._has(node, 2):
            does.append(Affine(np.ones(1), self._constant(node, 2, "biases")))
        self._add(node, does)

    def _BatchNormalization(self, node, attributes):
        if attributes.get("training_mode", 0):
            raise self.refusal(node, "it is in training mode", "Export the model in eval mode")
        gamma, beta, mean, variance = (
            self._constant(node, place, word)
            for place, word in enumerate(("scales", "biases", "means", "variances"), 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            gain = gamma / np.sqrt(variance + attributes.get("epsilon", 1e-5))
        self._add(node, Affine(gain, beta - mean * gain))

    def _Relu(self, node, attributes):
        self._add(node, ReLU(None))

    def _Clip(self, node, attributes):
        low, high = (
            float(self._constant(node, place, "limits").item()) if self._has(node, place) else attributes.get(word)
            for place, word in ((1, "min"), (2, "max")))
        if low != 0:
            raise self.refusal(node, f"limits of {low} and {high}, where ReLU6 has 0 and 6")
        # Exporters write the largest number for none.
        self._add(node, ReLU(None if high is None or high > 1e30 else high))

    def _Min(self, node, attributes):
        """The upper half of a ReLU6, behind a ReLU."""
        before = next((layer for layer in self.layers if layer.name == self.given.get(node.input[0])), None)
        if len(node.input) != 2 or before is None or not isinstance(before.does, ReLU):
            raise self.refusal(node, "a minimum that does not follow a ReLU")
        self._add(node, ReLU(float(self._constant(node, 1, "limit").item())))

    def _Add(self, node, attributes):
        if all(name in self.given for name in node.input):
            return self._add(node, Sum(), sources=tuple(self.given[name] for name in node.input))
        return self._arithmetic(node, lambda x: (np.ones(1), x))

    def _Sub(self, node, attributes):
        if node.input[0] in self.constants:
            return self._arithmetic(node, lambda x: (-np.ones(1), x))
        return self._arithmetic(node, lambda x: (np.ones(1), -x))

    def _Mul(self, node, attributes):
        return self._arithmetic(node, lambda x: (x, np.zeros(1)))

    def _Div(self, node, attributes):
        if node.input[0] in self.constants:
            raise self.refusal(node, "it divides a number by what the network gives")
        return self._arithmetic(node, lambda x: (1 / x, np.zeros(1)))

    def _arithmetic(self, node, affine):
        place = 1 if node.input[0] in self.given else 0
        source, numbers = node.input[1 - place], self._constant(node, place, "numbers")
        lie = self.lie.get(source)
        # The channels' axis from behind.
        axis = 3 if lie == CHANNELS_FIRST else 1
        sides = numbers.shape[::-1]
        if lie is None or any(n != 1 for at, n in enumerate(sides, 1) if at != axis):
            raise self.refusal(node, f"it reckons with numbers of shape {numbers.shape}, which is not one a channel")
        gain, offset = affine(np.ravel(numbers))
        self._add(node, Affine(gain, offset), lie, (self.given[source],))

    def _GlobalAveragePool(self, node, attributes):
        self._mean(node, None, CHANNELS_FIRST)

    def _AveragePool(self, node, attributes):
        size = attributes["kernel_shape"]
        if size[0] != size[1] or any(attributes.get("pads", [0])):
            raise self.refusal(node, f"means of {size}")
        self._mean(node, size[0], CHANNELS_FIRST)

    def _ReduceMean(self, node, attributes):
        axes = attributes.get("axes")
        if axes is None:
            axes = self._constant(node, 1, "axes") if self._has(node, 1) else range(4)
        axes = sorted(int(a) % 4 for a in axes)
        kept = attributes.get("keepdims", 1)
        self._mean(node, None, {(2, 3): CHANNELS_FIRST, (1, 2): CHANNELS_LAST}.get(tuple(axes)), kept)

    def _mean(self, node, side, lie, kept=1):
        if self.lie[node.input[0]] != lie:
            raise self.refusal(node, "a mean over something other than all places")
        self._add(node, Mean(side), lie if kept else ROW)

    def _Flatten(self, node, attributes):
        self._add(node, Flatten(), ROW)

    _Reshape = _Squeeze = _Flatten

    def _Gemm(self, node, attributes):
        scales = (attributes.get("alpha", 1.0), attributes.get("beta", 1.0))
        weight = self._constant(node, 1, "weights")
        if scales != (1.0, 1.0) or attributes.get("transA", 0) or weight.ndim != 2:
            raise self.refusal(node, f"a product with the factors {scales}")
        does = [Dense(weight if attributes.get("transB", 0) else weight.T)]
        if self._has(node, 2):
            does.append(Affine(np.ones(1), np.ravel(self._constant(node, 2, "biases"))))
        self._add(node, does, ROW)

    def _MatMul(self, node, attributes):
        weight = self._constant(node, 1, "weights")
        if weight.ndim != 2:
            raise self.refusal(node, f"a product with numbers of shape {weight.shape}")
        self._add(node, Dense(weight.T), ROW)

    def _Softmax(self, node, attributes):
        self._add(node, Softmax())

    # The program's own softmax takes back the logarithm's constant.
    _LogSoftmax = _Softmax

    def _Pad(self, node, attributes):
        pads = attributes.get("pads")
        pads = [int(n) for n in (self._constant(node, 1, "widths") if pads is None else pads)]
        value = self._constant(node, 2, "value").item() if self._has(node, 2) else attributes.get("value", 0)
        lie = self.lie[node.input[0]]
        rows = 2 if lie == CHANNELS_FIRST else 1
        others = [n for at, n in enumerate(pads) if at % 4 not in (rows, rows + 1)]
        if attributes.get("mode", b"constant") != b"constant" or value != 0 or any(others) or len(pads) != 8:
            raise self.refusal(node, f"padding by {pads}, {attributes.get('mode')}, {value}")
        self._add(node, Padding(pads[rows], pads[rows + 1], pads[4 + rows], pads[5 + rows]))

    def _Transpose(self, node, attributes):
        order, lie = tuple(attributes.get("perm", ())), self.lie[node.input[0]]
        if (order, lie) == ((0, 3, 1, 2), CHANNELS_LAST):
            after = CHANNELS_FIRST
        elif (order, lie) == ((0, 2, 3, 1), CHANNELS_FIRST):
            after = CHANNELS_LAST
        else:
            raise self.refusal(node, f"it turns {lie} by {order}")
        self._add(node, Nothing(), after)

    def _Identity(self, node, attributes):
        self._add(node, Nothing())

    _Cast = _Dropout = _Identity
