"""What another slide, stain, scanner and camera may do to a cell, at random.

Geometry and the camera work on one crop with its own generator, so that sample number n of
seed s is the same picture however the work is split. Stain works in optical density,
-log(light), where dye amounts add up (Beer-Lambert).
"""

import io
import math

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F


def warp(rgb, box, rng, out):
    """A turned, mirrored, moved square of 1.1-2.0 x the box, as float 3 x out x out in 0..255."""
    long = max(box[2] - box[0], box[3] - box[1])
    scale = rng.triangular(1.1, 1.5, 2.0) if rng.random() < 0.7 else rng.uniform(1.1, 2.0)
    side = scale * long
    cx = (box[0] + box[2]) / 2 + rng.normal(0, 0.05) * long
    cy = (box[1] + box[3]) / 2 + rng.normal(0, 0.05) * long
    angle = rng.uniform(0, 2 * math.pi)
    stretch = math.exp(rng.normal(0, 0.05))
    flip = 1 if rng.random() < 0.5 else -1
    # Only the part that can be seen is turned into floats.
    reach = side * 0.75 * max(stretch, 1 / stretch) + 2
    x0, x1 = max(0, int(cx - reach)), min(rgb.shape[1], int(cx + reach) + 1)
    y0, y1 = max(0, int(cy - reach)), min(rgb.shape[0], int(cy + reach) + 1)
    part = torch.from_numpy(np.array(rgb[y0:y1, x0:x1])).permute(2, 0, 1)[None].float()
    cx, cy = cx - x0, cy - y0
    if side / out >= 1.5:
        part = F.avg_pool2d(part, 2, ceil_mode=True, count_include_pad=False)
        side, cx, cy = side / 2, cx / 2, cy / 2
    h, w = part.shape[2:]
    c, s = math.cos(angle) * side / 2, math.sin(angle) * side / 2
    theta = torch.tensor(
        [
            [flip * c * stretch / (w / 2), -s / stretch / (w / 2), 2 * cx / w - 1],
            [flip * s * stretch / (h / 2), c / stretch / (h / 2), 2 * cy / h - 1],
        ]
    )
    grid = F.affine_grid(theta[None].float(), (1, 3, out, out), align_corners=False)
    return F.grid_sample(part, grid, padding_mode="border", align_corners=False)[0]


def _blurred(x, sigma):
    radius = max(1, int(2.5 * sigma))
    t = torch.arange(-radius, radius + 1, dtype=torch.float32)
    k = torch.exp(-(t**2) / (2 * sigma**2))
    k = k / k.sum()
    x = F.pad(x[None], (radius,) * 4, mode="reflect")[0][:, None]
    return F.conv2d(F.conv2d(x, k[None, None, None]), k[None, None, :, None])[:, 0]


def _turned(density, angle):
    """Rotates about the grey axis (1, 1, 1), which turns the hue and keeps the lightness."""
    c, s = math.cos(angle), math.sin(angle)
    one, root = (1 - c) / 3, s / math.sqrt(3)
    m = [
        [c + one, one - root, one + root],
        [one + root, c + one, one - root],
        [one - root, one + root, c + one],
    ]
    return torch.einsum("ij,jhw->ihw", torch.tensor(m), density)


def borrowed(density, other, rng):
    """Moves mean and spread of each channel towards those of another cell's surroundings
    (Reinhard et al. 2001, here in optical density): a class must not be known by its slide."""
    other = torch.from_numpy(np.array(other[::6, ::6])).permute(2, 0, 1).float()
    other = -torch.log((other + 1) / 256)
    spread, mean = torch.std_mean(density, (1, 2), keepdim=True)
    other_spread, other_mean = torch.std_mean(other, (1, 2), keepdim=True)
    share = rng.uniform(0.3, 1.1)
    gain = ((other_spread + 0.02) / (spread + 0.02)).clamp(0.3, 3) ** share
    return (density - mean) * gain + mean + share * (other_mean - mean)


def stain(x, rng, strength=1.0, other=None):
    """Other dyes, other light: x is 3 x H x W in 0..255."""
    k = strength
    density = -torch.log((x + 1) / 256)
    if other is not None and rng.random() < 0.35:
        density = borrowed(density, other, rng)
    gain = np.exp(rng.normal(0, 0.12 * k) + rng.normal(0, 0.18 * k, 3))
    mix = np.diag(gain) + rng.normal(0, 0.07 * k, (3, 3))
    density = torch.einsum("ij,jhw->ihw", torch.from_numpy(mix).float(), density)
    density = _turned(density, rng.normal(0, 0.16 * k))
    if rng.random() < 0.5:  # saturation
        grey = density.mean(0, keepdim=True)
        density = grey + (density - grey) * math.exp(rng.normal(0, 0.25 * k))
    if rng.random() < 0.3:  # non-linear response
        density = density.clamp(min=1e-3) ** math.exp(rng.normal(0, 0.18 * k))
    # Background tint and exposure: the light, not the dye.
    light = rng.normal(0, 0.10 * k) + rng.normal(0, 0.10 * k, 3)
    if rng.random() < 0.25:  # a coloured ground, as of rapid stains or an uncorrected lamp
        light += rng.uniform(0, 0.9) * np.maximum(0, rng.uniform(-1, 1, 3))
    density = density + torch.from_numpy(light).float()[:, None, None]
    x = 256 * torch.exp(-density) - 1
    if rng.random() < 0.3:  # veiling light and contrast
        middle = x.mean()
        x = (x - middle) * math.exp(rng.normal(0, 0.2 * k)) + middle + rng.normal(0, 8 * k)
    return x.clamp(0, 255)


def camera(x, rng):
    """Focus, resolution, sharpening, noise, JPEG: for every class alike."""
    out = x.shape[-1]
    if rng.random() < 0.45:  # fewer pixels a cell
        side = int(out * math.exp(rng.uniform(math.log(0.25), 0)))
        x = F.interpolate(x[None], size=(side, side), mode="bilinear", antialias=True)
        x = F.interpolate(x, size=(out, out), mode="bilinear")[0]
    if rng.random() < 0.3:
        x = _blurred(x, rng.uniform(0.3, 2.2) * out / 224)
    elif rng.random() < 0.3:
        x = x + rng.uniform(0.3, 1.5) * (x - _blurred(x, rng.uniform(0.6, 1.6)))
    if rng.random() < 0.4:
        noise = rng.normal(0, rng.uniform(1, 9), x.shape).astype(np.float32)
        x = x + torch.from_numpy(noise)
    x = x.clamp(0, 255)
    if rng.random() < 0.3:
        picture = Image.fromarray(x.permute(1, 2, 0).to(torch.uint8).numpy())
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=int(rng.integers(30, 95)))
        x = torch.from_numpy(np.array(Image.open(stream))).permute(2, 0, 1).float()
    return x


def grey(x):
    """No colour at all: the eye's weights of red, green and blue."""
    weight = torch.tensor([0.3, 0.59, 0.11])[:, None, None]
    return (x * weight).sum(0, keepdim=True).expand(3, -1, -1).contiguous()


def augmented(rgb, box, rng, out, strength=1.0, other=None):
    """One training input, 3 x out x out in -1..1; `other` may lend its colours."""
    x = warp(rgb, box, rng, out)
    if rng.random() < 0.85:
        x = stain(x, rng, strength, other)
    x = camera(x, rng)
    return x / 127.5 - 1
