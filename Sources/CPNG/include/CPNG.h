// Reading and writing PNG through libpng's classic interface. libpng reports errors by longjmp,
// which must never cross a Swift frame: every setjmp stays inside these C files.
#ifndef HEMATOVISION_CPNG_H
#define HEMATOVISION_CPNG_H

#include <stddef.h>
#include <stdint.h>

enum cpng_status {
  CPNG_OK = 0,
  CPNG_TRUNCATED = 1,
  CPNG_CORRUPT = 2,
  CPNG_NO_MEMORY = 3,
};

enum { CPNG_MESSAGE_SIZE = 128 };

// Decodes a whole PNG file in memory to 8-bit RGB, rows top to bottom without padding. `rgb` has
// room for width * height * 3 bytes, where width and height are the ones of the file's header; a
// file that then says otherwise is corrupt. Sixteen-bit samples are scaled (not cut) to eight, grey
// is repeated, transparency is blended with white, gamma and colour profiles are left alone.
// `message` receives libpng's reason, NUL-terminated, when the answer is not CPNG_OK.
int cpng_decode_rgb(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height,
                    uint8_t *rgb, char message[CPNG_MESSAGE_SIZE]);

// Encodes 8-bit RGB rows as a PNG file; `*file` is freed by the caller with cpng_free. `remark`, UTF-8
// without a NUL or NULL, is written as the text chunk Disclaimer.
int cpng_encode_rgb(const uint8_t *rgb, uint32_t width, uint32_t height, const char *remark,
                    uint8_t **file, size_t *file_size, char message[CPNG_MESSAGE_SIZE]);

void cpng_free(uint8_t *file);

#endif
