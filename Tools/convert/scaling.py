"""In which scale a network wants its picture."""

import numpy as np

from refusal import Refusal

# (mean, deviation): the network is given (x / 255 - mean) / deviation of each channel, x being 0 to 255.
SCALES = {
    # mobilenet_v2.preprocess_input of Keras
    "-1..1": ([0.5] * 3, [0.5] * 3),
    # rescale=1./255; ToTensor of torchvision
    "0..1": ([0.0] * 3, [1.0] * 3),
    "0..255": ([0.0] * 3, [1 / 255] * 3),
    # Normalize of torchvision's models, after ToTensor
    "imagenet": ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
}


def presentation(path, asked, matched):
    """(mean, deviation) of the converted network, from what was asked and what the file does itself."""
    if asked is None and not matched.scales_itself:
        raise Refusal(
            path, "it does not say in which scale it wants its pictures",
            "Say what was done in training: --scale=-1..1 (mobilenet_v2.preprocess_input), --scale 0..1 "
            "(rescale=1./255), --scale imagenet (torchvision's mean and deviation) or --scale 0..255 (nothing)")
    return composed(path, *SCALES[asked or "0..255"], matched)


def composed(path, mean, deviation, matched):
    """What the picture is given as, with what the file's own layers then do."""
    mean, deviation = np.array(mean, float), np.array(deviation, float)
    if (matched.gain <= 0).any() or not np.isfinite(matched.gain + matched.offset).all():
        raise Refusal(path, "it turns dark into bright before the network", "Convert a model of plain pictures")
    return mean - matched.offset * deviation / matched.gain, deviation / matched.gain


def is_standard(mean, deviation):
    """Whether that is the program's own scale, -1...1, to single precision."""
    return bool(np.allclose(mean, 0.5, atol=1e-6) and np.allclose(deviation, 0.5, rtol=2e-6))
