#include "vector_loops.h"

// Columns at a time: of so many rows of y the cache holds a line each.
#define SIDE 16

VECTORISED
void vl_transpose(const float *x, size_t x_stride, size_t rows, size_t columns, float *y, size_t y_stride) {
  for (size_t start = 0; start < columns; start += SIDE) {
    const size_t width = columns - start < SIDE ? columns - start : SIDE;
    for (size_t row = 0; row < rows; row++) {
      const float *source = x + row * x_stride + start;
      float *target = y + start * y_stride + row;
      for (size_t j = 0; j < width; j++) target[j * y_stride] = source[j];
    }
  }
}
