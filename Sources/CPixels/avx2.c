// The loops over pixels for AVX2. Most are those of plain.c, which the compiler then makes of wider registers; where
// it does not find the way, they are written out here.
#include "CPixels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF
#define VECTOR_FUNCTION static inline __attribute__((always_inline))
typedef float Floats __attribute__((ext_vector_type(HV_LANES), aligned(4)));

// Not "fma": the bits are those of plain.c.
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "reduce.h"
#include "stain.h"
#include "grain.h"
#include "places.h"
#include "resize.h"

/// Both rows' sums of two pixels next to each other, of four pixels from `at` on and four from `at` + 24: reds, greens,
/// blues, of two places in each half.
VECTOR_FUNCTION __m256i pair_sums(const uint8_t *above, const uint8_t *below, int at) {
  const __m256i order = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, -1, -1, -1, -1));
  const __m256i ones = _mm256_set1_epi8(1);
  __m256i sum = _mm256_setzero_si256();
  for (int row = 0; row < 2; row++) {
    const uint8_t *from = (row ? below : above) + at;
    const __m256i pixels = _mm256_setr_m128i(
        _mm_loadu_si128((const __m128i *)from), _mm_loadu_si128((const __m128i *)(from + 24)));
    sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(_mm256_shuffle_epi8(pixels, order), ones));
  }
  return sum;
}

static void halve(const uint8_t *above, const uint8_t *below, int count, size_t plane, uint16_t *levels) {
  int i = 0;
  // Eight places are 48 bytes of a row, and four more are read.
  for (; i + 9 <= count; i += 8) {
    const __m256i even = pair_sums(above, below, 6 * i), odd = pair_sums(above, below, 6 * i + 12);
    const __m256i red_green = _mm256_unpacklo_epi32(even, odd), blue = _mm256_unpackhi_epi32(even, odd);
    const __m256i planes[3] = {
        _mm256_permute4x64_epi64(red_green, 0x08), _mm256_permute4x64_epi64(red_green, 0x0D),
        _mm256_permute4x64_epi64(blue, 0x08)};
    for (int channel = 0; channel < 3; channel++)
      _mm_storeu_si128((__m128i *)(levels + channel * plane + i), _mm256_castsi256_si128(planes[channel]));
  }
  halve_from(i, above, below, count, plane, levels);
}

static void bits_above(const float *values, int count, float threshold, uint64_t *words) {
  const __m256 least = _mm256_set1_ps(threshold);
  for (int first = 0; first < count; first += 64) {
    const int left = count - first < 64 ? count - first : 64;
    uint64_t word = 0;
    int bit = 0;
    for (; bit + 8 <= left; bit += 8) {
      const __m256 above = _mm256_cmp_ps(_mm256_loadu_ps(values + first + bit), least, _CMP_GT_OQ);
      word |= (uint64_t)_mm256_movemask_ps(above) << bit;
    }
    for (; bit < left; bit++) word |= (uint64_t)(values[first + bit] > threshold) << bit;
    words[first / 64] = word;
  }
}

// Products of 16 bits by 16, two of them added, are one instruction: the weights' halves are multiplied apart.
enum { LOW_BITS = 11, MOST_PAIRS = 4 };

VECTOR_FUNCTION int32_t high_halves(int32_t one, int32_t two) { return (one >> LOW_BITS) | (two >> LOW_BITS) << 16; }
VECTOR_FUNCTION int32_t low_halves(int32_t one, int32_t two) {
  const int32_t mask = (1 << LOW_BITS) - 1;
  return (one & mask) | (two & mask) << 16;
}

/// Levels of 32 bits a lane from the sums of the high and of the low halves.
VECTOR_FUNCTION __m256i levels_of(__m256i high, __m256i low) {
  return _mm256_srai_epi32(_mm256_add_epi32(_mm256_slli_epi32(high, LOW_BITS), low), WEIGHT_BITS);
}

