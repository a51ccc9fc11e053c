"""Writes waves.txt: the low frequencies of squares of the sample fields, and the hash that Review.Fingerprint makes of them.

NumPy, Pillow and SciPy's dctn, double precision. A line: file, x, y and side of the square, the hash, 13 x 13 coefficients row by row.
Only PNG fields, so that no JPEG decoder has a say. Run in a venv with the three: python3 make_waves.py
"""

from pathlib import Path

import numpy as np
from PIL import Image
from scipy.fft import dctn

GRID, SIDE = 32, 13
here = Path(__file__).parent
samples = here.parents[2] / "samples"


def coverage(origin, length, count):
    """The share of each input sample in each of GRID equal parts; what lies outside counts for the edge."""
    shares = np.zeros((GRID, count))
    step = length / GRID
    for part in range(GRID):
        start, end = origin + part * step, origin + (part + 1) * step
        for place in range(int(np.floor(start)), int(np.ceil(end))):
            shares[part, min(max(place, 0), count - 1)] += min(end, place + 1) - max(start, place)
    return shares / step


def waves(rgb, x, y, side):
    rows, columns = coverage(y, side, rgb.shape[0]), coverage(x, side, rgb.shape[1])
    small = np.floor(np.einsum("ij,jkc,lk->ilc", rows, rgb.astype(float), columns) + 0.5)
    return dctn(small @ [0.299, 0.587, 0.114], norm="ortho")[:SIDE, :SIDE]


down, across = np.mgrid[:SIDE, :SIDE]
kept = (down**2 + across**2 > 0) & (down**2 + across**2 <= 146)
lines = []
# Some inside the field, some past its edges, sides that divide by 32 and that do not.
for name, x, y, side in [
    ("field-002.png", 166, 145, 207), ("field-002.png", -40, 300, 224), ("field-026.png", 145, -20, 224),
    ("field-007.png", 100, 100, 96), ("field-012.png", 0, 0, 480), ("field-012.png", 300, 210, 141),
]:
    block = np.round(waves(np.asarray(Image.open(samples / name).convert("RGB")), x, y, side), 3)
    bits = "".join("1" if value > 0 else "0" for value in block[kept])
    numbers = " ".join(f"{value:.3f}" for value in block.ravel())
    lines.append(f"{name} {x} {y} {side} {int(bits, 2):032x} {numbers}")
(here / "waves.txt").write_text("\n".join(lines) + "\n")
