"""Finds MobileNetV2 1.0 in a graph, folds it, and refuses what is another network.

The result is the same to rounding: nothing is left out but what does nothing in use.
"""

from dataclasses import dataclass

import numpy as np

import network
from graph import Affine, Convolution, Dense, Flatten, Mean, Padding, ReLU, Softmax, Sum

ELSE = ("Only MobileNetV2 of width (alpha) 1.0 at 224 x 224 can be converted; for other networks, train a head "
        "on the shipped base with `hematovision train`")


@dataclass
class Matched:
    # name -> fp32, in the order of the file
    tensors: dict
    # What the file itself does with its three channels before the network; none where it has no such layer.
    gain: np.ndarray
    offset: np.ndarray
    scales_itself: bool
    # Whether the kernels were turned by half, as they must be on a crop turned by half.
    turned: bool
    hidden: int | None


def match(graph):
    """The tensors of the program's file, from a graph of one of the usual makers."""
    return _Walk(graph).matched()


class _Walk:
    """Goes from the input to the output; `at` is the layer whose output comes next."""

    def __init__(self, graph):
        self.graph, self.at = graph, graph.source
        self.tensors = {}
        # Layer -> whether its stride looks over the upper left edge.
        self.leans = {}

    def matched(self):
        gain, offset, scales = self._affine(3)
        self._part(network.STEM)
        for block in network.BLOCKS:
            self._block(block)
        self._part(network.LAST)
        hidden = self._head()
        leaning = set(self.leans.values())
        if len(leaning) > 1:
            raise self.graph.refusal(
                "its convolutions of stride 2 do not all pad the same edge", ELSE,
                next(n for n, lean in self.leans.items() if lean != self.leans[next(iter(self.leans))]))
        turned = leaning == {True}
        if turned:
            for name, tensor in self.tensors.items():
                if tensor.ndim > 2:
                    self.tensors[name] = tensor[..., ::-1, ::-1]
        singles = {}
        for name, tensor in self.tensors.items():
            with np.errstate(over="ignore"):
                singles[name] = np.ascontiguousarray(tensor, np.float32)
            if not np.isfinite(singles[name]).all():
                raise self.graph.refusal(
                    f"there are numbers in it that are none (found in {name})",
                    "The training diverged or the file is damaged: take an earlier checkpoint")
        return Matched(singles, gain, offset, scales, turned, hidden)

    # The graph

    def _next(self, *, besides_sum=False):
        """The one layer that takes what `at` gives; none at the output."""
        if self.at == self.graph.output:
            return None
        takers = [self.graph.layers[n] for n in self.graph.consumers[self.at]]
        if besides_sum:
            takers = [t for t in takers if not isinstance(t.does, Sum)]
        if len(takers) != 1:
            raise self.graph.refusal(
                f"{len(takers)} layers take its output, where MobileNetV2 has one", ELSE, self.at)
        return takers[0]

    def _only(self):
        """The layer that takes what `at` gives, if there is just one."""
        return self._next() if len(self.graph.consumers[self.at]) == 1 else None

    def _take(self, layer):
        self.at = layer.name
        return layer.does

    def _wrong(self, layer, expected):
        found = "the network ends" if layer is None else f"there is a {type(layer.does).__name__}"
        return self.graph.refusal(
            f"{found} where MobileNetV2 has {expected}", ELSE, layer.name if layer else self.at)

    def _affine(self, channels):
        """All that scales and shifts channels from here on, as one; and whether there was any."""
        gain, offset, found = np.ones(channels), np.zeros(channels), False
        while (layer := self._only()) and isinstance(layer.does, Affine):
            does = self._take(layer)
            for numbers in (does.gain, does.offset):
                if numbers.size not in (1, channels):
                    raise self.graph.refusal(
                        f"it scales {numbers.size} channels where there are {channels}", ELSE, layer.name)
            gain, offset, found = gain * does.gain, offset * does.gain + does.offset, True
        return gain, offset, found

    def _relus(self):
        """The limit of the ReLUs that follow; None where none follows."""
        limits = []
        while (layer := self._only()) and isinstance(layer.does, ReLU):
            limit = self._take(layer).limit
            limits.append(np.inf if limit is None else limit)
        return min(limits, default=None)

    # The base

    def _part(self, part, besides_sum=False):
        padding = np.zeros(4, int)
        layer = self._next(besides_sum=besides_sum)
        while layer and isinstance(layer.does, Padding):
            does = self._take(layer)
            padding += [does.top, does.left, does.bottom, does.right]
            layer = self._next()
        if layer is None or not isinstance(layer.does, Convolution):
            raise self._wrong(layer, f"the convolution {part.name}")
        does = self._take(layer)
        groups = part.inputs if part.depthwise else 1
        shape = (part.outputs, part.inputs // groups, part.kernel, part.kernel)
        if does.weight.shape != shape or does.groups != groups or does.stride != part.stride:
            raise self.graph.refusal(
                f"a convolution {does.weight.shape} of stride {does.stride} in {does.groups} groups, where "
                f"MobileNetV2 1.0 has {shape} of stride {part.stride} in {groups}", ELSE, layer.name)
        self._pad(part, layer, padding)
        gain, bias, _ = self._affine(part.outputs)
        weight = does.weight * gain[:, None, None, None]
        if part.depthwise:
            weight = weight[:, 0]
        elif part.kernel == 1:
            weight = weight[:, :, 0, 0]
        self.tensors[f"{part.name}.weight"], self.tensors[f"{part.name}.bias"] = weight, bias
        if part.activated and self._relus() != 6:
            raise self.graph.refusal("no ReLU6 follows it, as in MobileNetV2", ELSE, layer.name)

    def _pad(self, part, layer, padding):
        if layer.does.padding is None:
            # The odd one of what must be padded goes behind.
            most = max(0, (part.side // part.stride - 1) * part.stride + part.kernel - part.side)
            padding = padding + [most // 2, most // 2, most - most // 2, most - most // 2]
        else:
            padding = padding + layer.does.padding
        allowed = [[0] * 4] if part.kernel == 1 else [[1] * 4]
        if part.stride == 2:
            allowed.append([0, 0, 1, 1])
        if list(padding) not in allowed:
            raise self.graph.refusal(
                f"it is padded by {[int(n) for n in padding]} (top, left, bottom, right), where MobileNetV2 has "
                + " or ".join(map(str, allowed)), ELSE, layer.name)
        if part.stride == 2:
            self.leans[layer.name] = list(padding) == [1] * 4

    def _block(self, block):
        start = self.at
        for place, part in enumerate(block.parts):
            self._part(part, besides_sum=block.residual and place == 0)
        if block.residual:
            layer = self._next()
            if (layer is None or not isinstance(layer.does, Sum)
                    or sorted(layer.inputs) != sorted([start, self.at])):
                raise self._wrong(layer, "the sum of a block's input and output")
            self._take(layer)

    # The head

    def _head(self):
        layer = self._next()
        if layer and isinstance(layer.does, Flatten):
            raise self.graph.refusal(
                "it lays all 7 x 7 places side by side, and the program's head takes their mean",
                "Train with GlobalAveragePooling2D in the place of Flatten, or train a head with `hematovision train`",
                layer.name)
        if layer is None or not isinstance(layer.does, Mean) or layer.does.side not in (
                None, network.LAST_SIDE):
            raise self._wrong(layer, "the mean over all places")
        self._take(layer)
        first = self._dense(network.FEATURES)
        limit = self._relus()
        if self._ends():
            if limit is not None:
                raise self.graph.refusal(
                    "a ReLU follows the last dense layer, which gives no logits",
                    "Save the model with a linear or softmax output", self.at)
            return self._write("head", first)
        if limit != np.inf:
            raise self.graph.refusal(
                "the hidden layer has an activation other than ReLU" if limit is not None
                else "no ReLU stands between it and the next layer",
                "The program's hidden layer has ReLU: train one so, or train a head with `hematovision train`",
                self.at)
        second = self._dense(len(first[1]))
        if self._relus() is not None or not self._ends():
            raise self.graph.refusal(
                "a second hidden layer, and the program's head has one at most",
                "Train with one hidden layer, or train a head with `hematovision train --hidden`", self.at)
        outputs = len(first[1])
        if outputs > network.MOST_HIDDEN:
            raise self.graph.refusal(
                f"the hidden layer has {outputs} outputs, and the program takes {network.MOST_HIDDEN} at most",
                "Train with a smaller one", self.at)
        if outputs % 2:
            # The file holds even numbers only: one output more, which is always 0 and which nobody hears.
            first = np.pad(first[0], ((0, 1), (0, 0))), np.pad(first[1], (0, 1))
            second = np.pad(second[0], ((0, 0), (0, 1))), second[1]
        self._write("hidden", first)
        self._write("head", second)
        return outputs

    def _dense(self, inputs):
        """Weights and bias of a dense layer with everything linear around it."""
        self._flatten()
        before = self._affine(inputs)
        self._flatten()
        layer = self._next()
        if layer is None or not isinstance(layer.does, Dense):
            raise self._wrong(layer, "a dense layer")
        weight = self._take(layer).weight
        if weight.shape[1] != inputs:
            raise self.graph.refusal(
                f"a dense layer of {weight.shape[1]} inputs, where {inputs} come in", ELSE, layer.name)
        bias = weight @ before[1]
        gain, offset, _ = self._affine(len(weight))
        return weight * before[0] * gain[:, None], bias * gain + offset

    def _flatten(self):
        while (layer := self._next()) and isinstance(layer.does, Flatten):
            self._take(layer)

    def _ends(self):
        """At the end, but perhaps for the softmax, which the program does itself?"""
        layer = self._next()
        if layer and isinstance(layer.does, Softmax):
            self._take(layer)
            if self._next() is not None:
                raise self._wrong(self._next(), "its end, the softmax")
        return self._next() is None

    def _write(self, name, layer):
        self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"] = layer
