// Rows of a depthwise convolution, written once for every instruction set; see products.h. The file that
// includes this defines DEPTHWISE_ROWS: 2 where the registers hold the sums of two rows and the weights.
//
// Seven neighbouring columns at a time, which divides every width of the network: each input is read once
// for the outputs that it belongs to. The bias is added last: where it is large and the products are
// small, adding it first costs half a digit.

enum { column_group = 7 };

// `columns` outputs of `output_rows` rows from `rows`, which point at their first input column; the first or
// the last input column may lie outside the picture.
static inline __attribute__((always_inline)) void run_columns(
    const hv_depthwise_rows *p, const float *const rows[4], const float *weights, const float *bias,
    float *output, const int output_rows, const int columns, const int stride, const int without_first,
    const int without_last) {
  Vector sums[output_rows][columns];
  UNROLL for (int o = 0; o < output_rows; o++)
    UNROLL for (int c = 0; c < columns; c++) sums[o][c] = zero();
  const int inputs = (columns - 1) * stride + 3;
  UNROLL for (int row = 0; row < output_rows + 2; row++) {
    if (!rows[row]) continue;
    UNROLL for (int i = 0; i < inputs; i++) {
      if ((i == 0 && without_first) || (i == inputs - 1 && without_last)) continue;
      const Vector x = load(rows[row] + i * hv_block_channels);
      UNROLL for (int o = 0; o < output_rows; o++) {
        // Two output rows are one input row apart: only at stride 1.
        const int kernel_row = row - o;
        if (kernel_row < 0 || kernel_row > 2) continue;
        UNROLL for (int tap = 2; tap >= 0; tap--) {
          const int column = (i - tap) / stride;
          if (i >= tap && (i - tap) % stride == 0 && column < columns)
            sums[o][column] = multiply_add(
                x, load(weights + (kernel_row * 3 + tap) * hv_block_channels), sums[o][column]);
        }
      }
    }
  }
  const Vector b = load(bias);
  UNROLL for (int o = 0; o < output_rows; o++)
    UNROLL for (int c = 0; c < columns; c++)
      store(output + o * p->output_row_stride + c * hv_block_channels, relu6(add(sums[o][c], b)));
}

#define EDGES(columns) \
  switch (without_first * 2 + without_last) { \
    case 0: run_columns(p, rows, weights, bias, place, output_rows, columns, stride, 0, 0); break; \
    case 1: run_columns(p, rows, weights, bias, place, output_rows, columns, stride, 0, 1); break; \
    case 2: run_columns(p, rows, weights, bias, place, output_rows, columns, stride, 1, 0); break; \
    case 3: run_columns(p, rows, weights, bias, place, output_rows, columns, stride, 1, 1); break; \
  }

static inline __attribute__((always_inline)) void run_lanes(
    const hv_depthwise_rows *p, const float *const starts[4], const float *weights, const float *bias,
    float *output, const int output_rows, const int stride) {
  int column = 0;
  while (column < p->output_width) {
    const int first = column * stride - p->padding;
    const float *rows[4];
    for (int row = 0; row < output_rows + 2; row++)
      rows[row] = starts[row] ? starts[row] + (ptrdiff_t)first * hv_block_channels : 0;
    float *place = output + (size_t)column * hv_block_channels;
    const int without_first = first < 0;
    if (p->output_width - column >= column_group) {
      const int without_last = first + (column_group - 1) * stride + 2 >= p->input_width;
      EDGES(column_group)
      column += column_group;
    } else {
      const int without_last = first + 2 >= p->input_width;
      EDGES(1)
      column += 1;
    }
  }
}

static void depthwise_rows(const hv_depthwise_rows *p) {
  for (int block = 0; block < p->block_count; block++) {
    for (int lane = 0; lane < hv_block_channels; lane += LANES) {
      const float *weights = p->weights + block * 9 * hv_block_channels + lane;
      const float *bias = p->bias + block * hv_block_channels + lane;
      float *output = p->output + block * p->output_block_stride + lane;
      const float *starts[4];
      for (int row = 0; row < 4; row++)
        starts[row] = p->rows[row] ? p->rows[row] + block * p->input_block_stride + lane : 0;
      if (p->stride == 2) {
        run_lanes(p, starts, weights, bias, output, 1, 2);
      } else if (p->row_count == 1) {
        run_lanes(p, starts, weights, bias, output, 1, 1);
      } else if (DEPTHWISE_ROWS == 2) {
        run_lanes(p, starts, weights, bias, output, 2, 1);
      } else {
        run_lanes(p, starts, weights, bias, output, 1, 1);
        run_lanes(p, starts + 1, weights, bias, output + p->output_row_stride, 1, 1);
      }
    }
  }
}

static void pool_block(const float *input, int pixel_count, float *output) {
  for (int lane = 0; lane < hv_block_channels; lane += LANES) {
    Vector sum = zero();
    for (int pixel = 0; pixel < pixel_count; pixel++)
      sum = add(sum, load(input + (size_t)pixel * hv_block_channels + lane));
    store(output + lane, multiply(sum, splat(1.0f / (float)pixel_count)));
  }
}
