#!/usr/bin/env python3
"""How like its picture terminal art is: hematovision preview beside chafa, timg and catimg.

    art.py PACK --venv VENV [--cells 80x40,40x20] [--fields 100] [--seed 1] [--jpeg] [--bounds]

PACK is a data pack (manifest.csv). Fields are chosen by the seed, the same number of every source, cut to
the middle square (so that every program fills the same cells without a border) and handed over as PNG: all
decode the same pixels. What each prints is drawn back to pixels, and scored against the picture's area average.

Scores are taken on a grid of two pixels to a cell, one above the other (what half blocks can show), and on one of 2 x 4
(`fine`), where richer symbols have the advantage. Each reference pixel is the mean of the area it covers: of the coded
sRGB values, and, in the columns `of light`, of linear light, coded again. A grid coarser than the drawing takes the
drawing's own mean, in the same terms. PSNR is over the three sRGB components, each field's own, then the mean over
fields; dE00 is the mean CIEDE2000 of all pixels.

Needs numpy, pillow and scikit-image (CIEDE2000) in the venv; chafa, timg and catimg on the PATH.
"""

import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A cell is drawn in this many pixels: 8 x 24 holds halves, quarters, sixths and eighths of it exactly.
CELL_WIDTH, CELL_HEIGHT = 8, 24

# Name, kind of symbols, colours, command. {c} columns, {r} rows, {f} file, {p} the program.
OURS = [
    (f"hematovision {symbols}{options}", symbols, colours,
     f"{{p}} preview --size {{c}}x{{r}} --symbols {symbols} --colours {colours}{options} {{f}}")
    for colours, options in (("direct", ""), ("256", ""), ("256", " --match signal"))
    for symbols in ("half", "quadrant", "sextant")
]
CHAFA = "chafa -f symbols --animate off --scale max -s {c}x{r} "
PEERS = [
    ("chafa vhalf", "half", "direct", CHAFA + "-c full --symbols vhalf {f}"),
    ("chafa vhalf -w 9", "half", "direct", CHAFA + "-c full --symbols vhalf -w 9 {f}"),
    ("timg -ph", "half", "direct", "timg -ph -U -g{c}x{r} {f}"),
    ("catimg", "half", "direct", "catimg -r 2 -w {w2} {f}"),
    ("chafa vhalf", "half", "256", CHAFA + "-c 256 --symbols vhalf {f}"),
    ("chafa vhalf -c 240", "half", "256", CHAFA + "-c 240 --symbols vhalf {f}"),
    ("chafa vhalf din99d", "half", "256", CHAFA + "-c 256 --color-space din99d --symbols vhalf {f}"),
    ("chafa vhalf -c 240 din99d", "half", "256", CHAFA + "-c 240 --color-space din99d --symbols vhalf {f}"),
    ("chafa vhalf ordered", "half", "256", CHAFA + "-c 240 --dither ordered --symbols vhalf {f}"),
    ("chafa vhalf diffusion", "half", "256", CHAFA + "-c 240 --dither diffusion --symbols vhalf {f}"),
    ("timg -ph", "half", "256", "timg -ph --color8 -U -g{c}x{r} {f}"),
    ("catimg -t", "half", "256", "catimg -t -r 2 -w {w2} {f}"),
    ("chafa quad", "quadrant", "direct", CHAFA + "-c full --symbols quad+half+solid+space {f}"),
    ("chafa quad -w 9", "quadrant", "direct", CHAFA + "-c full --symbols quad+half+solid+space -w 9 {f}"),
    ("timg -pq", "quadrant", "direct", "timg -pq -U -g{c}x{r} {f}"),
    ("chafa quad -c 240", "quadrant", "256", CHAFA + "-c 240 --symbols quad+half+solid+space -w 9 {f}"),
    ("timg -pq", "quadrant", "256", "timg -pq --color8 -U -g{c}x{r} {f}"),
    ("chafa sextant -w 9", "sextant", "direct", CHAFA + "-c full --symbols sextant+half+solid+space -w 9 {f}"),
    ("chafa sextant -c 240", "sextant", "256", CHAFA + "-c 240 --symbols sextant+half+solid+space -w 9 {f}"),
    ("chafa (as it comes)", "richer", "direct", CHAFA + "-c full {f}"),
    ("chafa block -w 9", "richer", "direct", CHAFA + "-c full --symbols block -w 9 {f}"),
    ("chafa (as it comes) -c 240", "richer", "256", CHAFA + "-c 240 {f}"),
    ("chafa block -c 240 -w 9", "richer", "256", CHAFA + "-c 240 --symbols block -w 9 {f}"),
]


# ---- from characters back to pixels


