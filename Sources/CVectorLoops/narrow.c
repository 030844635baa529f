#include "vector_loops.h"

#include <math.h>

VECTORISED
void vl_to_bfloat16(const float *x, uint16_t *y, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    const uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    // Rounding could turn a NaN into an infinity.
    y[i] = (uint16_t)(x[i] == x[i] ? rounded : bits >> 16 | 0x40);
  }
}

VECTORISED
void vl_from_bfloat16(const uint16_t *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(y + i, &bits, sizeof bits);
  }
}

VECTORISED
void vl_raise_to_magnitudes(const float *x, float *largest, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const float magnitude = fabsf(x[i]);
    // A NaN stays.
    largest[i] = largest[i] >= magnitude || largest[i] != largest[i] ? largest[i] : magnitude;
  }
}

// Adding 1.5 * 2^23 rounds to the nearest integer, ties to even.
static inline int32_t nearest(float x) {
  const float shifted = x + 12582912.0f;
  int32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  return bits - 0x4b400000;
}

VECTORISED
void vl_quantise_weights(const float *x, const float *scale, int8_t *q, int32_t *sums, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const int32_t value = scale[i] > 0 ? nearest(x[i] / scale[i]) : 0;
    q[i] = (int8_t)value;
    sums[i] += value;
  }
}

VECTORISED
float vl_quantise_input(const float *x, uint8_t *q, size_t n) {
  REASSOCIATE
  float largest = 0, poison = 0;
  for (size_t i = 0; i < n; i++) {
    const float magnitude = fabsf(x[i]);
    largest = magnitude > largest ? magnitude : largest;
    poison += 0 * x[i];
  }
  const float inverse = largest > 0 ? 127.0f / largest : 0.0f;
  for (size_t i = 0; i < n; i++) q[i] = (uint8_t)(nearest(x[i] * inverse) + 128);
  return largest / 127.0f + poison;
}

VECTORISED
void vl_dequantise(const int32_t *products, float row_scale, const float *column_scale,
                   const int32_t *column_sums, const float *bias, float *y, size_t n) {
  IN_PLACE
  for (size_t i = 0; i < n; i++)
    y[i] = (float)(products[i] - 128 * column_sums[i]) * (row_scale * column_scale[i]) + bias[i];
}

VECTORISED
float vl_largest_magnitude(const float *x, size_t n) {
  REASSOCIATE
  float largest = 0, poison = 0;
  for (size_t i = 0; i < n; i++) {
    const float magnitude = fabsf(x[i]);
    largest = magnitude > largest ? magnitude : largest;
    poison += 0 * x[i];
  }
  return largest + poison;
}

VECTORISED
void vl_int8_quantise(const float *x, float scale, int8_t *q, size_t n) {
  const float factor = scale > 0 ? 127.0f / scale : 0.0f;
  for (size_t i = 0; i < n; i++) q[i] = (int8_t)nearest(x[i] * factor);
}

VECTORISED
void vl_int8_dequantise(const int8_t *q, float scale, float *y, size_t n) {
  // In this order and by the reciprocal, as bitsandbytes does.
  for (size_t i = 0; i < n; i++) y[i] = (float)q[i] * scale * (float)(1.0 / 127);
}
