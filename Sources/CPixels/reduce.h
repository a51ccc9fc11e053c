// A picture made smaller by whole numbers of pixels.

/// From place `first` on.
static void halve_from(
    int first, const uint8_t *above, const uint8_t *below, int count, size_t plane, uint16_t *restrict levels) {
  for (int i = first; i < count; i++) {
    const uint8_t *two = above + 6 * i, *other_two = below + 6 * i;
    for (int channel = 0; channel < 3; channel++)
      levels[channel * plane + i] =
          (uint16_t)(two[channel] + two[channel + 3] + other_two[channel] + other_two[channel + 3]);
  }
}

static void add_rows(const uint8_t *rows, size_t row_bytes, int row_count, int count, uint32_t *restrict sums) {
  for (int i = 0; i < count; i++) sums[i] = rows[i];
  for (int row = 1; row < row_count; row++) {
    const uint8_t *from = rows + row * row_bytes;
    for (int i = 0; i < count; i++) sums[i] += from[i];
  }
}

static void add_columns(const uint32_t *sums, int columns, int count, uint32_t *restrict into) {
  for (int i = 0; i < count; i++) into[i] = sums[i];
  for (int column = 1; column < columns; column++) {
    const uint32_t *from = sums + 3 * column;
    for (int i = 0; i < count; i++) into[i] += from[i];
  }
}

static void weighted_rows(
    const uint8_t *rows, size_t row_bytes, const float *weights, int tap_count, int count, float *restrict sums) {
  // Row after row, as they lie in memory; the sums stay in the first level cache.
  for (int i = 0; i < count; i++) sums[i] = 0;
  int tap = 0;
  for (; tap + 2 <= tap_count; tap += 2) {
    const uint8_t *one = rows + tap * row_bytes, *two = one + row_bytes;
    const float of_one = weights[tap], of_two = weights[tap + 1];
    for (int i = 0; i < count; i++) sums[i] = sums[i] + of_one * (float)one[i] + of_two * (float)two[i];
  }
  for (; tap < tap_count; tap++) {
    const uint8_t *from = rows + tap * row_bytes;
    for (int i = 0; i < count; i++) sums[i] += weights[tap] * (float)from[i];
  }
}
