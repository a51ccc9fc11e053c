"""Writes picture_colours.txt (colour, the 240 colours' best number) and differences.txt (CIEDE2000 of pairs).

Independent of the Swift code: double precision, angles and the C library's functions, a search through all candidates.
Colours whose two best candidates cost the same to a thousandth are left out. The first lines of differences.txt are
test data of Sharma, Wu, Dalal (2005), with their published results. Run here: python3 picture_colours.py
"""

import random
from math import atan2, cbrt, cos, degrees, exp, hypot, radians, sin, sqrt


def lab(rgb):
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb))
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (cbrt(t) if t > (6 / 29) ** 3 else t * (29 / 6) ** 2 / 3 + 4 / 29 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):
    (l1, a1, b1), (l2, a2, b2) = one, other
    c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(c**7 / (c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    dh = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    turn = 2 * sqrt(c1 * c2) * sin(radians(dh) / 2)
    if c1 * c2 == 0:
        h = h1 + h2
    elif abs(h1 - h2) <= 180:
        h = (h1 + h2) / 2
    else:
        h = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h))
        + 0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63))
    )
    sl = 1 + 0.015 * (l - 50) ** 2 / sqrt(20 + (l - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    rt = -2 * sqrt(c**7 / (c**7 + 25**7)) * sin(radians(60 * exp(-(((h - 275) / 25) ** 2))))
    dl, dc, dhh = (l2 - l1) / sl, (c2 - c1) / sc, turn / sh
    return sqrt(dl * dl + dc * dc + dhh * dhh + rt * dc * dhh)


PUBLISHED = [
    ((50.0000, 2.6772, -79.7751), (50.0000, 0.0000, -82.7485), 2.0425),
    ((50.0000, 3.1571, -77.2803), (50.0000, 0.0000, -82.7485), 2.8615),
    ((50.0000, -1.3802, -84.2814), (50.0000, 0.0000, -82.7485), 1.0000),
    ((50.0000, 0.0000, 0.0000), (50.0000, -1.0000, 2.0000), 2.3669),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0009), 7.1792),
    ((50.0000, 2.5000, 0.0000), (50.0000, 0.0000, -2.5000), 4.3065),
    ((50.0000, 2.5000, 0.0000), (73.0000, 25.0000, -18.0000), 27.1492),
    ((50.0000, 2.5000, 0.0000), (58.0000, 24.0000, 15.0000), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]

random.seed(9)
with open("differences.txt", "w") as file:
    pairs = [(one, other) for one, other, _ in PUBLISHED]
    for (one, other), (_, _, known) in zip(pairs, PUBLISHED):
        assert abs(ciede2000(one, other) - known) < 6e-5, (one, other, ciede2000(one, other))
    for _ in range(400):
        one, other = (tuple(random.randrange(256) for _ in range(3)) for _ in range(2))
        if random.random() < 0.5:
            other = tuple(min(255, max(0, v + random.randrange(-20, 21))) for v in one)
        pairs.append((lab(one), lab(other)))
    for one, other in pairs:
        file.write(" ".join(f"{v:.5f}" for v in (*one, *other, ciede2000(one, other))) + "\n")

levels = (0, 95, 135, 175, 215, 255)
palette = [(r, g, b) for r in levels for g in levels for b in levels] + [(8 + 10 * s,) * 3 for s in range(24)]
looks = [lab(rgb) for rgb in palette]


def cost(rgb, look, number):
    error = sum((x - y) ** 2 for x, y in zip(rgb, palette[number])) / 3
    return error + 12 * ciede2000(look, looks[number]) ** 2


# Half of them anywhere, half of them where stained cells are. Odd components: neighbours share an answer.
colours = [tuple(random.randrange(256) | 1 for _ in range(3)) for _ in range(300)]
for _ in range(300):
    red = random.randrange(70, 250)
    green = max(0, red - random.randrange(90))
    colours.append((red | 1, green | 1, min(255, green + random.randrange(90)) | 1))
with open("picture_colours.txt", "w") as file:
    for rgb in colours:
        look = lab(rgb)
        ranked = sorted((cost(rgb, look, n), n) for n in range(240))
        if ranked[1][0] > ranked[0][0] * 1.001:
            file.write(f"{bytes(rgb).hex()} {ranked[0][1] + 16} {ranked[0][0]:.3f}\n")
