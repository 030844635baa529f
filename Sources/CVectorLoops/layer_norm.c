#include "vector_loops.h"

#include <math.h>

VECTORISED
void vl_layer_norm_statistics(const float *x, size_t n, float epsilon, float *mean, float *rstd) {
  REASSOCIATE
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  const float m = sum / (float)n;
  // The second pass over a row that is still in the cache avoids the cancellation of
  // E[x^2] - E[x]^2.
  float squares = 0;
  for (size_t i = 0; i < n; i++) {
    const float d = x[i] - m;
    squares += d * d;
  }
  *mean = m;
  *rstd = 1.0f / sqrtf(squares / (float)n + epsilon);
}

VECTORISED
void vl_layer_norm_apply(const float *x, const float *gain, const float *bias, float mean,
                         float rstd, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (x[i] - mean) * rstd * gain[i] + bias[i];
}

VECTORISED
void vl_layer_norm_backward(const float *x, const float *gain, const float *dy, float mean,
                            float rstd, float *dx, size_t n) {
  REASSOCIATE
  float sum = 0, dot = 0;
  for (size_t i = 0; i < n; i++) {
    const float d = dy[i] * gain[i];
    sum += d;
    dot += d * (x[i] - mean) * rstd;
  }
  const float mean_d = sum / (float)n, mean_dot = dot / (float)n;
  for (size_t i = 0; i < n; i++) {
    const float normalised = (x[i] - mean) * rstd;
    dx[i] += rstd * (dy[i] * gain[i] - mean_d - normalised * mean_dot);
  }
}

VECTORISED
void vl_layer_norm_backward_parameters(const float *x, const float *dy, float mean, float rstd,
                                       float *dgain, float *dbias, size_t n) {
  for (size_t i = 0; i < n; i++) {
    dgain[i] += dy[i] * (x[i] - mean) * rstd;
    dbias[i] += dy[i];
  }
}
