"""The network as the weights file holds it: BatchNorm folded, plain tensors, fp32."""

import torch
from torch.nn import functional as F

import weightsfile
from model import EPSILON, STAGES, MobileNetV2


def fold(model):
    """Ordered name -> tensor, in the order and with the shapes of the format."""
    out = {}
    out["stem.weight"], out["stem.bias"] = model.stem.folded()
    for i, block in enumerate(model.blocks):
        for part in ("expand", "depthwise", "project"):
            layer = getattr(block, part)
            if layer is None:
                continue
            weight, bias = layer.folded()
            # A depthwise kernel has one input channel, a pointwise one has one place.
            weight = weight[:, 0] if part == "depthwise" else weight[:, :, 0, 0]
            out[f"block_{i:02}.{part}.weight"], out[f"block_{i:02}.{part}.bias"] = weight, bias
    weight, out_bias = model.last.folded()
    out["last.weight"], out["last.bias"] = weight[:, :, 0, 0], out_bias
    out["head.weight"], out["head.bias"] = model.head.weight, model.head.bias
    return {k: v.detach().float().numpy() for k, v in out.items()}


def unfold(path):
    """The network of a weights file with BatchNorms that do nothing but add the bias.

    In evaluation mode it computes what the file says, so training may go on from a shipped file.
    """
    tensors, _ = weightsfile.read(path)
    tensors = {k: torch.from_numpy(v.copy()) for k, v in tensors.items()}
    model = MobileNetV2(len(tensors["head.bias"]))

    def put(layer, name):
        layer.conv.weight.data.copy_(tensors[f"{name}.weight"].reshape(layer.conv.weight.shape))
        layer.norm.weight.data.fill_(1)
        layer.norm.bias.data.copy_(tensors[f"{name}.bias"])
        layer.norm.running_mean.zero_()
        layer.norm.running_var.fill_(1 - EPSILON)

    put(model.stem, "stem")
    for i, block in enumerate(model.blocks):
        for part in ("expand", "depthwise", "project"):
            if getattr(block, part) is not None:
                put(getattr(block, part), f"block_{i:02}.{part}")
    put(model.last, "last")
    model.head.weight.data.copy_(tensors["head.weight"])
    model.head.bias.data.copy_(tensors["head.bias"])
    return model


class FoldedNetwork:
    """Runs a weights file in PyTorch eager; in float64 the reference of the golden vectors."""

    def __init__(self, path, dtype=torch.float32):
        tensors, self.metadata = weightsfile.read(path)
        self.t = {k: torch.from_numpy(v.copy()).to(dtype) for k, v in tensors.items()}

    def _layer(self, x, name, stride=1, depthwise=False, linear=False):
        weight, bias = self.t[f"{name}.weight"], self.t[f"{name}.bias"]
        if weight.ndim == 2:
            x = F.conv2d(x, weight[:, :, None, None], bias)
        else:
            x = F.pad(x, (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1))
            weight = weight[:, None] if depthwise else weight
            x = F.conv2d(x, weight, bias, stride, groups=len(weight) if depthwise else 1)
        return x if linear else F.relu6(x)

    @torch.inference_mode()
    def stages(self, x):
        """Yields (name, tensor) for the stem, every block, last, pooled, logits."""
        x = self._layer(x, "stem", 2)
        yield "stem", x
        i, inputs = 0, 32
        for expansion, outputs, repeats, first in STAGES:
            for j in range(repeats):
                stride, name = (first if j == 0 else 1), f"block_{i:02}"
                y = self._layer(x, f"{name}.expand") if expansion != 1 else x
                y = self._layer(y, f"{name}.depthwise", stride, depthwise=True)
                y = self._layer(y, f"{name}.project", linear=True)
                x = x + y if stride == 1 and inputs == outputs else y
                yield name, x
                i, inputs = i + 1, outputs
        x = self._layer(x, "last")
        yield "last", x
        x = x.mean((2, 3))
        yield "pooled", x
        yield "logits", F.linear(x, self.t["head.weight"], self.t["head.bias"])

    def logits(self, x):
        for _, value in self.stages(x):
            pass
        return value
