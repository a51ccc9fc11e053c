"""Fits the network that tells nucleus, cytoplasm and the rest around a found white cell.

    python fit_parts.py DATA --look 1 --write && swift build -c release
    python fit_parts.py DATA --look 2 --write

The features come from the program itself (`hematovision-bench parts`), so there is one computation
of them. Fitted on the masks of bccd, split "train", as they are and in other colours, sizes and
sharpness, through other lenses, on synthetic fields, and on the boxes of chula and pbc_boxes, split
"train", which tell what is no cell. What is kept is the moving mean of the weights at the end of a fixed
course; split "val" only tells how it went. Never fitted on jtsc. `--write` puts the weights into
Sources/Morphology/WhiteCells; the second look sees what the first one answers, so the program is built
anew between the two. NumPy, Pillow and PyTorch (CPU).
"""

import argparse
import csv
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent.parent / "Sources/Morphology/WhiteCells"
NAMES = {1: "firstLook", 2: "secondLook"}
SEED = 7
HIDDEN = 24
VARIANTS = 6  # pictures drawn from each training picture beside itself
FIELDS = 250  # synthetic fields, of which those with one white cell are used
FIRST_SEED = {"train": 900_001, "val": 0}  # none that a test or a figure uses
PLACES = 2500  # places drawn from each cell, half of them at an outline
EPOCHS = 5
BATCH = 4096
MEMORY = 0.998  # of the moving mean of the weights, a step


def rows(data, split):
    with open(data / "manifest.csv") as file:
        return [r for r in csv.DictReader(file)
                if r["source"] == "bccd" and r["mask"] and r["split"] == split]


def recoloured(image, rng):
    """The picture under another stain, lamp and camera: densities scaled and mixed, tint, blur."""
    light = np.asarray(image, np.float32) / 255
    glass = np.percentile(light.reshape(-1, 3), 90, axis=0)
    density = -np.log(np.maximum(light, 1 / 255) / glass)
    gains = np.exp(rng.uniform(-0.5, 1.1)) * rng.uniform(0.7, 1.4, 3)
    mix = np.eye(3) + rng.uniform(-0.3, 0.3, (3, 3))
    density = density @ mix.T * gains
    tint = rng.uniform(0.72, 1.0, 3)
    if rng.random() < 0.4:
        tint[2] = rng.uniform(0.4, 0.8)  # yellow light
    light = np.exp(-density) * tint
    light += rng.normal(0, rng.uniform(0, 0.015), light.shape)
    return Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8))


def through_lens(image, rng):
    """Colours that do not fall on each other, and channels that a lens blurs or a camera sharpens: rims."""
    bands = []
    for band in image.split():
        if rng.random() < 0.6:
            size, (dx, dy) = 1 + rng.uniform(-0.012, 0.012), rng.uniform(-1.5, 1.5, 2)
            (x, y) = ((1 - size) * side / 2 for side in band.size)
            band = band.transform(
                band.size, Image.AFFINE, (size, 0, dx + x, 0, size, dy + y), Image.BILINEAR)
        kind = rng.random()
        if kind < 0.35:
            band = band.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.6)))
        elif kind < 0.7:
            band = band.filter(
                ImageFilter.UnsharpMask(rng.uniform(1, 4), int(rng.integers(40, 250)), 0))
        bands.append(band)
    return Image.merge("RGB", bands)


def boxed(data):
    """Training pictures of chula and pbc_boxes, each with the boxes of its white cells."""
    with open(data / "manifest.csv") as file:
        paths = {r["path"] for r in csv.DictReader(file)
                 if r["source"] in ("chula", "pbc_boxes") and r["split"] == "train"}
    boxes = {}
    with open(data / "boxes.csv") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "WBC" and row["path"] in paths:
                x, y, right, bottom = (
                    round(float(row[k])) for k in ("xmin", "ymin", "xmax", "ymax"))
                boxes.setdefault(row["path"], []).append(f"{x},{y},{right - x},{bottom - y}")
    return [(data / path, ";".join(own)) for path, own in sorted(boxes.items())]


def variant(image, mask, rng):
    image = recoloured(image, rng)
    size = rng.uniform(0.4, 1.1)
    shape = (round(image.width * size), round(image.height * size))
    image, mask = image.resize(shape, Image.BILINEAR), mask.resize(shape, Image.NEAREST)
    if rng.random() < 0.5:
        image = through_lens(image, rng)
    if rng.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 2.0) * size))
    if rng.random() < 0.2:
        image = image.filter(ImageFilter.UnsharpMask(2, rng.integers(40, 150), 0))
    return image, mask


def samples(args, pairs):
    """Yields (features x places, nucleus share, cell share) of each cell found over a mask."""
    text = "".join(f"{image}\t{mask}\n" for image, mask in pairs).encode()
    yield from read(subprocess.run(
        [args.program, "parts", "--look", str(args.look)], input=text, stdout=subprocess.PIPE, check=True).stdout)


def synthetic(args, count, seed):
    """The same of fields that are drawn, with their exact truth."""
    yield from read(subprocess.run(
        [args.program, "parts", "--look", str(args.look), "--synthetic", str(count),
         "--seed", str(seed)],
        stdout=subprocess.PIPE, check=True).stdout)


def read(out):
    at = 0
    while at < len(out):
        features, places = np.frombuffer(out, "<u4", 2, at)
        at += 8
        block = np.frombuffer(out, "<f4", (features + 2) * places, at).reshape(-1, places)
        at += 4 * (features + 2) * places
        yield block


