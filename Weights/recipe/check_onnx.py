"""Compares the ONNX file's logits with PyTorch's on both golden inputs; the bound is 1e-4.

    python check_onnx.py WEIGHTS FILE.onnx
"""

import sys

import numpy as np
import onnxruntime
import torch

from folded import FoldedNetwork
from golden import noise, ramp

network = FoldedNetwork(sys.argv[1])
session = onnxruntime.InferenceSession(sys.argv[2], providers=["CPUExecutionProvider"])
worst = 0.0
for image in (noise(), ramp(), np.concatenate([ramp(), noise()])):
    (logits,) = session.run(None, {"image": image})
    worst = max(worst, float(np.abs(logits - network.logits(torch.from_numpy(image)).numpy()).max()))
print(f"largest difference of the logits {worst:.2e}")
sys.exit(worst > 1e-4)
