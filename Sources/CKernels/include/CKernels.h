// The engine's hot loops, once for each instruction set, chosen at run time.
//
// All activations lie in blocks of 16 channels: [channel / 16][pixel][channel % 16], fp32. A block of a
// pixel is one cache line, one AVX-512 register or two AVX2 registers. Strides are in floats.
#ifndef HEMATOVISION_KERNELS_H
#define HEMATOVISION_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Channels that lie side by side.
enum { hv_block_channels = 16 };

/// Weights that are used for all pixels before the next ones are, where zeros are passed over: 32 kB of floats, which a
/// first level cache holds.
enum { hv_part_numbers = 8192 };

/// Many dot products: output[channel][pixel] = bias + sum over k of input[pixel][k] * weight[k][channel].
///
/// The k of one pixel lie in `segment_count` runs of `segment_length` numbers, `segment_stride` apart, then
/// one run of `tail_length`. A 1x1 convolution has a run a block; the first convolution, a run a kernel row.
typedef struct {
  const float *input;
  size_t segment_stride;
  int segment_count;
  int segment_length;
  int tail_length;
  /// Weights of each channel: the numbers of all runs, or more where rows of the picture are missing.
  int depth;
  /// Floats from one pixel's input to the next one's: 16, or 6 for the first convolution.
  int pixel_stride;
  int pixel_count;
  int output_channels;
  /// Whether ReLU6 made the input, so that most of it is zeros, which are passed over. Each pixel's k are whole blocks
  /// then, and the residual is not the output.
  int is_rectified;
  /// [panel][k][channel of the panel], padded with zeros to whole registers; see `panel_channels`.
  const void *weights;
  /// Whether the weights are halves, which take half of the way from memory, else floats.
  int has_half_weights;
  /// Room for the weights of a panel as floats, depth x `panel_channels` of them, or for `hv_part_numbers` where the
  /// input is rectified; of halves only.
  float *widened;
  /// [channel], padded likewise.
  const float *bias;
  float *output;
  size_t output_block_stride;
  /// Added to the result, laid out as the output, which it may be; or NULL.
  const float *residual;
  /// Whether ReLU6 follows.
  int is_activated;
  /// The part to compute, counted in tiles of pixels, panel by panel: 0 ..< panels * tiles is all. Where the input is
  /// rectified a tile has all panels: 0 ..< tiles.
  int first_tile;
  int end_tile;
} hv_products;

/// One or two output rows of a 3x3 convolution of each channel by itself, plus bias, then ReLU6.
typedef struct {
  /// Column 0 of the three or four input rows; NULL stands for a row outside the picture.
  const float *rows[4];
  /// Output rows: 1, or 2 at stride 1.
  int row_count;
  size_t input_block_stride;
  int block_count;
  int input_width;
  int output_width;
  /// 1 or 2.
  int stride;
  /// Zeros before column 0: 0 or 1.
  int padding;
  /// [block][kernel row][kernel column][channel % 16]
  const float *weights;
  /// [block][channel % 16]
  const float *bias;
  float *output;
  size_t output_block_stride;
  /// Floats from one output row to the next.
  size_t output_row_stride;
} hv_depthwise_rows;

/// The kernels of one instruction set.
typedef struct {
  const char *name;
  /// Floats in a register.
  int lanes;
  /// Output channels of each panel of packed weights, but for the last, which may have fewer.
  int (*panel_channels)(int output_channels, int is_rectified);
  /// Tiles that `pixel_count` pixels of a panel are divided into.
  int (*tile_count)(int output_channels, int pixel_count, int is_rectified);
  void (*products)(const hv_products *);
  void (*depthwise_rows)(const hv_depthwise_rows *);
  /// The mean over the pixels of one block, [pixel][16] to [16].
  void (*pool_block)(const float *input, int pixel_count, float *output);
  /// `rounds` times as many independent multiply-adds as hide each other's latency: the peak probe. Gives
  /// their number; `sink` takes a result, so that nothing is optimised away.
  long (*multiply_adds)(long rounds, float *sink);
} hv_kernels;

/// NULL where the processor, its operating system or the compiler lacks the instructions.
const hv_kernels *hv_avx512_kernels(void);
const hv_kernels *hv_avx2_kernels(void);

/// Tells the processor that this thread spins.
static inline void hv_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Adds 1 to a number that other threads look at; gives the sum.
static inline int32_t hv_count_up(int32_t *word) { return __atomic_add_fetch(word, 1, __ATOMIC_SEQ_CST); }
/// Takes 1 from it.
static inline void hv_count_down(int32_t *word) { __atomic_sub_fetch(word, 1, __ATOMIC_SEQ_CST); }
/// The number as it is now, and what was written before it became so.
static inline int32_t hv_look(const int32_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

/// Sleeps until `hv_wake_sleepers`, unless the number is another one by then; may return sooner.
void hv_sleep_while(const int32_t *word, int32_t value);
/// Wakes all who sleep over this number.
void hv_wake_sleepers(const int32_t *word);

#endif
