"""The shipped network with batch norms of all kinds of numbers put back in, so that a test's models compute
something, and folding has something to do."""

import numpy as np

import tools  # before what is the converter's
import network
from shared import weightsfile


class Unfolded:
    """`parts`: name -> (kernel [out][in][rows][columns], gamma, beta, mean, variance), in single precision."""

    def __init__(self, epsilon, seed=3):
        random = np.random.default_rng(seed)
        self.epsilon, self.random = epsilon, random
        tensors, _ = weightsfile.read(tools.SHIPPED)
        self.parts = {}
        for part in [network.STEM, *(p for b in network.BLOCKS for p in b.parts), network.LAST]:
            weight, bias = tensors[f"{part.name}.weight"], tensors[f"{part.name}.bias"]
            weight = weight[:, :, None, None] if weight.ndim == 2 else weight[:, None] if weight.ndim == 3 else weight
            gain = random.uniform(0.5, 2, part.outputs) * random.choice([-1, 1], part.outputs)
            variance = random.uniform(0.01, 3, part.outputs)
            mean = random.normal(0, 0.5, part.outputs)
            numbers = (weight / gain[:, None, None, None], gain * np.sqrt(variance + epsilon), bias + mean * gain,
                       mean, variance)
            self.parts[part.name] = tuple(n.astype(np.float32) for n in numbers)

    def dense(self, inputs, outputs):
        """Weights [in][out] and bias of a dense layer, random."""
        spread = 2 / np.sqrt(inputs)
        return (self.random.normal(0, spread, (inputs, outputs)).astype(np.float32),
                self.random.normal(0, 0.3, outputs).astype(np.float32))
