// Pillow's triangle filter in its fixed-point arithmetic.

enum { WEIGHT_BITS = 22 };

/// Weights of at least 0 leave nothing below 0; their sum may exceed 1 by a rounding.
VECTOR_FUNCTION uint8_t level(int32_t sum) {
  const int32_t whole = sum >> WEIGHT_BITS;
  return (uint8_t)(whole > 255 ? 255 : whole);
}

static void resize_columns_plainly(const hv_columns *call) {
  const int tap_count = call->tap_count;
  for (int row = 0; row < call->row_count; row++) {
    const uint8_t *pixels = call->pixels + row * call->row_bytes;
    uint8_t *restrict into = call->into + row * call->into_row_bytes;
    for (int i = 0; i < call->count; i++) {
      const uint8_t *from = pixels + 3 * (size_t)call->starts[i];
      const int32_t *weights = call->weights + (size_t)i * tap_count;
      int32_t red = 1 << (WEIGHT_BITS - 1), green = red, blue = red;
      for (int tap = 0; tap < tap_count; tap++) {
        red += weights[tap] * from[3 * tap];
        green += weights[tap] * from[3 * tap + 1];
        blue += weights[tap] * from[3 * tap + 2];
      }
      into[3 * i] = level(red);
      into[3 * i + 1] = level(green);
      into[3 * i + 2] = level(blue);
    }
  }
}

/// From byte `first` on, in blocks that stay in registers.
static void resize_row_from(
    int first, const uint8_t *rows, size_t row_bytes, const int32_t *weights, int tap_count, int count,
    uint8_t *restrict into) {
  enum { BLOCK = 16 };
  int i = first;
  for (; i + BLOCK <= count; i += BLOCK) {
    int32_t sums[BLOCK];
    for (int k = 0; k < BLOCK; k++) sums[k] = 1 << (WEIGHT_BITS - 1);
    for (int tap = 0; tap < tap_count; tap++) {
      const uint8_t *from = rows + tap * row_bytes + i;
      for (int k = 0; k < BLOCK; k++) sums[k] += weights[tap] * from[k];
    }
    for (int k = 0; k < BLOCK; k++) into[i + k] = level(sums[k]);
  }
  for (; i < count; i++) {
    int32_t sum = 1 << (WEIGHT_BITS - 1);
    for (int tap = 0; tap < tap_count; tap++) sum += weights[tap] * rows[tap * row_bytes + i];
    into[i] = level(sum);
  }
}

static void signed_units(const uint8_t *bytes, int count, float *restrict into) {
  for (int i = 0; i < count; i++) into[i] = (float)bytes[i] / 127.5f - 1;
}
