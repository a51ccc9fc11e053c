"""Writes tones.txt: a picture's pixels, and what contrast stretch and stain normalisation make of them.

NumPy and scikit-image (rgb2lab, lab2rgb), double precision. Line 1: width and height; then a line a pixel: the colour, the
stretched, the normalised one, as hex. Run here in a venv with both: python3 make_tones.py
"""

import numpy as np
from skimage.color import lab2rgb, rgb2lab

WIDTH, HEIGHT = 40, 30
random = np.random.default_rng(7)
y, x = np.mgrid[:HEIGHT, :WIDTH]
ground = np.array([196.0, 186, 204]) + random.normal(0, 4, (HEIGHT, WIDTH, 3))
picture = ground.copy()
picture[((x - 10) ** 2 + (y - 12) ** 2) < 60] += (-20, -60, -55)  # a red cell
picture[((x - 27) ** 2 + (y - 16) ** 2) < 70] += (-90, -120, -50)  # a nucleus
rgb = np.clip(np.rint(picture), 0, 255).astype(np.uint8)

# Contrast: luma from the darkest thousandth to the lightest hundredth to 0...255, one factor for the three channels, in gamut.
luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
levels = np.sort(np.floor(luma + 0.5).ravel())
black, white = (levels[int(round(levels.size * share))] for share in (0.001, 0.99))
black, white = max(0, min(black, white - 255 / 4)), max(white, 255 / 4)
gain = 255 / (white - black)
new = np.clip((luma - black) * gain, 0, 255)[..., None]
off = rgb - luma[..., None]
with np.errstate(divide="ignore", invalid="ignore"):
    factors = np.where(off > 0, (255 - new) / off, np.where(off < 0, -new / off, np.inf))
factor = np.minimum(gain, factors.min(axis=2, keepdims=True))
stretched = np.clip(np.floor(new + factor * off + 0.5), 0, 255).astype(np.uint8)

# Stain: mean and deviation of L*a*b* to the reference's.
lab = rgb2lab(rgb)
mean, spread = lab.mean((0, 1)), lab.std((0, 1))
scale = np.clip(np.array([16.46, 9.75, 15.14]) / spread, 0.5, 2)
moved = (lab - mean) * scale + np.array([78.65, 11.32, 6.28])
normalised = np.clip(np.floor(lab2rgb(moved) * 255 + 0.5), 0, 255).astype(np.uint8)

with open("tones.txt", "w") as file:
    file.write(f"{WIDTH} {HEIGHT}\n")
    for pixels in zip(*(p.reshape(-1, 3) for p in (rgb, stretched, normalised))):
        file.write(" ".join(bytes(p).hex() for p in pixels) + "\n")
print(black, white, factor.min(), mean.round(2), spread.round(2), scale.round(2))
