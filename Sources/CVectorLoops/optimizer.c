#include "vector_loops.h"

#include <math.h>

// The arithmetic of a step on n elements; inlined into the functions below. sqrtf would have to set errno
// for negative numbers, and so keep the loop from being vectorised.
static inline __attribute__((always_inline)) void adamw(const vl_adamw_step *step,
                                                        const float *gradient, float *first_moment,
                                                        float *second_moment, float *parameter,
                                                        size_t n) {
  const float b1 = step->beta1, b2 = step->beta2, epsilon = step->epsilon;
  const float new1 = step->new1, new2 = step->new2;
  const float keep = 1.0f - step->decay;
  const float rate = step->learning_rate / step->bias_correction1;
  const float root = 1.0f / step->root_bias_correction2, scale = step->gradient_scale;
  const float coupled = step->coupled_decay;
  for (size_t i = 0; i < n; i++) {
    const float g = gradient[i] * scale + coupled * parameter[i];
    const float m = b1 * first_moment[i] + new1 * g;
    const float v = b2 * second_moment[i] + new2 * g * g;
    first_moment[i] = m;
    second_moment[i] = v;
    parameter[i] = parameter[i] * keep - rate * m / (__builtin_elementwise_sqrt(v) * root + epsilon);
  }
}

VECTORISED
void vl_adamw(const vl_adamw_step *step, const float *gradient, float *first_moment,
              float *second_moment, float *parameter, size_t n) {
  adamw(step, gradient, first_moment, second_moment, parameter, n);
}

// Elements whose gradient is kept in registers or the first-level cache.
#define TILE 128

VECTORISED
void vl_adamw_product(const vl_adamw_step *step, const float *factors, size_t factor_stride,
                      const float *rows, size_t row_stride, size_t count, float *first_moment,
                      float *second_moment, float *parameter, size_t n) {
  float gradient[TILE];
  size_t start = 0;
  for (; start + TILE <= n; start += TILE) {
    for (size_t i = 0; i < TILE; i++) gradient[i] = 0;
    for (size_t b = 0; b < count; b++) {
      const float factor = factors[b * factor_stride];
      const float *row = rows + b * row_stride + start;
      for (size_t i = 0; i < TILE; i++) gradient[i] += factor * row[i];
    }
    adamw(step, gradient, first_moment + start, second_moment + start, parameter + start, TILE);
  }
  const size_t rest = n - start;
  for (size_t i = 0; i < rest; i++) gradient[i] = 0;
  for (size_t b = 0; b < count; b++) {
    const float factor = factors[b * factor_stride];
    for (size_t i = 0; i < rest; i++) gradient[i] += factor * rows[b * row_stride + start + i];
  }
  adamw(step, gradient, first_moment + start, second_moment + start, parameter + start, rest);
}

VECTORISED
void vl_sgd(const vl_sgd_step *step, const float *gradient, float *momentum_buffer,
            float *parameter, size_t n) {
  const float decay = step->weight_decay, scale = step->gradient_scale;
  const float momentum = step->first_step ? 0.0f : step->momentum;
  const float look_ahead = step->nesterov ? step->momentum : 0.0f;
  const float direct = step->nesterov ? 1.0f : 0.0f, buffered = step->nesterov ? 0.0f : 1.0f;
  for (size_t i = 0; i < n; i++) {
    const float g = gradient[i] * scale + decay * parameter[i];
    const float b = momentum * momentum_buffer[i] + g;
    momentum_buffer[i] = b;
    parameter[i] -= step->learning_rate * (direct * g + (look_ahead + buffered) * b);
  }
}
