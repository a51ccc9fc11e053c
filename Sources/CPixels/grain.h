// How long a plane of densities is like itself.

static void clamp(const float *values, int count, float ceiling, float *restrict clamped) {
  for (int i = 0; i < count; i++) {
    const float low = values[i] > 0 ? values[i] : 0;
    clamped[i] = low > ceiling ? ceiling : low;
  }
}

/// Lane by lane, in their order.
VECTOR_FUNCTION float total(const Floats *x) {
  float sum = 0;
  for (int lane = 0; lane < HV_LANES; lane++) sum += (*x)[lane];
  return sum;
}

/// Puts the values from `from` on into `x`; zeros where fewer than a register's are left.
VECTOR_FUNCTION void load_some(const float *from, int left, Floats *x) {
  if (left >= HV_LANES) {
    *x = *(const Floats *)from;
    return;
  }
  *x = 0;
  for (int lane = 0; lane < left; lane++) (*x)[lane] = from[lane];
}

/// The squares of the distances of `count` neighbouring places from their middle, added up. Exact: quarters of whole
/// numbers.
static float squares(int count) { return (float)((long)count * ((long)count * count - 1)) / 12; }

static void detrend(float *tile, size_t pitch, int width, int height) {
  const Floats steps = {0, 1, 2, 3, 4, 5, 6, 7};
  const float middle_x = (float)(width - 1) / 2, middle_y = (float)(height - 1) / 2;
  // On a full grid the three terms are orthogonal, so each is fitted alone.
  Floats sum = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < height; y++) {
    const Floats v = (float)y - middle_y;
    for (int x = 0; x < width; x += HV_LANES) {
      Floats value;
      load_some(tile + y * pitch + x, width - x, &value);
      const Floats u = (float)x + steps - middle_x;
      sum += value;
      sum_x += value * u;
      sum_y += value * v;
    }
  }
  const float mean = total(&sum) / (float)(width * height);
  const float square_x = squares(width) * (float)height, square_y = squares(height) * (float)width;
  const float slope_x = square_x > 0 ? total(&sum_x) / square_x : 0;
  const float slope_y = square_y > 0 ? total(&sum_y) / square_y : 0;
  for (int y = 0; y < height; y++) {
    const float rise = slope_y * ((float)y - middle_y);
    float *row = tile + y * pitch;
    for (int x = 0; x < width; x++) row[x] -= mean + slope_x * ((float)x - middle_x) + rise;
  }
}

static void lag_products(const float *here, const float *const there[4], const int counts[4], double sums[4]) {
  Floats one = 0, two = 0, three = 0, four = 0;
  int least = counts[0];
  for (int lag = 1; lag < 4; lag++) least = counts[lag] < least ? counts[lag] : least;
  int i = 0;
  for (; i + HV_LANES <= least; i += HV_LANES) {
    const Floats x = *(const Floats *)(here + i);
    one += x * *(const Floats *)(there[0] + i);
    two += x * *(const Floats *)(there[1] + i);
    three += x * *(const Floats *)(there[2] + i);
    four += x * *(const Floats *)(there[3] + i);
  }
  const Floats lanes[4] = {one, two, three, four};
  for (int lag = 0; lag < 4; lag++) {
    for (int lane = 0; lane < HV_LANES; lane++) sums[lag] += (double)lanes[lag][lane];
    for (int k = i; k < counts[lag]; k++) sums[lag] += (double)(here[k] * there[lag][k]);
  }
}
