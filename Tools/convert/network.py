"""The network that the program computes, layer by layer, and what its file calls the layers."""

from dataclasses import dataclass

from shared import STAGES

SIDE = 224
FEATURES = 1280
# As `WeightsFile` in Sources/Engine has it.
MOST_HIDDEN = 1024
# As `hematovision train` has it.
CLASS_COUNTS = range(2, 33)


@dataclass(frozen=True)
class Part:
    """One convolution with what follows it."""

    name: str
    inputs: int
    outputs: int
    kernel: int
    # Rows, and also columns, of what goes in.
    side: int
    stride: int = 1
    depthwise: bool = False
    # Whether ReLU6 follows.
    activated: bool = True


@dataclass(frozen=True)
class Block:
    """An inverted residual block."""

    parts: tuple
    # Whether what goes in is added to what comes out.
    residual: bool


def _blocks():
    side, inputs, blocks = SIDE // 2, 32, []
    for expansion, outputs, repeats, first in STAGES:
        for stride in [first] + [1] * (repeats - 1):
            name, wide = f"block_{len(blocks):02}", inputs * expansion
            parts = [] if expansion == 1 else [Part(f"{name}.expand", inputs, wide, 1, side)]
            parts.append(Part(f"{name}.depthwise", wide, wide, 3, side, stride, depthwise=True))
            after = side // stride
            parts.append(Part(f"{name}.project", wide, outputs, 1, after, activated=False))
            blocks.append(Block(tuple(parts), stride == 1 and inputs == outputs))
            side, inputs = after, outputs
    return blocks, side, inputs


STEM = Part("stem", 3, 32, 3, SIDE, 2)
BLOCKS, LAST_SIDE, _CHANNELS = _blocks()
LAST = Part("last", _CHANNELS, FEATURES, 1, LAST_SIDE)