def drawn(block, rng):
    nucleus, cell = block[-2], block[-1]
    known = np.flatnonzero(cell >= 0)
    mixed = (nucleus[known] % 1 > 0) | (cell[known] % 1 > 0)
    # Where a finer grid has no mixed place, the neighbours of the outline are drawn by chance.
    near = known[mixed]
    picks = []
    if len(near):
        picks.append(rng.choice(near, min(len(near), PLACES // 3), replace=False))
    picks.append(rng.choice(known, PLACES - len(picks[0]) if picks else PLACES))
    inside = known[cell[known] > 0.5]
    if len(inside):
        picks.append(rng.choice(inside, PLACES // 3))
    return block[:, np.concatenate(picks)]


def gathered(args, data, split, variants, fields, rng, folder):
    pairs = []
    for row in rows(data, split):
        pairs.append((data / row["path"], data / row["mask"]))
        image = Image.open(data / row["path"]).convert("RGB")
        mask = Image.open(data / row["mask"]).convert("L")
        for index in range(variants):
            changed, changed_mask = variant(image, mask, rng)
            name = f"{split}-{Path(row['path']).stem}-{index}"
            paths = folder / f"{name}.png", folder / f"{name}-mask.png"
            changed.save(paths[0], compress_level=1)
            changed_mask.save(paths[1], compress_level=1)
            pairs.append(paths)
    blocks = []
    for start in range(0, len(pairs), 50):
        blocks += [drawn(b, rng) for b in samples(args, pairs[start:start + 50])]
    masked = len(blocks)
    if split == "train":
        known = boxed(data)
        for start in range(0, len(known), 50):
            blocks += [drawn(b, rng) for b in samples(args, known[start:start + 50])]
        print(f"{len(blocks) - masked} cells of which only the box is known")
        masked = len(blocks)
    for seed in range(fields // 50):
        drawn_fields = synthetic(args, 50, FIRST_SEED[split] + seed)
        blocks += [drawn(b, rng) for b in drawn_fields]
    print(f"{split}: {len(pairs)} pictures, {masked} cells; {len(blocks) - masked} drawn cells")
    whole = np.concatenate(blocks, 1)
    nucleus, cell = whole[-2], np.maximum(whole[-1], whole[-2])
    target = np.stack([1 - cell, cell - nucleus, nucleus], 1)
    target[nucleus < 0] = [0, -1, -1]  # cell, of either kind
    return torch.tensor(whole[:-2].T.copy()), torch.tensor(np.clip(target, -1, 1))


def loss_of(logits, target):
    """Cross entropy; where only "cell" is known, that of the two kinds together."""
    logs = torch.log_softmax(logits, 1)
    known = -(logs * target.clamp_min(0)).sum(1)
    either = -torch.logsumexp(logs[:, 1:], 1)
    return torch.where(target[:, 1] < 0, either, known).mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--program", default=str(HERE / "../../.build/release/hematovision-bench"))
    parser.add_argument("--look", type=int, choices=NAMES, default=1)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    rng = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    if args.cache and args.cache.exists():
        x, y, vx, vy = torch.load(args.cache)
    else:
        with tempfile.TemporaryDirectory() as folder:
            x, y = gathered(args, args.data, "train", VARIANTS, FIELDS, rng, Path(folder))
            vx, vy = gathered(args, args.data, "val", 2, 0, rng, Path(folder))
        if args.cache:
            torch.save((x, y, vx, vy), args.cache)
    mean, scale = x.mean(0), x.std(0).clamp_min(1e-3)
    x, vx = (x - mean) / scale, (vx - mean) / scale
    net = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 3))
    optimiser = torch.optim.AdamW(net.parameters(), 4e-3, weight_decay=1e-2)
    steps = EPOCHS * (len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 8e-3, total_steps=steps + 1)
    mean_net = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEMORY))
    for epoch in range(EPOCHS):
        order = torch.randperm(len(x))
        for start in range(0, len(x) - BATCH + 1, BATCH):
            pick = order[start:start + BATCH]
            loss = loss_of(net(x[pick]), y[pick])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            mean_net.update_parameters(net)
        with torch.no_grad():
            logits = mean_net(vx)
            val = loss_of(logits, vy).item()
            right = (logits.argmax(1) == vy.argmax(1)).float().mean().item()
        print(f"epoch {epoch + 1}: train {loss.item():.4f} val {val:.4f} right {right:.4f}")
    state = mean_net.module.state_dict()
    # Standardising the inputs is folded into the first layer.
    hidden = state["0.weight"] / scale
    hidden_bias = state["0.bias"] - (hidden * mean).sum(1)
    if args.write:
        write(NAMES[args.look], hidden, hidden_bias, state["2.weight"], state["2.bias"])


def write(name, hidden, hidden_bias, output, output_bias):
    def listed(values, name):
        numbers = [f"{v:.5g}" for v in values.reshape(-1).tolist()]
        lines, line = [], "     "
        for number in numbers:
            if len(line) + len(number) + 2 > 100:
                lines.append(line)
                line = "     "
            line += f" {number},"
        body = "\n".join(lines + [line])
        return f"    {name}: [\n{body}\n    ]"

    (SOURCES / f"PartNetwork+{name}.swift").write_text(
        "// Written by Tools/segmentation/fit_parts.py from masks of bccd training rows (MIT) and synthetic\n"
        "// fields.\n\nextension PartNetwork {\n"
        f"  static let {name} = PartNetwork(\n"
        + ",\n".join([
            listed(hidden, "hidden"), listed(hidden_bias, "hiddenBias"),
            listed(output, "output"), listed(output_bias, "outputBias")])
        + ")\n}\n")


if __name__ == "__main__":
    main()
