"""Writes nearest_colours.txt: which palette colour looks most like a given one.

Independent of the Swift code: double precision, pow and cbrt of the C library, and a search through
all candidates. Colours whose two best candidates are closer to one another than single precision
can tell are left out. Run here: python3 nearest_colours.py
"""

import random
from math import cbrt, dist

BASIC = """000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5
7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff""".split()


def linear(code):
    c = code / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def oklab(rgb):
    r, g, b = map(linear, rgb)
    l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


palette = [tuple(bytes.fromhex(text)) for text in BASIC]
levels = (0, 95, 135, 175, 215, 255)
palette += [(r, g, b) for r in levels for g in levels for b in levels]
palette += [(8 + 10 * step,) * 3 for step in range(24)]
looks = [oklab(rgb) for rgb in palette]


def nearest(rgb, indices):
    colour = oklab(rgb)
    ranked = sorted((dist(colour, looks[i]), i) for i in indices)
    return ranked[0][1] if ranked[1][0] - ranked[0][0] > 1e-5 else None


random.seed(5)
# Half of them anywhere, half of them where stained cells are: light, pink to violet.
colours = [tuple(random.randrange(256) for _ in range(3)) for _ in range(400)]
for _ in range(400):
    red = random.randrange(70, 250)
    green = max(0, red - random.randrange(90))
    colours.append((red, green, min(255, green + random.randrange(90))))
with open("nearest_colours.txt", "w") as file:
    for rgb in colours:
        of256, of16, of8 = (nearest(rgb, r) for r in (range(16, 256), range(16), range(8)))
        if None not in (of256, of16, of8):
            file.write(f"{bytes(rgb).hex()} {of256} {of16} {of8}\n")
