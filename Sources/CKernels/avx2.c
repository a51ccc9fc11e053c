// AVX2 with FMA: 16 registers of 8 floats. Tile 6 pixels x 16 channels: 12 sums, 2 weights, 1 input.
// Three registers wide it is 3 pixels: with 4 every register is taken and the compiler spills (47 % of peak, not 94 %).
// Measured share of peak on Zen 5, warm caches: products 86 to 98 %, first convolution 88 %, depthwise 80 to 94 % at stride
// 1 and 68 to 85 % at stride 2. Products that pass over zeros, on Intel, two thirds zeros: 110 to 167 % with what is passed over
// counted.
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
#define GROUP_ROWS(vectors) ((vectors) <= 4 ? 2 : 1)

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

// Which places of a register the bits of `mask` name, the lowest first, a byte each.
#define PLACE(mask, bit) \
  ((uint64_t)((mask) >> (bit) & 1) * (bit) << 8 * __builtin_popcount((mask) & ((1 << (bit)) - 1)))
#define PLACES(mask) \
  (PLACE(mask, 1) | PLACE(mask, 2) | PLACE(mask, 3) | PLACE(mask, 4) | PLACE(mask, 5) | PLACE(mask, 6) | PLACE(mask, 7))
#define PLACES_4(mask) PLACES(mask), PLACES(mask + 1), PLACES(mask + 2), PLACES(mask + 3)
#define PLACES_16(mask) PLACES_4(mask), PLACES_4(mask + 4), PLACES_4(mask + 8), PLACES_4(mask + 12)
#define PLACES_64(mask) PLACES_16(mask), PLACES_16(mask + 16), PLACES_16(mask + 32), PLACES_16(mask + 48)
static const uint64_t places_of_bits[256] = {PLACES_64(0), PLACES_64(64), PLACES_64(128), PLACES_64(192)};

// A bit for each number of a register.
typedef uint32_t Bits;
VECTOR_FUNCTION Vector bitwise_or(Vector a, Vector b) { return _mm256_or_ps(a, b); }
VECTOR_FUNCTION Bits nonzero(Vector x) {
  const __m256i zeros = _mm256_cmpeq_epi32(_mm256_castps_si256(x), _mm256_setzero_si256());
  return 0xff ^ (Bits)_mm256_movemask_ps(_mm256_castsi256_ps(zeros));
}
VECTOR_FUNCTION __m256i places_of(Bits bits) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&places_of_bits[bits]));
}
VECTOR_FUNCTION Vector together(Vector x, Bits bits) { return _mm256_permutevar8x32_ps(x, places_of(bits)); }
VECTOR_FUNCTION void store_places(int32_t *to, int first, Bits bits) {
  _mm256_storeu_si256((__m256i *)to, _mm256_add_epi32(_mm256_set1_epi32(first), places_of(bits)));
}

#include "products.h"
#include "rectified.h"
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
