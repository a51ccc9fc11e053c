// AVX2 with FMA: 16 registers of 8 floats. Tile 6 pixels x 16 channels: 12 sums, 2 weights, 1 input.
// Three registers wide it is 3 pixels: with 4 every register is taken and the compiler spills (47 % of peak, not 94 %).
// Measured share of peak on Zen 5, warm caches: products 86 to 98 %, first convolution 88 %, depthwise 80 to 94 % at stride
// 1 and 68 to 85 % at stride 2.
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define UNROLL _Pragma("clang loop unroll(full)")
#define LANES 8
#define DEPTHWISE_ROWS 1
// Weights are asked for this far ahead: 4 kB hide the way from the third level cache.
#define PREFETCH_BYTES 4096
#define MAX_ROWS_1 8
#define MAX_ROWS_2 6
#define MAX_ROWS_3 3

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

typedef __m256 Vector;
#define VECTOR_FUNCTION static inline __attribute__((always_inline))
VECTOR_FUNCTION Vector load(const float *from) { return _mm256_loadu_ps(from); }
VECTOR_FUNCTION Vector load_halves(const char *from) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)from)); }
VECTOR_FUNCTION void store(float *to, Vector x) { _mm256_storeu_ps(to, x); }
VECTOR_FUNCTION Vector broadcast(const float *from) { return _mm256_set1_ps(*from); }
VECTOR_FUNCTION Vector splat(float x) { return _mm256_set1_ps(x); }
VECTOR_FUNCTION Vector zero(void) { return _mm256_setzero_ps(); }
VECTOR_FUNCTION Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
VECTOR_FUNCTION Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
VECTOR_FUNCTION Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
// Of two operands of which one is no number these give the second: a NaN stays, so that it is seen.
VECTOR_FUNCTION Vector relu6(Vector x) {
  return _mm256_min_ps(_mm256_set1_ps(6), _mm256_max_ps(_mm256_setzero_ps(), x));
}

#include "products.h"
#include "depthwise.h"
#include "peak.h"

#pragma clang attribute pop

const hv_kernels *hv_avx2_kernels(void) {
  static const hv_kernels kernels = {
      "avx2", LANES, panel_channels, tile_count, products, depthwise_rows, pool_block, multiply_adds};
  __builtin_cpu_init();
  const int has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  return has ? &kernels : 0;
}
#else
const hv_kernels *hv_avx2_kernels(void) { return 0; }
#endif
