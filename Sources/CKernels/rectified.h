// Products of what ReLU6 has made, two thirds of which are zeros: they are passed over. Written once for every
// instruction set; see products.h. The file that includes this defines `Bits`, how the numbers at some
// of a register's places are brought together, and GROUP_ROWS(vectors): pixels of a group that is so many registers
// wide. Few see more zeros, but there must be sums enough that none waits for the one before.
//
// A group of few pixels has all its sums in registers, for as many channels as there is room. A part of the weights,
// small enough for the first level cache, is used by all groups before the next one is; a group lists where its inputs
// are not all zero, and takes the list. Sums wait in the output meanwhile. A product with zero changes no sum,
// so the bits are those of `run_tiles`; a NaN is no zero.

enum {
  most_vectors = 12,
  most_rows_of_group = 2,
  // Of a part of the weights.
  most_inputs_of_part = 128,
};

// What the groups of one part have in common, and the place of one of them.
typedef struct {
  const float *input;
  // [k][channel of the panel]
  const float *weights;
  int length;
  int is_first, is_last;
  const float *bias;
  float *output;
  const float *residual;
  // The next part's weights as they are stored, and how many bytes of them each group asks for.
  const char *next;
  int next_bytes;
} Group;

// Where some of a group's inputs are not zero, and what they are there.
typedef struct {
  int count;
  // Room for a whole register behind the last.
  int32_t places[most_inputs_of_part + LANES];
  float values[most_rows_of_group][most_inputs_of_part + LANES];
} List;

static inline __attribute__((always_inline)) void list_inputs(
    const hv_products *p, const float *input, int length, List *list, const int rows) {
  int count = 0;
  for (int k = 0; k < length; k += LANES) {
    const float *from = input + (size_t)(k / hv_block_channels) * p->segment_stride + k % hv_block_channels;
    Vector x[most_rows_of_group];
    UNROLL for (int r = 0; r < rows; r++) x[r] = load(from + r * hv_block_channels);
    Vector any = x[0];
    UNROLL for (int r = 1; r < rows; r++) any = bitwise_or(any, x[r]);
    const Bits bits = nonzero(any);
    UNROLL for (int r = 0; r < rows; r++) store(list->values[r] + count, together(x[r], bits));
    store_places(list->places + count, k, bits);
    count += __builtin_popcount(bits);
  }
  list->count = count;
}

// Arrays have constant bounds, unlike a tile's, or the compiler would keep them in memory for their two loops.
static inline __attribute__((always_inline)) void add_products(
    const hv_products *p, const Group *g, const List *list, const int rows, const int vectors) {
  Vector sums[most_rows_of_group][most_vectors];
  UNROLL for (int v = 0; v < vectors; v++) {
    const int lane = v * LANES;
    const float *from = g->output + lane / hv_block_channels * p->output_block_stride + lane % hv_block_channels;
    UNROLL for (int r = 0; r < rows; r++)
      sums[r][v] = g->is_first ? load(g->bias + lane) : load(from + r * hv_block_channels);
  }
  const int count = list->count;
  for (int i = 0; i < count; i++) {
    const float *w = g->weights + (size_t)(uint32_t)list->places[i] * (vectors * LANES);
    Vector x[most_rows_of_group];
    UNROLL for (int r = 0; r < rows; r++) x[r] = broadcast(list->values[r] + i);
    UNROLL for (int v = 0; v < vectors; v++) {
      const Vector weights = load(w + v * LANES);
      UNROLL for (int r = 0; r < rows; r++) sums[r][v] = multiply_add(x[r], weights, sums[r][v]);
    }
  }
  UNROLL for (int v = 0; v < vectors; v++) {
    const int lane = v * LANES;
    const size_t place = lane / hv_block_channels * p->output_block_stride + lane % hv_block_channels;
    UNROLL for (int r = 0; r < rows; r++) {
      Vector sum = sums[r][v];
      if (g->is_last) {
        if (g->residual) sum = add(sum, load(g->residual + place + r * hv_block_channels));
        if (p->is_activated) sum = relu6(sum);
      }
      store(g->output + place + r * hv_block_channels, sum);
    }
  }
}

