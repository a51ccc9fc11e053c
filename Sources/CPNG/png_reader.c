#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

// Everything that must be alive after a longjmp lives here, on the heap, never in a local.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  int truncated;
  int no_memory;
  char *message;
  png_structp png;
  png_infop info;
  png_bytep pixels;
  png_bytepp rows;
} reader;

static void take_error(png_structp png, png_const_charp text) {
  reader *r = png_get_error_ptr(png);
  strncpy(r->message, text, CPNG_MESSAGE_SIZE - 1);
  r->message[CPNG_MESSAGE_SIZE - 1] = '\0';
  png_longjmp(png, 1);
}

// What is only odd is not worth stopping for; what is wrong was made an error (benign errors off).
static void ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep to, size_t wanted) {
  reader *r = png_get_io_ptr(png);
  if (wanted > r->count - r->position) {
    r->truncated = 1;
    png_error(png, "the file ends early");
  }
  memcpy(to, r->bytes + r->position, wanted);
  r->position += wanted;
}

static uint8_t over_white(uint8_t sample, uint8_t alpha) {
  return (uint8_t)((sample * alpha + 255 * (255 - alpha) + 127) / 255);
}

typedef struct {
  uint8_t rgb[256][3];
  int count;
} palette;

// The palette with its transparent entries already blended.
static void read_palette(reader *r, palette *p) {
  png_colorp colours = NULL;
  png_bytep alpha = NULL;
  int alpha_count = 0;
  p->count = 0;
  if (!png_get_PLTE(r->png, r->info, &colours, &p->count) || p->count == 0) {
    png_error(r->png, "no palette");
  }
  if (png_get_valid(r->png, r->info, PNG_INFO_tRNS)) {
    png_get_tRNS(r->png, r->info, &alpha, &alpha_count, NULL);
  }
  for (int i = 0; i < p->count && i < 256; i++) {
    uint8_t a = i < alpha_count ? alpha[i] : 255;
    p->rgb[i][0] = over_white(colours[i].red, a);
    p->rgb[i][1] = over_white(colours[i].green, a);
    p->rgb[i][2] = over_white(colours[i].blue, a);
  }
}

static void convert_indices(reader *r, const palette *p, const uint8_t *row, uint32_t width,
                            uint8_t *rgb) {
  for (uint32_t x = 0; x < width; x++) {
    if (row[x] >= p->count) png_error(r->png, "a pixel names a colour outside the palette");
    memcpy(rgb + 3 * (size_t)x, p->rgb[row[x]], 3);
  }
}

static void convert_rgba(const uint8_t *row, uint32_t width, uint8_t *rgb) {
  for (size_t x = 0; x < width; x++) {
    const uint8_t *in = row + 4 * x;
    uint8_t *out = rgb + 3 * x;
    if (in[3] == 255) {
      memcpy(out, in, 3);
    } else {
      for (int c = 0; c < 3; c++) out[c] = over_white(in[c], in[3]);
    }
  }
}

// The body that may longjmp; its caller holds the setjmp.
static void decode(reader *r, uint32_t width, uint32_t height, uint8_t *rgb) {
  png_structp png = r->png;
  png_set_read_fn(png, r, read_bytes);
  png_set_user_limits(png, width, height);
  png_set_chunk_malloc_max(png, 8u << 20);
  png_set_chunk_cache_max(png, 64);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_benign_errors(png, 0);
  // Text, profiles and the like are skipped unread, so a compressed one cannot be a bomb.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "eXIf", 1);

  png_read_info(png, r->info);
  if (png_get_image_width(png, r->info) != width || png_get_image_height(png, r->info) != height) {
    png_error(png, "two headers disagree");
  }
  int indexed = png_get_color_type(png, r->info) == PNG_COLOR_TYPE_PALETTE;
  palette colours;
  if (indexed) {
    read_palette(r, &colours);
    png_set_packing(png);
  } else {
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
  }
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, r->info);

  size_t row_size = png_get_rowbytes(png, r->info);
  if (row_size != (size_t)width * (indexed ? 1 : 4)) png_error(png, "an unexpected row size");
  // Interlaced pictures need all rows at once; the others one row at a time.
  size_t row_count = passes > 1 ? height : 1;
  r->pixels = calloc(row_count, row_size);
  r->rows = calloc(row_count, sizeof *r->rows);
  if (r->pixels == NULL || r->rows == NULL) {
    r->no_memory = 1;
    png_error(png, "not enough memory");
  }
  for (size_t y = 0; y < row_count; y++) r->rows[y] = r->pixels + y * row_size;
  if (passes > 1) png_read_image(png, r->rows);
  for (uint32_t y = 0; y < height; y++) {
    if (passes == 1) png_read_row(png, r->pixels, NULL);
    const uint8_t *row = r->rows[passes > 1 ? y : 0];
    uint8_t *out = rgb + (size_t)y * width * 3;
    if (indexed) {
      convert_indices(r, &colours, row, width, out);
    } else {
      convert_rgba(row, width, out);
    }
  }
  png_read_end(png, NULL);
}

int cpng_decode_rgb(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height,
                    uint8_t *rgb, char message[CPNG_MESSAGE_SIZE]) {
  message[0] = '\0';
  reader *r = calloc(1, sizeof *r);
  if (r == NULL) return CPNG_NO_MEMORY;
  r->bytes = bytes;
  r->count = count;
  r->message = message;
  r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, take_error, ignore_warning);
  if (r->png != NULL) r->info = png_create_info_struct(r->png);
  int status = CPNG_NO_MEMORY;
  if (r->info != NULL) {
    if (setjmp(png_jmpbuf(r->png)) == 0) {
      decode(r, width, height, rgb);
      status = CPNG_OK;
    } else {
      status = r->no_memory ? CPNG_NO_MEMORY : r->truncated ? CPNG_TRUNCATED : CPNG_CORRUPT;
    }
  }
  png_destroy_read_struct(&r->png, &r->info, NULL);
  free(r->pixels);
  free(r->rows);
  free(r);
  return status;
}
