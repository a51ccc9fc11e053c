// Light, densities and stain of the reduced grid.

static void count_levels(const uint16_t *levels, int count, uint32_t *counts) {
  int i = 0;
  // Four counts a level: equal neighbours would wait for each other on a single one.
  for (; i + 4 <= count; i += 4) {
    counts[levels[i] * 4]++;
    counts[levels[i + 1] * 4 + 1]++;
    counts[levels[i + 2] * 4 + 2]++;
    counts[levels[i + 3] * 4 + 3]++;
  }
  for (; i < count; i++) counts[levels[i] * 4]++;
}

static void sum_bright(
    const uint16_t *levels, size_t plane, const float *logs, int count, uint16_t least, double sums[4]) {
  enum { CHUNK = 64 };
  const uint16_t *red = levels, *green = red + plane, *blue = green + plane;
  for (int first = 0; first < count; first += CHUNK) {
    const int end = first + CHUNK < count ? first + CHUNK : count;
    // Which places are bright is a matter of chance: listed without a branch, which would be foretold wrongly.
    int bright[CHUNK], found = 0;
    for (int i = first; i < end; i++) {
      bright[found] = i;
      found += green[i] >= least;
    }
    sums[0] += found;
    for (int k = 0; k < found; k++) {
      // The order does not matter: sums of so few singles are exact in double precision.
      sums[1] += logs[red[bright[k]]];
      sums[2] += logs[green[bright[k]]];
      sums[3] += logs[blue[bright[k]]];
    }
  }
}

static void stain_row(
    const uint16_t *levels, size_t plane, const float *logs, const float glass[9], float red_weight, int width,
    float *restrict room, float *restrict green_density, float *restrict green_over_blue, float *restrict stain) {
  const float *red = room, *green = room + width, *blue = room + 2 * width;
  for (int channel = 0; channel < 3; channel++) {
    const uint16_t *from = levels + channel * plane;
    float *to = room + channel * width;
    for (int i = 0; i < width; i++) to[i] = logs[from[i]];
  }
  const float r0 = glass[0], r1 = glass[1], r2 = glass[2];
  const float g0 = glass[3], g1 = glass[4], g2 = glass[5];
  const float b0 = glass[6], b1 = glass[7], b2 = glass[8];
  for (int i = 0; i < width; i++) {
    const float x = (float)i;
    const float of_red = r0 + x * (r1 + x * r2) - red[i];
    const float of_green = g0 + x * (g1 + x * g2) - green[i];
    const float of_blue = b0 + x * (b1 + x * b2) - blue[i];
    const float difference = of_green - of_blue;
    green_density[i] = of_green;
    green_over_blue[i] = difference;
    stain[i + 1] = difference + red_weight * (of_red < 0 ? 0 : of_red);
  }
  stain[0] = stain[1];
  stain[width + 1] = stain[width];
}

static void mean_of_three(const float *one, const float *two, const float *three, int count, float *restrict mean) {
  for (int i = 0; i < count; i++) mean[i] = (one[i] + two[i] + three[i]) / 3;
}

static void bin_numbers(
    const float *values, int count, float origin, float step, int last, uint16_t *restrict bins) {
  const float highest = (float)last;
  for (int i = 0; i < count; i++) {
    float place = (values[i] - origin) / step;
    place = place > 0 ? place : 0;
    place = place > highest ? highest : place;
    bins[i] = (uint16_t)(int32_t)place;
  }
}
