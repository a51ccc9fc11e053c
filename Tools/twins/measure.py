"""How well the fingerprint of a cell tells the same cell from others: the figures of Accuracy.md.

    python3 Tools/twins/measure.py DATA [BENCH]         # needs numpy and Pillow; some 3 minutes

DATA: the laboratory data with manifest.csv; BENCH: hematovision-bench, by default of .build/release. The program's own finder and hash
judge; only the copies of pictures are made here, in a temporary directory.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

LIKENESS = 22
data = Path(sys.argv[1]).resolve()
bench = sys.argv[2] if len(sys.argv) > 2 else ".build/release/hematovision-bench"
rows = list(csv.DictReader(open(data / "manifest.csv")))
group = {str(data / row["path"]): row["group"] for row in rows}

down, across = np.mgrid[:13, :13]
KEPT = (down**2 + across**2 > 0) & (down**2 + across**2 <= 146)
PLACE = {(v, u): n for n, (v, u) in enumerate(zip(down[KEPT], across[KEPT]))}
SWAPPED = np.array([PLACE[u, v] for v, u in zip(down[KEPT], across[KEPT])])
SIGN = {(a, b): (-1.0) ** (a * across[KEPT] + b * down[KEPT]) for a in (0, 1) for b in (0, 1)}


def signs(text):
    return np.array([1.0 if digit == "1" else -1.0 for digit in f"{int(text, 16):0128b}"], np.float32)


def positions(block):
    for lying in (block, block[:, SWAPPED]):
        for sign in SIGN.values():
            yield lying * sign.astype(np.float32)


def fingerprints(paths):
    told = subprocess.run(
        [bench, "fingerprints"], input="\n".join(map(str, paths)), text=True, capture_output=True, check=True)
    print("#", told.stderr.strip())
    return [json.loads(line) for line in told.stdout.splitlines()]


def all_pairs(cells, key="fingerprint"):
    """Distances of every pair, as a histogram, and the pairs up to LIKENESS + 8."""
    block = np.array([signs(cell[key]) for cell in cells])
    histogram, near = np.zeros(129, int), []
    turned = list(positions(block))
    for start in range(0, len(block), 256):
        most = np.max([one[start:start + 256] @ block.T for one in turned], axis=0)
        distances = np.rint((128 - most) / 2).astype(int)
        for row, line in enumerate(distances):
            rest = line[start + row + 1:]
            histogram += np.bincount(rest, minlength=129)
            near += [(d, start + row, start + row + 1 + i) for i, d in enumerate(rest) if d <= LIKENESS + 8]
    return histogram, sorted(near)


def different_cells():
    print("\n## every pair of one source: share within a distance")
    for source in ("pbc", "pbc_boxes", "bccd", "chula", "jtsc"):
        cells = fingerprints([data / row["path"] for row in rows if row["source"] == source])
        histogram, near = all_pairs(cells)
        total = histogram.sum()
        cumulated = histogram.cumsum()
        shares = ", ".join(f"<= {d}: {cumulated[d]}" for d in (0, 8, 16, 18, 20, 21, 22, 23, 24, 26, 30))
        print(f"{source}: {len(cells)} cells, {total} pairs; {shares}; "
              f"at {LIKENESS}: {cumulated[LIKENESS] / total:.1e}")
        fields = list({cell["path"]: cell for cell in cells}.values())
        wholes, _ = all_pairs(fields, "picture")
        print(f"  whole pictures: {len(fields)}, {wholes.sum()} pairs; "
              + ", ".join(f"<= {d}: {wholes.cumsum()[d]}" for d in (0, 8, 16, 20, 22, 24, 26, 30)))
        if source == "bccd":
            together = [(int(d), group[cells[a]["path"]] == group[cells[b]["path"]]) for d, a, b in near]
            print("  bccd, distance and whether the pictures are known to overlap:", together[:16])


def shifted(image, share):
    """Two windows of which the second lies `share` of its own width to the right and its height below."""
    width, height = (int(side / (1 + share)) for side in image.size)
    return image.crop((0, 0, width, height)), image.crop((image.width - width, image.height - height, *image.size))


def exposed(image, factor):
    return image.point(lambda level: min(255, int(level * factor + 0.5)))


def blurred(image, sigma):
    return image.filter(ImageFilter.GaussianBlur(sigma * max(1, image.width / 640)))


T = Image.Transpose
COPIES = {
    **{f"JPEG quality {q}": (q, lambda image: image) for q in (60, 75, 85, 95)},
    "blur, sigma 1 px of 640": (None, lambda image: blurred(image, 1)),
    "blur, sigma 2 px of 640": (None, lambda image: blurred(image, 2)),
    "exposure -20 %": (None, lambda image: exposed(image, 0.8)),
    "exposure +20 %": (None, lambda image: exposed(image, 1.2)),
    "turned by 90 degrees": (None, lambda image: image.transpose(T.ROTATE_90)),
    "turned by 180 degrees": (None, lambda image: image.transpose(T.ROTATE_180)),
    "mirrored": (None, lambda image: image.transpose(T.FLIP_LEFT_RIGHT)),
    "light +10 %, blur 1, JPEG 85": (85, lambda image: exposed(blurred(image, 1), 1.1)),
}
BACK = {
    "turned by 90 degrees": lambda x, y, w, h, size: (size[0] - y - h, x, h, w),
    "turned by 180 degrees": lambda x, y, w, h, size: (size[0] - x - w, size[1] - y - h, w, h),
    "mirrored": lambda x, y, w, h, size: (size[0] - x - w, y, w, h),
}


def overlap(a, b):
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(0, wide) * max(0, high)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def is_cut(cell):
    x, y, w, h = cell["box"]
    return x <= 2 or y <= 2 or x + w >= cell["size"][0] - 2 or y + h >= cell["size"][1] - 2


def same_cells(folder):
    made, pictures = [], defaultdict(dict)

    def keep(image, name, kind, quality, offset=(0, 0)):
        path = folder / f"{len(made)}.{'jpg' if quality else 'png'}"
        image.save(path, **({"quality": quality} if quality else {"compress_level": 1}))
        made.append(path)
        pictures[name][kind] = (str(path), image.size, offset)

    for source, step in (("bccd", 2), ("chula", 3), ("pbc_boxes", 3)):
        for row in [row for row in rows if row["source"] == source][::step]:
            image = Image.open(data / row["path"]).convert("RGB")
            keep(image, row["path"], "original", None)
            for kind, (quality, change) in COPIES.items():
                keep(change(image), row["path"], kind, quality)
            if source == "pbc_boxes":
                continue  # one cell in the middle: a shift cuts it
            for percent in (10, 25, 40):
                one, other = shifted(image, percent / 100)
                offset = (image.width - other.width, image.height - other.height)
                keep(one, row["path"], f"before {percent}", None)
                keep(other, row["path"], f"shifted by {percent} %", None, offset)
                keep(exposed(blurred(other, 1), 1.1), row["path"], f"shifted by {percent} %, light, blur, JPEG", 85, offset)
    cells = defaultdict(list)
    for cell in fingerprints(made):
        cells[cell["path"]].append(cell)

    distances, cut, lost, either = (defaultdict(list) for _ in range(4))
    for copies in pictures.values():
        for kind, (path, _, offset) in copies.items():
            if kind == "original" or kind.startswith("before"):
                continue
            shift = kind.startswith("shifted")
            base = copies["before " + kind.split()[2]] if shift else copies["original"]
            for cell in cells[path]:
                x, y, w, h = cell["box"]
                there = BACK[kind](x, y, w, h, base[1]) if kind in BACK else (x + offset[0], y + offset[1], w, h)
                best = max(cells[base[0]], key=lambda other: overlap(other["box"], there), default=None)
                if best is None or overlap(best["box"], there) < 0.3:
                    lost[kind].append(cell)
                    continue
                mine, its = signs(cell["fingerprint"]), signs(best["fingerprint"])
                distance = min(float((128 - one[0] @ its) / 2) for one in positions(mine[None]))
                if not is_cut(cell) and not is_cut(best):
                    whole = signs(best["picture"])
                    least = min(float((128 - one[0] @ whole) / 2) for one in positions(signs(cell["picture"])[None]))
                    either[kind].append(min(distance, least))
                (cut if is_cut(cell) or is_cut(best) else distances)[kind].append(distance)

    print(f"\n## the same cell twice, within {LIKENESS} bits")
    print("| copy | cells | median, 90 % | found | cut by the edge: found | not boxed in both | found, or in the same place of a picture within as many |")
    every = []
    for kind in distances:
        d, c, p = (np.array(one[kind]) for one in (distances, cut, either))
        every += list(d)
        share = f"{(c <= LIKENESS).sum()}/{len(c)}" if len(c) else "-"
        print(f"| {kind} | {len(d)} | {np.median(d):.0f}, {np.quantile(d, .9):.0f} | {(d <= LIKENESS).mean():.3f} "
              f"| {share} | {len(lost[kind])} | {(p <= LIKENESS).mean():.3f} |")
    every = np.array(every)
    print("all uncut:", ", ".join(f"<= {d}: {(every <= d).mean():.4f}" for d in (8, 12, 16, 18, 20, 21, 22, 23, 24, 26, 30)))


different_cells()
with tempfile.TemporaryDirectory() as folder:
    same_cells(Path(folder))
