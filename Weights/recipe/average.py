"""Averages the weights of runs that share a start (Izmailov et al. 2018; Wortsman et al. 2022).

    python average.py OUT.pt A.pt B.pt ...

A weights file counts too: `average.py OUT.pt START.safetensors MEAN.pt` goes half the way back to the
start, which keeps more of what the start knew of other laboratories.
"""

import sys

import torch

from folded import unfold


def main(target, *paths):
    states = [unfold(p).state_dict() if p.endswith(".safetensors") else torch.load(p) for p in paths]
    mean = {}
    for name, first in states[0].items():
        if first.dtype.is_floating_point:
            mean[name] = torch.stack([s[name] for s in states]).mean(0)
        else:
            mean[name] = first
    torch.save(mean, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
