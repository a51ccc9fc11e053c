"""Fine-tunes the base on the training rows of pbc, bccd and chula. Resumes where it stopped.

    python train.py --base base.pt --cache cache --out run --pictures 41000 --seed 1

`--leave-out SOURCE` and `--fold K` hide rows, for figures on what a model has not seen.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from augment import augmented
from classes import CODES
from crop import cut, to_input
from data import Cache
from folds import visible
from model import MobileNetV2

BATCH = 48


class Stream(torch.utils.data.Dataset):
    """Sample n is a function of (seed, n) only, so a resumed run sees the same pictures."""

    def __init__(self, cache, shares, total, seed, strength, switch, seen):
        self.cache, self.total, self.seed = cache, total, seed
        self.strength, self.switch = strength, switch
        self.sources = list(shares)
        self.shares = np.cumsum([shares[s] for s in self.sources])
        self.table = {}
        for source in self.sources:
            cells = [c for c, may in zip(cache.cells, seen) if may and c.source == source]
            count = np.bincount([c.label for c in cells], minlength=len(CODES))
            # Between the natural mix and one part each: weight of a class = sqrt(its count).
            weight = np.array([count[c.label] ** -0.5 for c in cells])
            self.table[source] = (cells, np.cumsum(weight / weight.sum()))

    def __len__(self):
        return self.total

    def __getitem__(self, n):
        rng = np.random.default_rng([self.seed, n])
        pick = np.searchsorted(self.shares, rng.random() * self.shares[-1])
        cells, cumulative = self.table[self.sources[pick]]
        cell = cells[min(np.searchsorted(cumulative, rng.random()), len(cells) - 1)]
        side = 160 if n < self.switch else 224
        lenders = self.table[self.sources[rng.integers(len(self.sources))]][0]
        lender = self.cache.pixels(lenders[rng.integers(len(lenders))])
        picture = self.cache.pixels(cell)
        return augmented(picture, cell.train_box, rng, side, self.strength, lender), cell.label


class Average:
    """Exponential moving average of weights and of BatchNorm's running statistics."""

    def __init__(self, model, decay):
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.decay, self.count = decay, 0

    def update(self, model):
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        for k, v in model.state_dict().items():
            if v.dtype.is_floating_point:
                self.state[k].lerp_(v.detach(), 1 - decay)
            else:
                self.state[k].copy_(v)


@torch.inference_mode()
def predict(model, cache, cells, scale=1.5, batch=32):
    """Logits of the cells, one view of `scale` x the box."""
    model.eval()
    parts = []
    for i in range(0, len(cells), batch):
        crops = np.stack([cut(cache.pixels(c), c.box, scale) for c in cells[i : i + batch]])
        x = to_input(crops).contiguous(memory_format=torch.channels_last)
        parts.append(model(x))
    return torch.cat(parts).numpy()


def val_summary(model, cache, sources=("pbc", "bccd", "chula")):
    """Accuracy and balanced accuracy on the validation rows, the only ones a choice may see."""
    result = {}
    for source in sources:
        cells = cache.select(source, "val")
        truth = np.array([c.label for c in cells])
        hit = predict(model, cache, cells).argmax(1) == truth
        recalls = [hit[truth == k].mean() for k in np.unique(truth)]
        result[source] = [round(float(hit.mean()), 4), round(float(np.mean(recalls)), 4)]
    return result


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--base", required=True)
    p.add_argument("--start", help="weights of an earlier run to go on from")
    p.add_argument("--cache", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--pictures", type=int, default=41000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--shares", default="pbc=.6,bccd=.2,chula=.2")
    p.add_argument("--strength", type=float, default=1.0, help="of the stain augmentation")
    p.add_argument("--rate", type=float, default=1e-3)
    p.add_argument("--small", type=float, default=0.8, help="share of pictures at 160 pixels")
    p.add_argument("--frozen", type=int, default=3, help="blocks left as they are")
    p.add_argument("--ema", type=float, default=0.998)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--workers", type=int, default=1)
    p.add_argument("--leave-out", help="a source that is not seen")
    p.add_argument("--fold", type=int, help="of bccd and chula that is not seen")
    return p.parse_args()


def main():
    args = parse()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    cache = Cache(args.cache)
    steps = args.pictures // BATCH
    shares = {k: float(v) for k, v in (s.split("=") for s in args.shares.split(","))}
    shares.pop(args.leave_out, None)
    switch = int(steps * args.small) * BATCH
    seen = visible(cache.cells, args.leave_out, args.fold)
    stream = Stream(cache, shares, steps * BATCH, args.seed, args.strength, switch, seen)

    model = MobileNetV2(len(CODES))
    model.load_state_dict(torch.load(args.base))
    if args.start:
        model.load_state_dict(torch.load(args.start))
    model.freeze(args.frozen).to(memory_format=torch.channels_last)
    head = list(model.head.parameters())
    body = [p for n, p in model.named_parameters() if p.requires_grad and "head" not in n]
    groups = [
        {"params": [p for p in body if p.ndim > 1], "weight_decay": 0.03, "gain": 1.0},
        {"params": [p for p in body if p.ndim == 1], "weight_decay": 0.0, "gain": 1.0},
        {"params": head, "weight_decay": 0.03, "gain": 2.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=args.rate)
    average = Average(model, args.ema)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
    start, checkpoint = 0, out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.state, average.count, start = saved["average"], saved["count"], saved["step"]
    loader = torch.utils.data.DataLoader(
        torch.utils.data.Subset(stream, range(start * BATCH, steps * BATCH)),
        BATCH, num_workers=args.workers, prefetch_factor=4 if args.workers else None,
    )
    model.train()
    began, recent = time.time(), []
    for step, (x, y) in enumerate(loader, start):
        warm = min(1, (step + 1) / (0.05 * steps))
        rate = args.rate * warm * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-6
        for group in optimizer.param_groups:
            group["lr"] = rate * group["gain"]
        # bfloat16 for the convolutions halves the time; weights and their average stay float32.
        with torch.autocast("cpu", torch.bfloat16):
            loss = criterion(model(x.contiguous(memory_format=torch.channels_last)).float(), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(body + head, 5.0)
        optimizer.step()
        average.update(model)
        recent.append(loss.item())
        if (step + 1) % 50 == 0:
            print(f"step {step + 1}/{steps} loss {np.mean(recent):.4f} "
                  f"{(step + 1 - start) * BATCH / (time.time() - began):.1f} pictures/s", flush=True)
            recent = []
        if (step + 1) % 100 == 0:
            torch.save(
                {"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                 "average": average.state, "count": average.count, "step": step + 1},
                out / "checkpoint.part",
            )
            (out / "checkpoint.part").replace(checkpoint)
    model.load_state_dict(average.state)
    torch.save(model.state_dict(), out / "model.pt")
    report = {"args": vars(args), "seconds": round(time.time() - began), "val": val_summary(model, cache)}
    (out / "report.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report["val"]))


if __name__ == "__main__":
    main()