def palette(np):
    """The 256 colours. The basic 16, which every terminal shows otherwise, as chafa takes them to be."""
    basic = """000000 800000 008000 808000 000080 800080 008080 c0c0c0
    808080 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff""".split()
    colours = [tuple(bytes.fromhex(code)) for code in basic]
    levels = (0, 95, 135, 175, 215, 255)
    colours += [(r, g, b) for r in levels for g in levels for b in levels]
    colours += [(8 + 10 * step,) * 3 for step in range(24)]
    return np.array(colours, dtype=np.uint8)


QUADRANTS = {
    # Upper left 1, upper right 2, lower left 4, lower right 8.
    "▘": 1, "▝": 2, "▖": 4, "▗": 8, "▀": 3, "▄": 12, "▌": 5, "▐": 10, "▚": 9, "▞": 6,
    "▛": 7, "▜": 11, "▙": 13, "▟": 14, "█": 15, " ": 0, "\u00a0": 0,
}


def sextant_bits(code):
    """Of U+1FB00...: bit 0 upper left, 1 upper right, ... 5 lower right. Source: Unicode 13, Legacy Computing."""
    value = code - 0x1FB00 + 1
    return value + (value >= 21) + (value + (value >= 21) >= 42)


# The two grids that scores are taken on: pixels of a cell across and down.
GRIDS = {"half": (1, 2), "fine": (2, 4)}


