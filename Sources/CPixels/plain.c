// The loops over pixels for a processor of which nothing is known.
#include "CPixels.h"

#pragma STDC FP_CONTRACT OFF
#define VECTOR_FUNCTION static inline __attribute__((always_inline))
typedef float Floats __attribute__((ext_vector_type(HV_LANES), aligned(4)));

#include "reduce.h"
#include "stain.h"
#include "grain.h"
#include "places.h"

static void bits_above(const float *values, int count, float threshold, uint64_t *words) {
  for (int first = 0; first < count; first += 64) {
    const int left = count - first < 64 ? count - first : 64;
    uint64_t word = 0;
    for (int bit = 0; bit < left; bit++) word |= (uint64_t)(values[first + bit] > threshold) << bit;
    words[first / 64] = word;
  }
}

#include "resize.h"

static void halve(const uint8_t *above, const uint8_t *below, int count, size_t plane, uint16_t *levels) {
  halve_from(0, above, below, count, plane, levels);
}

static void resize_columns(const hv_columns *call) { resize_columns_plainly(call); }

static void resize_row(
    const uint8_t *rows, size_t row_bytes, const int32_t *weights, int tap_count, int count, uint8_t *into) {
  resize_row_from(0, rows, row_bytes, weights, tap_count, count, into);
}

const hv_pixels *hv_plain_pixels(void) {
  static const hv_pixels pixels = {
      "plain", halve, add_rows, add_columns, count_levels, sum_bright, stain_row, mean_of_three, bin_numbers,
      bits_above, clamp, detrend, lag_products, weighted_rows, resize_columns, resize_row, signed_units,
      place_scores};
  return &pixels;
}
