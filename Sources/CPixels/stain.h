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

typedef double Doubles __attribute__((ext_vector_type(HV_LANES)));
typedef uint16_t Levels __attribute__((ext_vector_type(HV_LANES), aligned(2)));
typedef long Choices __attribute__((ext_vector_type(HV_LANES)));

static void sum_bright(
    const uint16_t *levels, const float *red, const float *green, const float *blue, int count, uint16_t least,
    double sums[4]) {
  // The order does not matter: sums of so few singles are exact in double precision.
  Doubles total[4] = {0};
  int i = 0;
  for (; i + HV_LANES <= count; i += HV_LANES) {
    const Levels here = *(const Levels *)(levels + i);
    const Choices bright = __builtin_convertvector(here >= (Levels)least, Choices);
    // Most places are stained: eight at once are passed by.
    if (!__builtin_reduce_or(bright)) continue;
    const Doubles none = 0, one = 1;
    total[0] += bright ? one : none;
    total[1] += bright ? __builtin_convertvector(*(const Floats *)(red + i), Doubles) : none;
    total[2] += bright ? __builtin_convertvector(*(const Floats *)(green + i), Doubles) : none;
    total[3] += bright ? __builtin_convertvector(*(const Floats *)(blue + i), Doubles) : none;
  }
  for (int k = 0; k < 4; k++) {
    for (int lane = 0; lane < HV_LANES; lane++) sums[k] += total[k][lane];
  }
  for (; i < count; i++) {
    if (levels[i] < least) continue;
    sums[0] += 1;
    sums[1] += red[i];
    sums[2] += green[i];
    sums[3] += blue[i];
  }
}

static void stain_row(
    const float *red, const float *green, const float *blue, const float glass[9], float red_weight, int width,
    float *restrict green_density, float *restrict green_over_blue, float *restrict stain) {
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
