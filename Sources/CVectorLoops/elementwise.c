#include "vector_loops.h"

#include <math.h>

VECTORISED
void vl_add(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] += x[i];
}

VECTORISED
void vl_add_scaled(float a, const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}

VECTORISED
void vl_sum(const float *x, const float *y, float *z, size_t n) {
  for (size_t i = 0; i < n; i++) z[i] = x[i] + y[i];
}

VECTORISED
void vl_scale(float a, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] *= a;
}

VECTORISED
double vl_sum_of_squares(const float *x, size_t n) {
  REASSOCIATE
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

VECTORISED
float vl_max(const float *x, size_t n) {
  float largest = -INFINITY;
  for (size_t i = 0; i < n; i++) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

VECTORISED
float vl_exp_sum(const float *x, float *y, size_t n, float m) {
  REASSOCIATE
  float sum = 0;
  IN_PLACE
  for (size_t i = 0; i < n; i++) {
    const float e = exp_f32(x[i] - m);
    y[i] = e;
    sum += e;
  }
  return sum;
}

void vl_softmax(float *x, size_t n, float scale) {
  if (n == 0) return;
  vl_scale(scale, x, n);
  const float sum = vl_exp_sum(x, x, n, vl_max(x, n));
  vl_scale(1.0f / sum, x, n);
}

VECTORISED
void vl_softmax_backward(const float *p, float *dp, size_t n, float scale) {
  REASSOCIATE
  float dot = 0;
  for (size_t i = 0; i < n; i++) dot += p[i] * dp[i];
  for (size_t i = 0; i < n; i++) dp[i] = scale * p[i] * (dp[i] - dot);
}

// sqrt(2/pi) and the cubic coefficient of Hendrycks and Gimpel, "Gaussian error linear units"
// (2016), section 2. tanh(u) = 2 sigmoid(2u) - 1 turns the formula into one exponential.
#define GELU_ROOT 0.7978845608028654f
#define GELU_CUBIC 0.044715f

VECTORISED
void vl_gelu_tanh(const float *x, float *y, size_t n) {
  IN_PLACE
  for (size_t i = 0; i < n; i++) {
    const float v = x[i];
    const float u = GELU_ROOT * (v + GELU_CUBIC * v * v * v);
    y[i] = v / (1.0f + exp_f32(-2.0f * u));
  }
}

VECTORISED
void vl_gelu_tanh_backward(const float *x, const float *dy, float *dx, size_t n) {
  IN_PLACE
  for (size_t i = 0; i < n; i++) {
    const float v = x[i];
    const float u = GELU_ROOT * (v + GELU_CUBIC * v * v * v);
    const float du = GELU_ROOT * (1.0f + 3.0f * GELU_CUBIC * v * v);
    const float s = 1.0f / (1.0f + exp_f32(-2.0f * u));
    dx[i] = dy[i] * (s + 2.0f * v * s * (1.0f - s) * du);
  }
}

void vl_gelu_erf(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = 0.5f * x[i] * erfcf(-x[i] * 0.70710678118654752f);
}

void vl_gelu_erf_backward(const float *x, const float *dy, float *dx, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const float cumulative = 0.5f * erfcf(-x[i] * 0.70710678118654752f);
    const float density = 0.3989422804014327f * expf(-0.5f * x[i] * x[i]);
    dx[i] = dy[i] * (cumulative + x[i] * density);
  }
}

VECTORISED
void vl_relu(const float *x, float *y, size_t n) {
  // Written so that NaN passes: training must notice that it diverges.
  IN_PLACE
  for (size_t i = 0; i < n; i++) y[i] = x[i] <= 0 ? 0 : x[i];
}

VECTORISED
void vl_relu_backward(const float *x, const float *dy, float *dx, size_t n) {
  IN_PLACE
  for (size_t i = 0; i < n; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
}
