"""MobileNetV2 1.0 with Keras's conventions: padding, BatchNorm epsilon 1e-3, ReLU6."""

import torch
from torch import nn
from torch.nn import functional as F

from stages import STAGES

EPSILON = 1e-3


class ConvNorm(nn.Module):
    """Convolution without bias, BatchNorm, and ReLU6 unless `linear`."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, linear=False):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, 0, groups=groups, bias=False)
        # Keras's momentum .999 suits its long schedules; ours are short.
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=0.02)
        self.kernel, self.stride, self.linear = kernel, stride, linear

    def forward(self, x):
        if self.kernel == 3:
            # Keras "same" on an even side with stride 2: nothing before, one after.
            x = F.pad(x, (0, 1, 0, 1) if self.stride == 2 else (1, 1, 1, 1))
        x = self.norm(self.conv(x))
        return x if self.linear else F.relu6(x)

    def folded(self):
        """Weight and bias with the BatchNorm folded in, computed in float64."""
        n = self.norm
        gain = n.weight.double() / torch.sqrt(n.running_var.double() + n.eps)
        weight = self.conv.weight.double() * gain[:, None, None, None]
        bias = n.bias.double() - n.running_mean.double() * gain
        return weight.float(), bias.float()


class Block(nn.Module):
    def __init__(self, inputs, outputs, expansion, stride):
        super().__init__()
        hidden = inputs * expansion
        self.expand = ConvNorm(inputs, hidden, 1) if expansion != 1 else None
        self.depthwise = ConvNorm(hidden, hidden, 3, stride, groups=hidden)
        self.project = ConvNorm(hidden, outputs, 1, linear=True)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y))
        return x + y if self.residual else y


class MobileNetV2(nn.Module):
    def __init__(self, classes, dropout=0.2):
        super().__init__()
        self.stem = ConvNorm(3, 32, 3, 2)
        blocks, inputs = [], 32
        for expansion, outputs, repeats, stride in STAGES:
            for i in range(repeats):
                blocks.append(Block(inputs, outputs, expansion, stride if i == 0 else 1))
                inputs = outputs
        self.blocks = nn.ModuleList(blocks)
        self.last = ConvNorm(320, 1280, 1)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(1280, classes)
        self.frozen_blocks = 0

    def features(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.last(x).mean((2, 3))

    def forward(self, x):
        return self.head(self.dropout(self.features(x)))

    def freeze(self, blocks):
        """Fix the stem and the first `blocks` blocks, their running statistics included."""
        self.frozen_blocks = blocks
        for module in [self.stem, *self.blocks[:blocks]]:
            module.requires_grad_(False)
        return self

    def train(self, mode=True):
        super().train(mode)
        if self.frozen_blocks:
            for module in [self.stem, *self.blocks[: self.frozen_blocks]]:
                module.eval()
        return self
