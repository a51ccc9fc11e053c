// AVX-512F: 32 registers of 16 floats. Tile 14 pixels x 32 channels: 28 sums, 2 weights, 1 input.
// Measured share of peak on Zen 5, warm caches: products 91 to 98 % (to 24 channels 73 %, to 16 78 %), first convolution
// 88 %, depthwise 75 to 90 % at stride 1 and 45 to 80 % at stride 2. Products that pass over zeros, on Intel, two thirds zeros: 115
// to 139 % with what is passed over counted.
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define UNROLL _Pragma("clang loop unroll(full)")
#define LANES 16
#define DEPTHWISE_ROWS 2
// Weights are asked for this far ahead: 4 kB hide the way from the third level cache.
#define PREFETCH_BYTES 4096
#define MAX_ROWS_1 14
#define MAX_ROWS_2 14
#define MAX_ROWS_3 9
#define GROUP_ROWS(vectors) 2

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma"))), apply_to = function)

typedef __m512 Vector;
#define VECTOR_FUNCTION static inline __attribute__((always_inline))
VECTOR_FUNCTION Vector load(const float *from) { return _mm512_loadu_ps(from); }
VECTOR_FUNCTION Vector load_halves(const char *from) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)from)); }
VECTOR_FUNCTION void store(float *to, Vector x) { _mm512_storeu_ps(to, x); }
VECTOR_FUNCTION Vector broadcast(const float *from) { return _mm512_set1_ps(*from); }
VECTOR_FUNCTION Vector splat(float x) { return _mm512_set1_ps(x); }
VECTOR_FUNCTION Vector zero(void) { return _mm512_setzero_ps(); }
VECTOR_FUNCTION Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
VECTOR_FUNCTION Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
VECTOR_FUNCTION Vector multiply_add(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
// Of two operands of which one is no number these give the second: a NaN stays, so that it is seen.
VECTOR_FUNCTION Vector relu6(Vector x) {
  return _mm512_min_ps(_mm512_set1_ps(6), _mm512_max_ps(_mm512_setzero_ps(), x));
}

// A bit for each number of a register.
typedef uint32_t Bits;
VECTOR_FUNCTION Vector bitwise_or(Vector a, Vector b) { return _mm512_or_ps(a, b); }
VECTOR_FUNCTION Bits nonzero(Vector x) {
  return _mm512_test_epi32_mask(_mm512_castps_si512(x), _mm512_castps_si512(x));
}
VECTOR_FUNCTION Vector together(Vector x, Bits bits) { return _mm512_maskz_compress_ps((__mmask16)bits, x); }
VECTOR_FUNCTION void store_places(int32_t *to, int first, Bits bits) {
  const __m512i places = _mm512_add_epi32(
      _mm512_set1_epi32(first), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  _mm512_storeu_si512(to, _mm512_maskz_compress_epi32((__mmask16)bits, places));
}

#include "products.h"
#include "rectified.h"
#include "depthwise.h"
#include "peak.h"

#pragma clang attribute pop

const hv_kernels *hv_avx512_kernels(void) {
  static const hv_kernels kernels = {
      "avx512", LANES, panel_channels, tile_count, products, depthwise_rows, pool_block, multiply_adds};
  __builtin_cpu_init();
  const int has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("fma");
  return has ? &kernels : 0;
}
#else
const hv_kernels *hv_avx512_kernels(void) { return 0; }
#endif