/// Two outputs of every row, one in each half of the registers; their weights stay there.
VECTOR_FUNCTION void resize_two_columns(const hv_columns *call, int first, int second, int pair_count) {
  const __m256i half = _mm256_set1_epi32(1 << (WEIGHT_BITS - 1));
  // Of two pixels next to each other: both reds, both greens, both blues, in 16 bits each.
  const __m256i order = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
  __m256i high[MOST_PAIRS], low[MOST_PAIRS];
  for (int pair = 0; pair < pair_count; pair++) {
    int32_t weights[2][2];
    for (int side = 0; side < 2; side++) {
      const int32_t *all = call->weights + (size_t)(side ? second : first) * call->tap_count;
      weights[side][0] = all[2 * pair];
      weights[side][1] = 2 * pair + 1 < call->tap_count ? all[2 * pair + 1] : 0;
    }
    high[pair] = _mm256_setr_m128i(
        _mm_set1_epi32(high_halves(weights[0][0], weights[0][1])),
        _mm_set1_epi32(high_halves(weights[1][0], weights[1][1])));
    low[pair] = _mm256_setr_m128i(
        _mm_set1_epi32(low_halves(weights[0][0], weights[0][1])),
        _mm_set1_epi32(low_halves(weights[1][0], weights[1][1])));
  }
  const uint8_t *one = call->pixels + 3 * (size_t)call->starts[first];
  const uint8_t *two = call->pixels + 3 * (size_t)call->starts[second];
  uint8_t *to_one = call->into + 3 * (size_t)first, *to_two = call->into + 3 * (size_t)second;
  for (int row = 0; row < call->row_count; row++) {
    __m256i high_sum = _mm256_setzero_si256(), low_sum = half;
    for (int pair = 0; pair < pair_count; pair++) {
      const __m128i of_one = _mm_loadl_epi64((const __m128i *)(one + 6 * pair));
      const __m128i of_two = _mm_loadl_epi64((const __m128i *)(two + 6 * pair));
      const __m256i pixels = _mm256_shuffle_epi8(_mm256_setr_m128i(of_one, of_two), order);
      high_sum = _mm256_add_epi32(high_sum, _mm256_madd_epi16(pixels, high[pair]));
      low_sum = _mm256_add_epi32(low_sum, _mm256_madd_epi16(pixels, low[pair]));
    }
    // Packing keeps what is above 255 at 255.
    const __m256i words = _mm256_packs_epi32(levels_of(high_sum, low_sum), _mm256_setzero_si256());
    const __m256i bytes = _mm256_packus_epi16(words, words);
    _mm_storeu_si32(to_one, _mm256_castsi256_si128(bytes));
    _mm_storeu_si32(to_two, _mm256_extracti128_si256(bytes, 1));
    one += call->row_bytes;
    two += call->row_bytes;
    to_one += call->into_row_bytes;
    to_two += call->into_row_bytes;
  }
}

static void resize_columns(const hv_columns *call) {
  const int pair_count = (call->tap_count + 1) / 2;
  if (pair_count > MOST_PAIRS) return resize_columns_plainly(call);
  for (int i = 0; i < call->count; i += 2) {
    // The last one of an odd number is made twice.
    const int second = i + 1 < call->count ? i + 1 : i;
    switch (pair_count) {
    case 1: resize_two_columns(call, i, second, 1); break;
    case 2: resize_two_columns(call, i, second, 2); break;
    case 3: resize_two_columns(call, i, second, 3); break;
    default: resize_two_columns(call, i, second, 4); break;
    }
  }
}

static void resize_row(
    const uint8_t *rows, size_t row_bytes, const int32_t *weights, int tap_count, int count, uint8_t *into) {
  const __m256i half = _mm256_set1_epi32(1 << (WEIGHT_BITS - 1));
  int i = 0;
  for (; i + 16 <= count; i += 16) {
    __m256i high[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()}, low[2] = {half, half};
    for (int tap = 0; tap < tap_count; tap += 2) {
      const int is_pair = tap + 1 < tap_count;
      const uint8_t *from = rows + tap * row_bytes + i;
      const __m256i one = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)from));
      const __m256i two =
          is_pair ? _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(from + row_bytes))) : _mm256_setzero_si256();
      const int32_t second = is_pair ? weights[tap + 1] : 0;
      const __m256i high_weights = _mm256_set1_epi32(high_halves(weights[tap], second));
      const __m256i low_weights = _mm256_set1_epi32(low_halves(weights[tap], second));
      const __m256i pairs[2] = {_mm256_unpacklo_epi16(one, two), _mm256_unpackhi_epi16(one, two)};
      for (int side = 0; side < 2; side++) {
        high[side] = _mm256_add_epi32(high[side], _mm256_madd_epi16(pairs[side], high_weights));
        low[side] = _mm256_add_epi32(low[side], _mm256_madd_epi16(pairs[side], low_weights));
      }
    }
    const __m256i words = _mm256_packs_epi32(levels_of(high[0], low[0]), levels_of(high[1], low[1]));
    const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(words, words), 0x08);
    _mm_storeu_si128((__m128i *)(into + i), _mm256_castsi256_si128(bytes));
  }
  resize_row_from(i, rows, row_bytes, weights, tap_count, count, into);
}

#pragma clang attribute pop

const hv_pixels *hv_avx2_pixels(void) {
  static const hv_pixels pixels = {
      "avx2", halve, add_rows, add_columns, count_levels, sum_bright, stain_row, mean_of_three, bin_numbers,
      bits_above, clamp, detrend, lag_products, weighted_rows, resize_columns, resize_row, signed_units,
      place_scores};
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") ? &pixels : 0;
}
#else
const hv_pixels *hv_avx2_pixels(void) { return 0; }
#endif
