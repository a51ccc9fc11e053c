"""Golden vectors for the engine's tests, from the exported file re-read, PyTorch eager in float64.

    python golden.py Weights/mobilenetv2-8.safetensors Tests/EngineTests/Golden/golden.safetensors

The inputs are formulas (see `noise` and `ramp`), so only outputs are stored: of every stage,
each `stride`-th element in C, H, W order, the sum and the largest magnitude, and how far PyTorch's
own fp32 is from its float64, relative to that magnitude: what the tolerance must leave room for.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

import weightsfile
from folded import FoldedNetwork
from golden_inputs import noise, ramp

SAMPLES = 2048


def main(weights, target):
    torch.set_num_threads(1)
    network, single = FoldedNetwork(weights, torch.float64), FoldedNetwork(weights)
    tensors, facts = {}, {}
    for name, value in (("noise", noise()), ("ramp", ramp())):
        value = torch.from_numpy(value)
        for (stage, out), (_, rounded) in zip(network.stages(value.double()), single.stages(value)):
            flat = out.numpy().reshape(-1)
            largest = float(np.abs(flat).max())
            # Odd, so that the samples walk over all rows, columns and channels.
            stride = max(1, flat.size // SAMPLES) | 1
            tensors[f"{name}.{stage}"] = flat[::stride].astype(np.float32)
            facts[f"{name}.{stage}"] = {
                "shape": list(out.shape[1:]),
                "stride": stride,
                "sum": float(flat.sum()),
                "max_abs": largest,
                "fp32_error": float((out - rounded).abs().max()) / largest,
            }
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    weightsfile.write(
        target,
        tensors,
        {
            "made_by": "Weights/recipe/golden.py",
            "weights_data_sha256": network.metadata["data_sha256"],
            "model_id": network.metadata["model_id"],
            "inputs": json.dumps({"noise": noise.__doc__, "ramp": ramp.__doc__}),
            "stages": json.dumps(facts),
        },
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