class Glyphs:
    """Where a cell is ink, by character: drawn at CELL_HEIGHT x CELL_WIDTH, then the share in each pixel of a grid."""

    def __init__(self, np):
        self.np = np
        self.known = {}
        self.unknown = set()

    def shares(self, char):
        if char not in self.known:
            mask = self.draw(char)
            self.known[char] = {
                grid: mask.reshape(down, CELL_HEIGHT // down, across, CELL_WIDTH // across).mean((1, 3))
                for grid, (across, down) in GRIDS.items()
            }
        return self.known[char]

    def draw(self, char):
        np = self.np
        mask = np.zeros((CELL_HEIGHT, CELL_WIDTH), dtype=np.float32)
        half_row, half_column = CELL_HEIGHT // 2, CELL_WIDTH // 2
        code = ord(char)
        if char in QUADRANTS:
            for bit in range(4):
                if QUADRANTS[char] >> bit & 1:
                    y, x = bit // 2 * half_row, bit % 2 * half_column
                    mask[y : y + half_row, x : x + half_column] = 1
        elif 0x2581 <= code <= 0x2587:
            mask[CELL_HEIGHT - (code - 0x2580) * CELL_HEIGHT // 8 :] = 1
        elif 0x2589 <= code <= 0x258F:
            mask[:, : 0x2590 - code] = 1
        elif char == "▔":
            mask[: CELL_HEIGHT // 8] = 1
        elif char == "▕":
            mask[:, -1:] = 1
        elif 0x2591 <= code <= 0x2593:
            mask[:] = (code - 0x2590) / 4
        elif 0x1FB00 <= code <= 0x1FB3B:
            third = CELL_HEIGHT // 3
            for bit in range(6):
                if sextant_bits(code) >> bit & 1:
                    y, x = bit // 2 * third, bit % 2 * half_column
                    mask[y : y + third, x : x + half_column] = 1
        elif 0x2500 <= code <= 0x257F:
            mask = self.from_font(char)
        else:
            self.unknown.add(char)
            mask = self.from_font(char)
        return mask

    def from_font(self, char):
        """Lines and corners as DejaVu Sans Mono draws them, fitted to the cell (its advance and line height)."""
        from PIL import Image, ImageDraw, ImageFont

        np = self.np
        font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 96)
        ascent, descent = font.getmetrics()
        page = Image.new("L", (round(font.getlength("M")), ascent + descent), 0)
        ImageDraw.Draw(page).text((0, 0), char, fill=255, font=font)
        small = page.resize((CELL_WIDTH, CELL_HEIGHT), Image.Resampling.BOX)
        return np.asarray(small, dtype=np.float32) / 255


TOKEN = re.compile(r"\x1b\[([0-9;:?]*)([A-Za-z])|(.)|(\n)", re.S)


class Screen:
    """What a terminal would show: in each cell the colours of ink and ground, and the glyph's shares."""

    def __init__(self, np, columns, rows):
        self.np = np
        self.ink = np.zeros((rows, columns, 1, 1, 3))
        self.ground = np.zeros((rows, columns, 1, 1, 3))
        self.shares = {g: np.zeros((rows, columns, down, across, 1)) for g, (across, down) in GRIDS.items()}
        self.cells = set()

    def pixels(self, grid, light):
        """The means over the pixels of a grid, coded sRGB; with `light` light is mixed, not codes."""
        np, share = self.np, self.shares[grid]
        ink, ground = (decoded(np, self.ink), decoded(np, self.ground)) if light else (self.ink, self.ground)
        mixed = share * ink + (1 - share) * ground
        rows, columns, down, across, _ = mixed.shape
        mixed = mixed.transpose(0, 2, 1, 3, 4).reshape(rows * down, columns * across, 3)
        return coded(np, mixed) if light else mixed


def drawn(text, columns, rows, glyphs, colours):
    """Reads what a program printed."""
    np = glyphs.np
    screen = Screen(np, columns, rows)
    ink = ground = np.zeros(3)
    reverse = False
    row = column = 0
    for match in TOKEN.finditer(text):
        parameters, final, char, _ = match.groups()
        if final == "m":
            values = [int(v) if v else 0 for v in re.split("[;:]", parameters)] if parameters else [0]
            while values:
                code = values.pop(0)
                if code == 0:
                    ink, ground, reverse = np.array([255.0] * 3), np.zeros(3), False
                elif code == 7:
                    reverse = True
                elif code in (38, 48):
                    kind = values.pop(0)
                    if kind == 5:
                        colour = colours[values.pop(0)].astype(float)
                    else:
                        colour = np.array([values.pop(0) for _ in range(3)], dtype=float)
                    ink, ground = (colour, ground) if code == 38 else (ink, colour)
                elif 30 <= code <= 37 or 90 <= code <= 97:
                    ink = colours[code - 30 if code < 90 else code - 82].astype(float)
                elif 40 <= code <= 47 or 100 <= code <= 107:
                    ground = colours[code - 40 if code < 100 else code - 92].astype(float)
                else:
                    raise ValueError(f"SGR {code}")
        elif final == "C":
            raise ValueError("the cursor was moved over cells")
        elif final:
            pass
        elif char == "\n" or char is None:
            row, column = row + 1, 0
        elif char == "\r":
            column = 0
        else:
            screen.cells.add((row, column))
            if row < rows and column < columns:
                front, back = (ground, ink) if reverse else (ink, ground)
                screen.ink[row, column], screen.ground[row, column] = front, back
                for grid, shares in glyphs.shares(char).items():
                    screen.shares[grid][row, column, ..., 0] = shares
            column += 1
    return screen


# ---- scores


def decoded(np, coded):
    c = coded / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def coded(np, light):
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * np.clip(light, 0, None) ** (1 / 2.4) - 0.055)


def averaging(np, count, wanted):
    """The matrix that takes `count` samples to the means of `wanted` equal stretches."""
    edges = np.arange(wanted + 1) * count / wanted
    starts = np.arange(count)
    share = np.minimum(edges[1:, None], starts + 1) - np.maximum(edges[:-1, None], starts)
    return np.clip(share, 0, None) * wanted / count


def averaged(np, picture, width, height, light):
    values = decoded(np, picture) if light else picture
    rows = averaging(np, picture.shape[0], height)
    columns = averaging(np, picture.shape[1], width)
    means = np.einsum("yi,ijc,xj->yxc", rows, values, columns, optimize=True)
    return coded(np, means) if light else means


def scores(np, shown, reference):
    from skimage.color import deltaE_ciede2000, rgb2lab

    error = float(np.mean((shown - reference) ** 2))
    difference = deltaE_ciede2000(rgb2lab(shown / 255), rgb2lab(reference / 255))
    return error, float(difference.mean())


def bounds(np, reference, colours):
    """The best that any two-pixel cell in the 240 stable colours can have: least error, least difference.

    Each pixel is free to take any colour, so no quantiser can beat the first in PSNR or the second in dE00.
    """
    from skimage.color import deltaE_ciede2000, rgb2lab

    pixels = reference.reshape(-1, 3)[::4]
    palette = colours[16:].astype(float)
    error = ((pixels[:, None] - palette[None]) ** 2).mean(2)
    seen = deltaE_ciede2000(rgb2lab(pixels / 255)[:, None], rgb2lab(palette / 255)[None])
    every = np.arange(len(pixels))
    for name, cost in (("(least error)", error), ("(least dE00)", seen)):
        best = cost.argmin(1)
        yield name, (float(error[every, best].mean()), float(seen[every, best].mean()))


# ---- the fields


def fields(pack, count, seed):
    by_source = {}
    with open(pack / "manifest.csv", newline="") as file:
        for row in csv.DictReader(file):
            by_source.setdefault(row["source"], []).append(row["path"])
    chance = random.Random(seed)
    each = count // len(by_source)
    chosen = []
    for source in sorted(by_source):
        chosen += [(source, pack / path) for path in sorted(chance.sample(sorted(by_source[source]), each))]
    return chosen


def printed(command, columns, rows, file, program):
    line = command.format(c=columns, r=rows, w2=2 * columns, f=file, p=program)
    environment = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
    result = subprocess.run(line.split(), capture_output=True, env=environment, timeout=60)
    if result.returncode != 0:
        raise SystemExit(f"{line}: {result.stderr.decode(errors='replace')}")
    return result.stdout.decode()


def in_venv(venv):
    python = Path(venv) / "bin/python3"
    if Path(sys.prefix).resolve() != Path(venv).resolve():
        os.execv(python, [str(python), *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--venv", default=os.environ.get("PEERS_VENV"))
    parser.add_argument("--program", default=str(ROOT / ".build/release/hematovision"))
    parser.add_argument("--cells", default="80x40,40x20")
    parser.add_argument("--fields", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bounds", action="store_true", help="the best that 240 colours allow, too (slow)")
    parser.add_argument("--jpeg", action="store_true", help="hand over JPEG of quality 95 instead of PNG")
    parser.add_argument("--only", help="rows whose name contains this")
    parser.add_argument("--sources", action="store_true", help="a row for each source too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.venv:
        in_venv(options.venv)
    import numpy as np
    from PIL import Image

    glyphs, colours = Glyphs(np), palette(np)
    rivals = [rival for rival in OURS + PEERS if not options.only or options.only in rival[0]]
    sums = {}
    with tempfile.TemporaryDirectory() as scratch:
        for source, path in fields(options.pack, options.fields, options.seed):
            with Image.open(path) as file:
                picture = file.convert("RGB")
            side = min(picture.size)
            left, top = (picture.width - side) // 2, (picture.height - side) // 2
            picture = picture.crop((left, top, left + side, top + side))
            file = Path(scratch) / ("field.jpg" if options.jpeg else "field.png")
            if options.jpeg:
                picture.save(file, quality=95)
                with Image.open(file) as again:
                    picture = again.convert("RGB")
            else:
                picture.save(file, compress_level=1)
            pixels = np.asarray(picture, dtype=np.float64)
            for size in options.cells.split(","):
                columns, rows = map(int, size.split("x"))
                references = {
                    (grid, light): averaged(np, pixels, columns * across, rows * down, light)
                    for grid, (across, down) in GRIDS.items()
                    for light in (False, True)
                }
                if options.bounds:
                    for name, result in bounds(np, references["half", False], colours):
                        sums.setdefault((size, "256", "half", name, "all", "half"), []).append((*result, np.nan, np.nan))
                for name, symbols, depth, command in rivals:
                    text = printed(command, columns, rows, file, options.program)
                    screen = drawn(text, columns, rows, glyphs, colours)
                    if screen.cells != {(y, x) for y in range(rows) for x in range(columns)}:
                        raise SystemExit(f"{name}: {len(screen.cells)} cells of {columns * rows} for {path}")
                    for grid in GRIDS:
                        result = ()
                        for light in (False, True):
                            result += scores(np, screen.pixels(grid, light), references[grid, light])
                        for group in ("all", source):
                            key = (size, depth, symbols, name, group, grid)
                            sums.setdefault(key, []).append(result)
    rows = []
    for (size, depth, symbols, name, group, grid), values in sums.items():
        if group != "all" and not options.sources:
            continue
        table = np.array(values)
        # Each field's own PSNR, then the mean: no field outweighs another.
        psnr, psnr_light = (np.mean(10 * np.log10(255**2 / np.maximum(table[:, i], 1e-9))) for i in (0, 2))
        rows.append(
            {"cells": size, "colours": depth, "symbols": symbols, "program": name, "source": group, "grid": grid,
             "psnr": round(float(psnr), 3), "de00": round(float(table[:, 1].mean()), 4),
             "psnr_light": round(float(psnr_light), 3), "de00_light": round(float(table[:, 3].mean()), 4), "fields": len(values)})
    if glyphs.unknown:
        print(f"characters drawn from a font: {''.join(sorted(glyphs.unknown))}", file=sys.stderr)
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    order = {"half": 0, "quadrant": 1, "sextant": 2, "richer": 3}
    rows.sort(key=lambda r: (r["source"] != "all", r["source"], r["cells"], r["colours"], r["grid"] == "fine", order[r["symbols"]], -r["psnr"]))
    print("| cells | colours | grid | symbols | program | source | PSNR dB | dE00 | PSNR of light | dE00 of light |\n|" + "---|" * 10)
    for r in rows:
        print(
            f"| {r['cells']} | {r['colours']} | {r['grid']} | {r['symbols']} | {r['program']} | {r['source']} | {r['psnr']:.2f} "
            f"| {r['de00']:.3f} | {r['psnr_light']:.2f} | {r['de00_light']:.3f} |")


if __name__ == "__main__":
    main()
