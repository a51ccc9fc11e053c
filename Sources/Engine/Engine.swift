// Engine: MobileNetV2 1.0 at 224x224 in fp32, from a weights file to logits.
//
// It knows numbers only: no pictures, no class names, no people. The way of one run:
//
//   WeightsFile (checked, memory-mapped) -> MobileNetV2 (the plan: weights packed once for one path,
//   shared by all threads) -> Inference (one for each use: owns every buffer) -> logits, features.
//
// Weights/      the file format, its errors, its mapping
// Kernels/      which instructions this machine has, and which are taken
// Blocked/      AVX-512 and AVX2: blocks of 16 channels, layers fused, CKernels' loops
// Portable/     any processor: OpenBLAS for the products, [row][column][channel]
// Threads/      a team that shares one run: parked threads, a barrier, even shares
// Plan/         the network's table of shapes, buffers, the run
// Gradient/     the gradient of a logit at the last convolution, and the map that it weighs (Grad-CAM)
// Measurement/  latency, and one operator by itself, for tests and figures
