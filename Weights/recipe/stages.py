"""The blocks of MobileNetV2 1.0. Sandler et al., CVPR 2018, table 2."""

# (expansion, channels out, repeats, stride of the first)
STAGES = [
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
]
