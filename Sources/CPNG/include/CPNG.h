// libpng reading and writing; see png_reader.c.
