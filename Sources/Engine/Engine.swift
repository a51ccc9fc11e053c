// Engine: MobileNetV2 1.0 at 224x224 in fp32, from a weights file to logits.
//
// It knows numbers only: no pictures, no class names, no people. The way of one run:
//
//   WeightsFile (checked, memory-mapped) -> MobileNetV2 (the plan: weights packed once, shared by
//   all threads) -> Inference (one for each thread: owns every buffer) -> logits, pooled features.
//
// Layout of activations: NHWC, that is [row][column][channel], fp32, 64-byte aligned. It needs no
// im2col: a pointwise convolution is one sgemm of [pixels, in] by [in, out], and a depthwise
// convolution runs along the channels, which lie side by side for SIMD.
//
// Weights/   the file format, its errors, its mapping
// Operators/ one file for each operator; every one is tested against a naive loop
// Plan/      the network's table of shapes, blocks, buffers, the run
