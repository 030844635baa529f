#include "vector_loops.h"

// Columns whose sums stay in the first-level cache while the rows of weights pass by.
#define TILE 512

VECTORISED
void vl_few_rows(const float *x, size_t x_stride, const float *w, size_t w_stride, float *y,
                 size_t y_stride, size_t m, size_t k, size_t n) {
  for (size_t start = 0; start < n; start += TILE) {
    const size_t width = n - start < TILE ? n - start : TILE;
    size_t row = 0;
    for (; row + 4 <= k; row += 4) {
      const float *w0 = w + row * w_stride + start, *w1 = w0 + w_stride, *w2 = w1 + w_stride,
                  *w3 = w2 + w_stride;
      for (size_t i = 0; i < m; i++) {
        const float *a = x + i * x_stride + row;
        const float a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        float *sums = y + i * y_stride + start;
        IN_PLACE
        for (size_t j = 0; j < width; j++)
          sums[j] += (a0 * w0[j] + a1 * w1[j]) + (a2 * w2[j] + a3 * w3[j]);
      }
    }
    for (; row < k; row++) {
      const float *w0 = w + row * w_stride + start;
      for (size_t i = 0; i < m; i++) {
        const float a0 = x[i * x_stride + row];
        float *sums = y + i * y_stride + start;
        IN_PLACE
        for (size_t j = 0; j < width; j++) sums[j] += a0 * w0[j];
      }
    }
  }
}

VECTORISED
void vl_few_rows_transposed(const float *x, size_t x_stride, const float *w, size_t w_stride,
                            float *y, size_t y_stride, size_t m, size_t k, size_t n) {
  REASSOCIATE
  for (size_t column = 0; column < n; column++) {
    const float *row = w + column * w_stride;
    size_t i = 0;
    for (; i + 4 <= m; i += 4) {
      const float *x0 = x + i * x_stride, *x1 = x0 + x_stride, *x2 = x1 + x_stride,
                  *x3 = x2 + x_stride;
      float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (size_t j = 0; j < k; j++) {
        s0 += row[j] * x0[j];
        s1 += row[j] * x1[j];
        s2 += row[j] * x2[j];
        s3 += row[j] * x3[j];
      }
      float *sums = y + i * y_stride + column;
      sums[0] += s0;
      sums[y_stride] += s1;
      sums[2 * y_stride] += s2;
      sums[3 * y_stride] += s3;
    }
    for (; i < m; i++) {
      const float *x0 = x + i * x_stride;
      float s0 = 0;
      for (size_t j = 0; j < k; j++) s0 += row[j] * x0[j];
      y[i * y_stride + column] += s0;
    }
  }
}
