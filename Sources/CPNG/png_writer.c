#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

// As in the reader: what must be alive after a longjmp is on the heap.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  int no_memory;
  char *message;
  png_structp png;
  png_infop info;
} writer;

static void take_error(png_structp png, png_const_charp text) {
  writer *w = png_get_error_ptr(png);
  strncpy(w->message, text, CPNG_MESSAGE_SIZE - 1);
  w->message[CPNG_MESSAGE_SIZE - 1] = '\0';
  png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void write_bytes(png_structp png, png_bytep from, size_t count) {
  writer *w = png_get_io_ptr(png);
  if (count > w->capacity - w->count) {
    size_t capacity = w->capacity * 2 + count + 65536;
    uint8_t *grown = realloc(w->bytes, capacity);
    if (grown == NULL) {
      w->no_memory = 1;
      png_error(png, "not enough memory");
    }
    w->bytes = grown;
    w->capacity = capacity;
  }
  memcpy(w->bytes + w->count, from, count);
  w->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static void write_remark(writer *w, const char *remark) {
  png_text text;
  memset(&text, 0, sizeof text);
  text.compression = PNG_ITXT_COMPRESSION_NONE;
  text.key = "Disclaimer";
  text.text = (char *)remark;
  text.itxt_length = strlen(remark);
  text.lang = "en";
  text.lang_key = "Disclaimer";
  png_set_text(w->png, w->info, &text, 1);
}

int cpng_encode_rgb(const uint8_t *rgb, uint32_t width, uint32_t height, const char *remark,
                    uint8_t **file, size_t *file_size, char message[CPNG_MESSAGE_SIZE]) {
  message[0] = '\0';
  *file = NULL;
  *file_size = 0;
  writer *w = calloc(1, sizeof *w);
  if (w == NULL) return CPNG_NO_MEMORY;
  w->message = message;
  w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, take_error, ignore_warning);
  if (w->png != NULL) w->info = png_create_info_struct(w->png);
  int status = CPNG_NO_MEMORY;
  if (w->info != NULL) {
    if (setjmp(png_jmpbuf(w->png)) == 0) {
      png_set_write_fn(w->png, w, write_bytes, flush_nothing);
      png_set_IHDR(w->png, w->info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                   PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
      if (remark != NULL) write_remark(w, remark);
      png_write_info(w->png, w->info);
      for (uint32_t y = 0; y < height; y++) {
        png_write_row(w->png, (png_const_bytep)(rgb + (size_t)y * width * 3));
      }
      png_write_end(w->png, w->info);
      *file = w->bytes;
      *file_size = w->count;
      w->bytes = NULL;
      status = CPNG_OK;
    } else {
      status = w->no_memory ? CPNG_NO_MEMORY : CPNG_CORRUPT;
    }
  }
  png_destroy_write_struct(&w->png, &w->info);
  free(w->bytes);
  free(w);
  return status;
}

void cpng_free(uint8_t *file) { free(file); }
