// Register tiles of products, written once for every instruction set. The file that includes this defines
// `Vector`, its operations, and MAX_ROWS_1, MAX_ROWS_2, MAX_ROWS_3: pixels of a tile that is 1, 2 or 3
// registers wide, so that its sums and the weights of one k fit into the registers.
//
// A tile reads each weight once for all its pixels and each input once for all its channels. The loops
// over pixels and registers have constant bounds and vanish; what is left is one loop over k.

typedef struct {
  const float *input;
  const char *weights;
  const float *bias;
  // Where the first pixel's sums go, and what is added to them, a register each.
  float *output[3];
  const float *residual[3];
  // Where a tile that reads halves leaves its weights as floats, for the other tiles of its panel.
  float *widened;
} Tile;

static inline __attribute__((always_inline)) void run_tile(
    const hv_products *p, const Tile *t, const int rows, const int vectors, const int pixel_stride,
    const int is_half) {
  // Bytes of the weights in a register, and of all for one k.
  const int register_bytes = LANES * (is_half ? 2 : 4);
  const int step_bytes = register_bytes * vectors;
  Vector sums[rows][vectors];
  UNROLL for (int v = 0; v < vectors; v++) {
    const Vector bias = load(t->bias + v * LANES);
    UNROLL for (int r = 0; r < rows; r++) sums[r][v] = bias;
  }
  const char *weights = t->weights;
  float *widened = t->widened;
  for (int segment = 0; segment <= p->segment_count; segment++) {
    const float *input = t->input + segment * p->segment_stride;
    const int length = segment < p->segment_count ? p->segment_length : p->tail_length;
    for (int k = 0; k < length; k++) {
      UNROLL for (int byte = 0; byte < step_bytes; byte += 64)
        __builtin_prefetch(weights + PREFETCH_BYTES + byte);
      Vector w[vectors];
      UNROLL for (int v = 0; v < vectors; v++)
        w[v] = is_half ? load_halves(weights + v * register_bytes)
                       : load((const float *)(weights + v * register_bytes));
      if (is_half) {
        UNROLL for (int v = 0; v < vectors; v++) store(widened + v * LANES, w[v]);
        widened += vectors * LANES;
      }
      UNROLL for (int r = 0; r < rows; r++) {
        const Vector x = broadcast(input + k + r * pixel_stride);
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = multiply_add(x, w[v], sums[r][v]);
      }
      weights += step_bytes;
    }
  }
  if (t->residual[0]) {
    UNROLL for (int v = 0; v < vectors; v++)
      UNROLL for (int r = 0; r < rows; r++)
        sums[r][v] = add(sums[r][v], load(t->residual[v] + r * hv_block_channels));
  }
  if (p->is_activated) {
    UNROLL for (int v = 0; v < vectors; v++)
      UNROLL for (int r = 0; r < rows; r++) sums[r][v] = relu6(sums[r][v]);
  }
  UNROLL for (int v = 0; v < vectors; v++)
    UNROLL for (int r = 0; r < rows; r++) store(t->output[v] + r * hv_block_channels, sums[r][v]);
}

// `count` tiles of neighbouring pixels, one after the other.
static inline __attribute__((always_inline)) void run_tiles(
    const hv_products *p, Tile t, int count, const int rows, const int vectors, const int pixel_stride,
    const int is_half) {
  while (1) {
    run_tile(p, &t, rows, vectors, pixel_stride, is_half);
    if (--count == 0) return;
    t.input += rows * pixel_stride;
    for (int v = 0; v < vectors; v++) {
      t.output[v] += rows * hv_block_channels;
      if (t.residual[v]) t.residual[v] += rows * hv_block_channels;
    }
  }
}

