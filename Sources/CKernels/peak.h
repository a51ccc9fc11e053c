// The peak probe: nothing but multiply-adds on registers; see products.h.

static long multiply_adds(long rounds, float *sink) {
  enum { chains = 12 };
  Vector sums[chains];
  const Vector factor = splat(0.999f), term = splat(0.001f);
  for (int c = 0; c < chains; c++) sums[c] = splat((float)c);
  for (long round = 0; round < rounds; round++) {
    UNROLL for (int c = 0; c < chains; c++) sums[c] = multiply_add(sums[c], factor, term);
    // Else the compiler would see that the chains do not depend on the rounds' order.
    __asm__ volatile("" : "+v"(sums[0]), "+v"(sums[1]), "+v"(sums[2]), "+v"(sums[3]), "+v"(sums[4]), "+v"(sums[5]));
  }
  Vector sum = sums[0];
  for (int c = 1; c < chains; c++) sum = add(sum, sums[c]);
  float numbers[LANES];
  store(numbers, sum);
  *sink = numbers[0];
  return rounds * chains * LANES;
}
