"""A network as it stands in somebody's file: what each layer does, and where its input comes from."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from refusal import Refusal


@dataclass(eq=False)
class Affine:
    """x * gain + offset, of each channel by itself; one number stands for all channels."""

    gain: np.ndarray
    offset: np.ndarray


@dataclass
class Padding:
    """Zeros around each channel."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(eq=False)
class Convolution:
    """Without bias, which is an `Affine` behind it."""

    # [output][input of its group][row][column]
    weight: np.ndarray
    stride: int
    groups: int
    # top, left, bottom, right; or None for "same": as many places as the input has, divided by the stride.
    padding: np.ndarray | None


@dataclass
class ReLU:
    """0 below 0, and `limit` above it where there is one."""

    limit: float | None


class Softmax:
    pass


class Sum:
    """Of two inputs, place by place."""


@dataclass
class Mean:
    """Over all places of each channel, or over squares of `side`."""

    side: int | None


class Flatten:
    """Everything in one row."""


@dataclass(eq=False)
class Dense:
    """Without bias, which is an `Affine` behind it."""

    # [output][input]
    weight: np.ndarray


class Nothing:
    """What is only there in training, or lays the same numbers out otherwise."""


@dataclass
class Layer:
    # As the file calls it.
    name: str
    inputs: tuple
    does: Any


class Graph:
    """The layers between one input and one output, in the order in which they can be computed."""

    def __init__(self, path, source, layers, output, facts=None):
        # Only what the output follows from; layers of `Nothing` are left out.
        self.path, self.source, self.facts = path, source, facts or {}
        known = {layer.name: layer for layer in layers}
        stands_for = {source: source}
        for layer in layers:
            idle = isinstance(layer.does, Nothing)
            stands_for[layer.name] = stands_for[layer.inputs[0]] if idle else layer.name
        self.output = stands_for[output]
        needed, waiting = set(), [self.output]
        while waiting:
            name = waiting.pop()
            if name in needed or name == source:
                continue
            needed.add(name)
            waiting += [stands_for[i] for i in known[name].inputs]
        self.layers = {}
        self.consumers = {name: [] for name in needed | {source}}
        for layer in layers:
            if layer.name in needed:
                inputs = tuple(stands_for[i] for i in layer.inputs)
                self.layers[layer.name] = Layer(layer.name, inputs, layer.does)
                for name in inputs:
                    self.consumers[name].append(layer.name)

    def refusal(self, why, cure, layer=None):
        # A reader marks the second part of what is one layer in the file.
        return Refusal(self.path, why, cure, layer and layer.rstrip("'"))
