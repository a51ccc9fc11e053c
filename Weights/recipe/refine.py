"""Goes on from a weights file, on rendered views. Resumes where it stopped.

    python refine.py --start WEIGHTS.safetensors --cache CACHE --views VIEWS --out RUN --pictures 6400 --seed 31

The norms of the file are folded, so none are trained. `--leave-out SOURCE` and `--fold K` hide rows,
for figures on what a model has not seen (its start must not have seen them either).
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from classes import CODES
from data import Cache
from folded import unfold
from folds import visible
from train import Average
from views import NONE, Views, counts_of

SMOOTHING = 0.05
SAVE_EVERY = 200


def draw_order(views, usable, cells, shares, pictures, rng):
    """Numbers of the views to show, each source with its share, every view once before any twice."""
    source = np.array([c.source for c in cells] + ["negative"])[views.cell]
    lists = {s: np.flatnonzero(usable & (source == s)) for s in shares}
    shares = {s: v for s, v in shares.items() if len(lists[s])}
    order = []
    for name, share in shares.items():
        count = round(pictures * share / sum(shares.values()))
        rounds = [rng.permutation(lists[name]) for _ in range(count // len(lists[name]) + 1)]
        order.append(np.concatenate(rounds)[:count])
    return rng.permutation(np.concatenate(order))


def targets(labels):
    """One class each, smoothed; of what is no white cell every class the same."""
    real = labels != NONE
    target = torch.full((len(labels), len(CODES)), 1 / len(CODES))
    target[real] = SMOOTHING / len(CODES) + (1 - SMOOTHING) * F.one_hot(labels[real], len(CODES))
    return target


def batch(views, labels, chosen, side, rng):
    """Input and target; turned and mirrored anew, so that a view that comes again is another."""
    chosen = np.sort(chosen)
    x = torch.from_numpy(views.pixels[chosen]).permute(0, 3, 1, 2).float() / 127.5 - 1
    quarter_turns = int(rng.integers(4))
    if quarter_turns:
        x = torch.rot90(x, quarter_turns, (2, 3))
    if rng.random() < 0.5:
        x = x.flip(3)
    if side != x.shape[-1]:
        x = F.interpolate(x, (side, side), mode="bilinear", antialias=side < x.shape[-1])
    return x.contiguous(memory_format=torch.channels_last), targets(labels[views.cell[chosen]])


def rate_at(step, steps, args):
    """Five per cent of warming up, then half a cosine down to `end`."""
    warm = min(1, (step + 1) / (0.05 * steps))
    fall = 0.5 + 0.5 * math.cos(math.pi * step / steps)
    return args.rate * warm * (args.end + (1 - args.end) * fall)


def optimizer_of(model, rate):
    trained = [p for p in model.parameters() if p.requires_grad]
    return torch.optim.AdamW([
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": 0.03},
        {"params": [p for p in trained if p.ndim == 1], "weight_decay": 0.0},
    ], lr=rate)


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--start", required=True, help="weights file to go on from")
    p.add_argument("--cache", required=True)
    p.add_argument("--views", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--pictures", type=int, required=True)
    p.add_argument("--side", type=int, default=224)
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--shares", type=counts_of, default="pbc=.52,bccd=.22,chula=.22,negative=.04")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--end", type=float, default=0.02, help="last rate, as a part of the first")
    p.add_argument("--frozen", type=int, default=3, help="blocks left as they are")
    p.add_argument("--average", type=float, default=0.98)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--leave-out", help="a source that is not seen")
    p.add_argument("--fold", type=int, help="of bccd and chula that is not seen")
    return p.parse_args()


def main():
    args = parse()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    cells, views = Cache(args.cache).cells, Views(args.views)
    usable = views.usable(visible(cells, args.leave_out, args.fold), args.leave_out)
    rng = np.random.default_rng([args.seed, 5])
    order = draw_order(views, usable, cells, args.shares, args.pictures, rng)
    steps = len(order) // args.batch
    labels = torch.tensor([c.label for c in cells] + [NONE])

    model = unfold(args.start).freeze(args.frozen).to(memory_format=torch.channels_last)
    optimizer, average = optimizer_of(model, args.rate), Average(model, args.average)
    trained = [p for p in model.parameters() if p.requires_grad]
    first, checkpoint = 0, out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.state, average.count, first = saved["average"], saved["count"], saved["step"]
        rng.bit_generator.state = saved["rng"]
    model.train()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    began, losses = time.time(), []
    for step in range(first, steps):
        chosen = order[step * args.batch : (step + 1) * args.batch]
        x, target = batch(views, labels, chosen, args.side, rng)
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps, args)
        loss = -(target * F.log_softmax(model(x), 1)).sum(1).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 5.0)
        optimizer.step()
        average.update(model)
        losses.append(loss.item())
        if (step + 1) % SAVE_EVERY == 0:
            speed = (step + 1 - first) * args.batch / (time.time() - began)
            print(f"step {step + 1}/{steps} loss {np.mean(losses):.4f} {speed:.0f}/s", flush=True)
            losses = []
            torch.save({
                "model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1,
                "average": average.state, "count": average.count, "rng": rng.bit_generator.state,
            }, out / "checkpoint.part")
            (out / "checkpoint.part").replace(checkpoint)
    torch.save(average.state, out / "model.pt")
    report = {"args": vars(args), "seconds": round(time.time() - began)}
    (out / "report.json").write_text(json.dumps(report, indent=1))
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