// All groups of neighbouring pixels; a last one that is left over goes alone. How long a list is the processor cannot
// foresee and starts anew behind each: the next list is made before this one is taken.
static inline __attribute__((always_inline)) void run_groups(
    const hv_products *p, Group g, int pixel_count, const int rows, const int vectors) {
  List lists[2];
  int turn = 0;
  if (pixel_count >= rows) list_inputs(p, g.input, g.length, &lists[0], rows);
  for (; pixel_count >= rows; pixel_count -= rows) {
    g.input += rows * hv_block_channels;
    for (int byte = 0; byte < g.next_bytes; byte += 64) __builtin_prefetch(g.next + byte, 0, 2);
    g.next += g.next_bytes;
    if (pixel_count >= 2 * rows) list_inputs(p, g.input, g.length, &lists[1 - turn], rows);
    add_products(p, &g, &lists[turn], rows, vectors);
    turn = 1 - turn;
    g.output += rows * hv_block_channels;
    if (g.residual) g.residual += rows * hv_block_channels;
  }
  if (pixel_count == 0) return;
  list_inputs(p, g.input, g.length, &lists[0], 1);
  add_products(p, &g, &lists[0], 1, vectors);
}

#define GROUPS(vectors) \
  static __attribute__((noinline)) void groups_##vectors(const hv_products *p, Group g, int pixel_count) { \
    run_groups(p, g, pixel_count, GROUP_ROWS(vectors), vectors); \
  }
GROUPS(1) GROUPS(2) GROUPS(3) GROUPS(4) GROUPS(5) GROUPS(6)
GROUPS(7) GROUPS(8) GROUPS(9) GROUPS(10) GROUPS(11) GROUPS(12)

// Panels of the same width, as wide as there is room; each begins with a block.
static int rectified_panel_vectors(int output_channels) {
  const int vectors_of_block = hv_block_channels / LANES;
  const int blocks = (output_channels + hv_block_channels - 1) / hv_block_channels;
  const int panels = (blocks * vectors_of_block + most_vectors - 1) / most_vectors;
  return (blocks + panels - 1) / panels * vectors_of_block;
}

static int rectified_tile_count(int pixel_count) { return (pixel_count + most_rows_of_group - 1) / most_rows_of_group; }

static void rectified_products(const hv_products *p) {
  typedef void (*GroupFunction)(const hv_products *, Group, int);
  static const GroupFunction functions[] = {0, groups_1, groups_2, groups_3, groups_4, groups_5, groups_6,
                                            groups_7, groups_8, groups_9, groups_10, groups_11, groups_12};
  const int total_vectors = (p->output_channels + LANES - 1) / LANES;
  const int wide = rectified_panel_vectors(p->output_channels);
  const int number_bytes = p->has_half_weights ? 2 : 4;
  const int pixel = p->first_tile * most_rows_of_group;
  const int end = p->end_tile * most_rows_of_group < p->pixel_count ? p->end_tile * most_rows_of_group : p->pixel_count;
  const int groups = (end - pixel + GROUP_ROWS(wide) - 1) / GROUP_ROWS(wide);
  if (groups <= 0) return;
  for (int first_vector = 0; first_vector < total_vectors; first_vector += wide) {
    const int vectors = total_vectors - first_vector < wide ? total_vectors - first_vector : wide;
    const int channels = vectors * LANES;
    const size_t first_weight = (size_t)p->depth * first_vector * LANES;
    const size_t place = (size_t)(first_vector * LANES / hv_block_channels) * p->output_block_stride +
                         (size_t)pixel * hv_block_channels + first_vector * LANES % hv_block_channels;
    int most = hv_part_numbers / channels / hv_block_channels * hv_block_channels;
    if (most > most_inputs_of_part) most = most_inputs_of_part;
    for (int k = 0; k < p->depth; k += most) {
      const int length = p->depth - k < most ? p->depth - k : most;
      const char *stored = (const char *)p->weights + (first_weight + (size_t)k * channels) * number_bytes;
      if (p->has_half_weights)
        for (int i = 0; i < length * channels; i += LANES) store(p->widened + i, load_halves(stored + i * 2));
      functions[vectors](
          p,
          (Group){.input = p->input + (size_t)(k / hv_block_channels) * p->segment_stride +
                           (size_t)pixel * hv_block_channels,
                  .weights = p->has_half_weights ? p->widened : (const float *)stored,
                  .length = length,
                  .is_first = k == 0,
                  .is_last = k + length == p->depth,
                  .bias = p->bias + first_vector * LANES,
                  .output = p->output + place,
                  .residual = p->residual ? p->residual + place : 0,
                  .next = stored + length * channels * number_bytes,
                  .next_bytes = most * channels * number_bytes / groups / 64 * 64 + 64},
          end - pixel);
    }
  }
}

// Either way, as the caller knows its input.

static int panel_channels(int output_channels, int is_rectified) {
  return (is_rectified ? rectified_panel_vectors(output_channels) : panel_vectors(output_channels)) * LANES;
}

static int tile_count(int output_channels, int pixel_count, int is_rectified) {
  return is_rectified ? rectified_tile_count(pixel_count) : dense_tile_count(output_channels, pixel_count);
}

static void products(const hv_products *p) {
  if (p->is_rectified) rectified_products(p);
  else dense_products(p);
}
