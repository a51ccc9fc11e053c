"""A box for a centred cell that nobody boxed: nucleus by colour, then a factor.

The stain makes a nucleus blue-violet: blue minus green is large there, middling in cytoplasm
and red cells, about nothing on the background. Three-class Otsu cuts the three apart.
"""

import numpy as np
from scipy import ndimage


def otsu3(values, bins=96):
    """The two thresholds that maximise the variance between three classes (Otsu 1979)."""
    counts, edges = np.histogram(values, bins)
    p = counts / counts.sum()
    centre = (edges[:-1] + edges[1:]) / 2
    weight, moment = np.cumsum(p), np.cumsum(p * centre)
    i, j = np.triu_indices(bins - 1, 1)
    parts = [
        (weight[i], moment[i]),
        (weight[j] - weight[i], moment[j] - moment[i]),
        (1 - weight[j], moment[-1] - moment[j]),
    ]
    between = sum(m**2 / np.maximum(w, 1e-9) for w, m in parts)
    best = np.argmax(between)
    return edges[i[best] + 1], edges[j[best] + 1]


def nucleus_box(rgb):
    """(xmin, ymin, xmax, ymax) of the nucleus parts near the centre, or None."""
    height, width = rgb.shape[:2]
    signal = rgb[..., 2].astype(np.float32) - rgb[..., 1]
    signal = ndimage.gaussian_filter(signal, 1.5)
    _, high = otsu3(signal)
    labels, count = ndimage.label(ndimage.binary_opening(signal > high, iterations=2))
    if count == 0:
        return None
    ids = np.arange(1, count + 1)
    area = ndimage.sum_labels(np.ones_like(labels), labels, ids)
    centres = np.array(ndimage.center_of_mass(labels > 0, labels, ids))
    offset = np.hypot(centres[:, 0] - height / 2, centres[:, 1] - width / 2)
    # Lobes of one nucleus lie near the centre; a neighbour's nucleus does not.
    keep = (offset < 0.25 * min(height, width)) & (area >= 0.05 * area.max())
    if not keep.any():
        return None
    ys, xs = np.nonzero(np.isin(labels, ids[keep]))
    return xs.min(), ys.min(), xs.max() + 1, ys.max() + 1


def scaled(box, factor):
    """`box` as a square of `factor` times its long side, same centre."""
    x0, y0, x1, y1 = box
    half = factor * max(x1 - x0, y1 - y0) / 2
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return cx - half, cy - half, cx + half, cy + half
