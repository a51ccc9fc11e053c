// What is done with every pixel or place of a picture, compiled for plain x86-64 (or any other processor) and for
// AVX2, chosen at run time. Both give the same bits: nothing is contracted into fused multiply-adds, whole numbers
// are exact, and where sums depend on their order, it is that of `HV_LANES` lanes on every processor.
#ifndef HEMATOVISION_PIXELS_H
#define HEMATOVISION_PIXELS_H

#include <stddef.h>
#include <stdint.h>

/// Sums of many floats are made in so many lanes, which are added in their order at the end.
enum { HV_LANES = 8 };

/// What `resize_columns` does.
typedef struct {
  const uint8_t *pixels;
  size_t row_bytes;
  int row_count;
  /// The first pixel of each output.
  const int32_t *starts;
  /// `tap_count` of each output.
  const int32_t *weights;
  int tap_count;
  /// Outputs of a row.
  int count;
  uint8_t *into;
  size_t into_row_bytes;
} hv_columns;

enum { HV_MOST_OUTPUTS = 4 };

/// The shape of a network of one hidden layer with rectifiers. Its numbers lie one after the other: a row of weights
/// for each unit, the units' biases, a row for each output (at most `HV_MOST_OUTPUTS`), the outputs' biases.
typedef struct {
  int input_count;
  int unit_count;
  int output_count;
} hv_network_shape;

/// The loops of one instruction set.
typedef struct {
  const char *name;

  /// Sums of two by two RGB pixels of two rows, for `count` places: the reds, the greens, the blues, `plane` apart.
  void (*halve)(const uint8_t *above, const uint8_t *below, int count, size_t plane, uint16_t *levels);
  /// Adds up `row_count` rows of `count` bytes that lie below each other, `row_bytes` apart.
  void (*add_rows)(const uint8_t *rows, size_t row_bytes, int row_count, int count, uint32_t *sums);
  /// `sums[i] + sums[i + 3] + ...` of `columns` RGB pixels side by side, for `count` numbers i; as many as that and
  /// 3 * (columns - 1) more are read.
  void (*add_columns)(const uint32_t *sums, int columns, int count, uint32_t *into);

  /// Counts levels below `level_count` into four counts each: [level][i % 4].
  void (*count_levels)(const uint16_t *levels, int count, uint32_t *counts);
  /// Adds to `sums` how many of `count` places have a green level of at least `least`, and the logarithms of their
  /// red, green and blue levels. The levels of the three colours lie `plane` apart.
  void (*sum_bright)(
      const uint16_t *levels, size_t plane, const float *logs, int count, uint16_t least, double sums[4]);

  /// One row of stain and densities from levels of red, green and blue light, `plane` apart, of which `logs` has the
  /// logarithms, and from the logarithms of the glass: for each colour constant, linear and quadratic factor of the
  /// column's number.
  ///
  /// `stain` has a place more at either end, the mirrored edge; `room` is for 3 * `width` numbers.
  void (*stain_row)(
      const uint16_t *levels, size_t plane, const float *logs, const float glass[9], float red_weight, int width,
      float *room, float *green_density, float *green_over_blue, float *stain);
  /// The mean of three values of each place.
  void (*mean_of_three)(const float *one, const float *two, const float *three, int count, float *mean);

  /// The whole part of (value - origin) / step, within 0 and `last`, at most 65,535; what is no number counts as 0.
  void (*bin_numbers)(const float *values, int count, float origin, float step, int last, uint16_t *bins);
  /// Bit i % 64 of word i / 64: whether value i is above the threshold.
  void (*bits_above)(const float *values, int count, float threshold, uint64_t *words);

  /// Each value within 0 and `ceiling`.
  void (*clamp)(const float *values, int count, float ceiling, float *clamped);
  /// Takes the best plane a + b * x + c * y out of a tile whose rows lie `pitch` apart.
  void (*detrend)(float *tile, size_t pitch, int width, int height);
  /// The sums over i of here[i] * there[i + lag], for the lags 0 to 3, added to `sums`; `counts` says over how many i.
  void (*lag_products)(
      const float *here, const float *const there[4], const int counts[4], double sums[4]);

  /// Weighted sum of `tap_count` rows of `count` bytes, `row_bytes` apart, in the order of the rows.
  void (*weighted_rows)(
      const uint8_t *rows, size_t row_bytes, const float *weights, int tap_count, int count, float *sums);

  /// RGB pixels made narrower or wider, row by row: pixel i of a row is the sum of `tap_count` of its pixels from
  /// `starts[i]` on, times weights in parts of 1 << 22, rounded. Sixteen bytes past the last pixel may be read, and
  /// a byte past each row of `into` written.
  void (*resize_columns)(const hv_columns *);
  /// `count` bytes, each from `tap_count` bytes below each other, likewise.
  void (*resize_row)(
      const uint8_t *rows, size_t row_bytes, const int32_t *weights, int tap_count, int count, uint8_t *into);
  /// byte / 127.5 - 1 of each.
  void (*signed_units)(const uint8_t *bytes, int count, float *into);

  /// The outputs of a network at `count` places, from planes of its inputs into planes of its outputs, all `plane`
  /// numbers apart.
  void (*place_scores)(
      hv_network_shape, const float *numbers, const float *values, size_t plane, int count, float *scores);
} hv_pixels;

/// What runs everywhere.
const hv_pixels *hv_plain_pixels(void);
/// NULL where the processor, its operating system or the compiler lacks the instructions.
const hv_pixels *hv_avx2_pixels(void);

#endif