// One function for each size, so that each keeps its sums in registers.
#define ROWS_CASE(rows, vectors, stride, half) \
  case rows: \
    if (rows <= MAX_ROWS_##vectors) \
      run_tiles(p, *t, count, rows <= MAX_ROWS_##vectors ? rows : 1, vectors, stride, half); \
    break;
#define DISPATCH(name, vectors, stride, half) \
  static __attribute__((noinline)) void name(const hv_products *p, const Tile *t, int rows, int count) { \
    switch (rows) { \
      ROWS_CASE(1, vectors, stride, half) ROWS_CASE(2, vectors, stride, half) ROWS_CASE(3, vectors, stride, half) \
      ROWS_CASE(4, vectors, stride, half) ROWS_CASE(5, vectors, stride, half) ROWS_CASE(6, vectors, stride, half) \
      ROWS_CASE(7, vectors, stride, half) ROWS_CASE(8, vectors, stride, half) ROWS_CASE(9, vectors, stride, half) \
      ROWS_CASE(10, vectors, stride, half) ROWS_CASE(11, vectors, stride, half) ROWS_CASE(12, vectors, stride, half) \
      ROWS_CASE(13, vectors, stride, half) ROWS_CASE(14, vectors, stride, half) \
    } \
  }
DISPATCH(tile_1, 1, 16, 0)
DISPATCH(tile_2, 2, 16, 0)
DISPATCH(tile_3, 3, 16, 0)
DISPATCH(tile_1_half, 1, 16, 1)
DISPATCH(tile_2_half, 2, 16, 1)
DISPATCH(tile_3_half, 3, 16, 1)
// Of the first convolution, whose few weights are floats.
DISPATCH(tile_1_picture, 1, 6, 0)
DISPATCH(tile_2_picture, 2, 6, 0)
DISPATCH(tile_3_picture, 3, 6, 0)

static int panel_vectors(int output_channels) {
  const int vectors = (output_channels + LANES - 1) / LANES;
  return vectors == 1 ? 1 : vectors % 2 == 0 ? 2 : vectors % 3 == 0 ? 3 : 2;
}


static int most_rows(int vectors) {
  return vectors == 1 ? MAX_ROWS_1 : vectors == 2 ? MAX_ROWS_2 : MAX_ROWS_3;
}

static int dense_tile_count(int output_channels, int pixel_count) {
  const int rows = most_rows(panel_vectors(output_channels));
  return (pixel_count + rows - 1) / rows;
}

static void dense_products(const hv_products *p) {
  typedef void (*TileFunction)(const hv_products *, const Tile *, int, int);
  static const TileFunction of_floats[] = {0, tile_1, tile_2, tile_3};
  static const TileFunction of_halves[] = {0, tile_1_half, tile_2_half, tile_3_half};
  static const TileFunction of_pictures[] = {0, tile_1_picture, tile_2_picture, tile_3_picture};
  const TileFunction *functions = p->pixel_stride != hv_block_channels ? of_pictures : of_floats;
  const int total_vectors = (p->output_channels + LANES - 1) / LANES;
  const int wide = panel_vectors(p->output_channels);
  const int tiles = dense_tile_count(p->output_channels, p->pixel_count);
  // All tiles of a panel are of one size or one pixel less.
  const int low = p->pixel_count / tiles;
  const int high_tiles = p->pixel_count % tiles;
  int index = p->first_tile, widened_panel = -1;
  while (index < p->end_tile) {
    const int panel = index / tiles, tile = index % tiles;
    // Widening halves costs as much as a multiply-add: only the first tile of a panel does it.
    const int is_half = p->has_half_weights && panel != widened_panel;
    // As many as are of one size, in this panel.
    const int is_high = tile < high_tiles;
    const int end = p->end_tile - panel * tiles < tiles ? p->end_tile - panel * tiles : tiles;
    const int count = is_half ? 1 : (is_high && high_tiles < end ? high_tiles : end) - tile;
    const int first_vector = panel * wide;
    const int vectors = total_vectors - first_vector < wide ? total_vectors - first_vector : wide;
    const int pixel = tile * low + (is_high ? tile : high_tiles);
    Tile t = {
        .input = p->input + (size_t)pixel * p->pixel_stride,
        .weights = p->has_half_weights && !is_half
                       ? (const char *)p->widened
                       : (const char *)p->weights +
                             (size_t)p->depth * first_vector * LANES * (p->has_half_weights ? 2 : 4),
        .widened = p->widened,
        .bias = p->bias + first_vector * LANES,
    };
    for (int v = 0; v < vectors; v++) {
      const int channel = (first_vector + v) * LANES;
      const size_t place = channel / hv_block_channels * p->output_block_stride +
                           (size_t)pixel * hv_block_channels + channel % hv_block_channels;
      t.output[v] = p->output + place;
      t.residual[v] = p->residual ? p->residual + place : 0;
    }
    (is_half ? of_halves : functions)[vectors](p, &t, low + is_high, count);
    if (is_half) widened_panel = panel;
    index += count;
  }
}
