"""The two pictures of the golden vectors, as formulas: any program can make them without a file."""

import numpy as np

SIDE = 224


def noise():
    """Linear congruential generator, in C, H, W order: s <- 1664525 s + 1013904223 mod 2^32,
    s = 1 before the first; value = Float(s >> 24) / 127.5 - 1."""
    values, state = np.empty(3 * SIDE * SIDE, np.float32), 1
    for i in range(values.size):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        values[i] = state >> 24
    return (values / np.float32(127.5) - np.float32(1)).reshape(1, 3, SIDE, SIDE)


def ramp():
    """byte(c, y, x) = (3 x + 2 y + 85 c + ((x y) >> 5)) mod 256; value = byte / 127.5 - 1."""
    c, y, x = np.meshgrid(range(3), range(SIDE), range(SIDE), indexing="ij")
    byte = (3 * x + 2 * y + 85 * c + ((x * y) >> 5)) % 256
    return (byte.astype(np.float32) / np.float32(127.5) - np.float32(1))[None]
