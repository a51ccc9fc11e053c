// A row of a depthwise convolution, written once for every instruction set; see products.h.
//
// Seven neighbouring columns at a time, which divides every width of the network: each input is read once
// for the outputs that it belongs to. The bias is added last: where it is large and the products are
// small, adding it first costs half a digit.

enum { column_group = 7 };

// `columns` outputs from `rows`, which point at their first input column; the first or the last input
// column may lie outside the picture.
static inline __attribute__((always_inline)) void run_columns(
    const float *const rows[3], const float *weights, const float *bias, float *output, const int columns,
    const int stride, const int without_first, const int without_last) {
  Vector sums[columns];
  UNROLL for (int c = 0; c < columns; c++) sums[c] = zero();
  const int inputs = (columns - 1) * stride + 3;
  for (int row = 0; row < 3; row++) {
    if (!rows[row]) continue;
    const Vector w[3] = {
        load(weights + (row * 3 + 0) * hv_block_channels),
        load(weights + (row * 3 + 1) * hv_block_channels),
        load(weights + (row * 3 + 2) * hv_block_channels),
    };
    UNROLL for (int i = 0; i < inputs; i++) {
      if ((i == 0 && without_first) || (i == inputs - 1 && without_last)) continue;
      const Vector x = load(rows[row] + i * hv_block_channels);
      UNROLL for (int tap = 2; tap >= 0; tap--) {
        const int column = (i - tap) / stride;
        if (i >= tap && (i - tap) % stride == 0 && column < columns)
          sums[column] = multiply_add(x, w[tap], sums[column]);
      }
    }
  }
  const Vector b = load(bias);
  UNROLL for (int c = 0; c < columns; c++)
    store(output + c * hv_block_channels, relu6(add(sums[c], b)));
}

static inline __attribute__((always_inline)) void run_lanes(
    const hv_depthwise_row *p, const float *const starts[3], const float *weights, const float *bias,
    float *output, const int stride) {
  int column = 0;
  while (column < p->output_width) {
    const int first = column * stride - p->padding;
    const float *rows[3];
    for (int row = 0; row < 3; row++)
      rows[row] = starts[row] ? starts[row] + (ptrdiff_t)first * hv_block_channels : 0;
    float *place = output + (size_t)column * hv_block_channels;
    const int without_first = first < 0;
    if (p->output_width - column >= column_group) {
      const int without_last = first + (column_group - 1) * stride + 2 >= p->input_width;
      switch (without_first * 2 + without_last) {
        case 0: run_columns(rows, weights, bias, place, column_group, stride, 0, 0); break;
        case 1: run_columns(rows, weights, bias, place, column_group, stride, 0, 1); break;
        case 2: run_columns(rows, weights, bias, place, column_group, stride, 1, 0); break;
        case 3: run_columns(rows, weights, bias, place, column_group, stride, 1, 1); break;
      }
      column += column_group;
    } else {
      const int without_last = first + 2 >= p->input_width;
      switch (without_first * 2 + without_last) {
        case 0: run_columns(rows, weights, bias, place, 1, stride, 0, 0); break;
        case 1: run_columns(rows, weights, bias, place, 1, stride, 0, 1); break;
        case 2: run_columns(rows, weights, bias, place, 1, stride, 1, 0); break;
        case 3: run_columns(rows, weights, bias, place, 1, stride, 1, 1); break;
      }
      column += 1;
    }
  }
}

static void depthwise_row(const hv_depthwise_row *p) {
  for (int block = 0; block < p->block_count; block++) {
    const float *weights = p->weights + block * 9 * hv_block_channels;
    const float *bias = p->bias + block * hv_block_channels;
    float *output = p->output + block * p->output_block_stride;
    for (int lane = 0; lane < hv_block_channels; lane += LANES) {
      const float *starts[3];
      for (int row = 0; row < 3; row++)
        starts[row] = p->rows[row] ? p->rows[row] + block * p->input_block_stride + lane : 0;
      if (p->stride == 1)
        run_lanes(p, starts, weights + lane, bias + lane, output + lane, 1);
      else
        run_lanes(p, starts, weights + lane, bias + lane, output + lane, 2);
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
