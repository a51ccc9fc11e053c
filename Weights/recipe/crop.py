"""The crop of the weights file's `preprocess`, as the product makes it."""

import math

import numpy as np
import torch
from PIL import Image


def geometry(box, scale):
    """(x0, y0, side) of the square crop around `box` = (xmin, ymin, xmax, ymax)."""
    x, y, w, h = box[0], box[1], box[2] - box[0], box[3] - box[1]
    # Swift's .rounded(): halves away from zero.
    side = max(1, math.floor(scale * max(w, h) + 0.5))
    return math.floor(x + w / 2 - side / 2), math.floor(y + h / 2 - side / 2), side


def cut(rgb, box, scale, out=224):
    """`out` x `out` x 3 uint8; outside the picture the nearest edge pixel repeats."""
    x0, y0, side = geometry(box, scale)
    ys = np.clip(np.arange(y0, y0 + side), 0, rgb.shape[0] - 1)
    xs = np.clip(np.arange(x0, x0 + side), 0, rgb.shape[1] - 1)
    square = np.ascontiguousarray(rgb[ys[:, None], xs[None, :]])
    return np.asarray(Image.fromarray(square).resize((out, out), Image.BILINEAR))


def to_input(crops):
    """uint8 N x H x W x 3 -> float N x 3 x H x W in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2).float() / 127.5 - 1
