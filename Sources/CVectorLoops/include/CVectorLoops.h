// The loops of a transformer that are not matrix products, in a form that the compiler turns
// into vector instructions for whatever x86-64 processor the program meets (or NEON on ARM).
//
// Conventions: `n` counts floats; no pointer may be null unless n is 0; arrays do not overlap
// unless a line says "in place"; every function is pure arithmetic on its arguments, allocates
// nothing and starts no threads. A function that sums does so in an order that depends only on n,
// so that equal input gives equal bits.
#ifndef C_VECTOR_LOOPS_H
#define C_VECTOR_LOOPS_H

#include <stddef.h>
#include <stdint.h>

// y += x.
void vl_add(const float *x, float *y, size_t n);
// y += a * x.
void vl_add_scaled(float a, const float *x, float *y, size_t n);
// z = x + y.
void vl_sum(const float *x, const float *y, float *z, size_t n);
// y *= a.
void vl_scale(float a, float *y, size_t n);
// Sum of x[i]^2, accumulated in double.
double vl_sum_of_squares(const float *x, size_t n);

// y = exp(x - m), returns the sum of y. In place (x == y) is allowed.
float vl_exp_sum(const float *x, float *y, size_t n, float m);
// The largest element of x; -infinity for n = 0.
float vl_max(const float *x, size_t n);
// Softmax of scale * x. In place.
void vl_softmax(float *x, size_t n, float scale);
// Gradient through softmax: dp is overwritten with scale * p * (dp - sum(p * dp)).
void vl_softmax_backward(const float *p, float *dp, size_t n, float scale);

// GELU in the tanh form of GPT-2: y = x * sigmoid(2 u), u = sqrt(2/pi) (x + 0.044715 x^3).
// In place (x == y) is allowed, as in the other activations.
void vl_gelu_tanh(const float *x, float *y, size_t n);
// dx = dy * GELU'(x). In place (dy == dx) is allowed.
void vl_gelu_tanh_backward(const float *x, const float *dy, float *dx, size_t n);
// GELU in the exact form: y = x * Phi(x).
void vl_gelu_erf(const float *x, float *y, size_t n);
void vl_gelu_erf_backward(const float *x, const float *dy, float *dx, size_t n);
void vl_relu(const float *x, float *y, size_t n);
void vl_relu_backward(const float *x, const float *dy, float *dx, size_t n);

// y += x w for few rows: x is (m, k), w is (k, n), y is (m, n), each with a stride in floats between rows.
// Reads w once, where it lies: a general product would first rearrange it, at more cost than the product.
void vl_few_rows(const float *x, size_t x_stride, const float *w, size_t w_stride, float *y,
                 size_t y_stride, size_t m, size_t k, size_t n);
// The same with w transposed: w is (n, k).
void vl_few_rows_transposed(const float *x, size_t x_stride, const float *w, size_t w_stride,
                            float *y, size_t y_stride, size_t m, size_t k, size_t n);

// Mean and 1/sqrt(variance + epsilon) of one row; the variance divides by n.
void vl_layer_norm_statistics(const float *x, size_t n, float epsilon, float *mean, float *rstd);
// y = (x - mean) * rstd * gain + bias for one row.
void vl_layer_norm_apply(const float *x, const float *gain, const float *bias, float mean,
                         float rstd, float *y, size_t n);
// dx += gradient of layer norm with respect to one input row.
void vl_layer_norm_backward(const float *x, const float *gain, const float *dy, float mean,
                            float rstd, float *dx, size_t n);
// dgain += dy * (x - mean) * rstd and dbias += dy for one row.
void vl_layer_norm_backward_parameters(const float *x, const float *dy, float mean, float rstd,
                                       float *dgain, float *dbias, size_t n);

// One AdamW step with decoupled weight decay, or one of Adam, which adds it to the gradient; see GPT2Kernels/OptimizerSteps.swift.
typedef struct {
  float learning_rate;         // of this step
  float decay;                 // learning rate * weight decay; 0 for Adam
  float coupled_decay;         // weight decay of Adam; 0 for AdamW
  float beta1, beta2, epsilon;
  float new1, new2;            // 1 - beta1 and 1 - beta2, each rounded once
  float bias_correction1;      // 1 - beta1^step
  float root_bias_correction2; // sqrt(1 - beta2^step)
  float gradient_scale;        // 1, or the clipping coefficient
} vl_adamw_step;
void vl_adamw(const vl_adamw_step *step, const float *gradient, float *first_moment,
              float *second_moment, float *parameter, size_t n);

// The same for one row of a matrix whose gradient is a sum of `count` rows: gradient = sum over b of
// factors[b * factor_stride] * rows[b * row_stride ...].
void vl_adamw_product(const vl_adamw_step *step, const float *factors, size_t factor_stride,
                      const float *rows, size_t row_stride, size_t count, float *first_moment,
                      float *second_moment, float *parameter, size_t n);

// One step of SGD as torch.optim.SGD computes it (weight decay is added to the gradient).
typedef struct {
  float learning_rate;
  float weight_decay;
  float momentum;
  int nesterov;   // 0 or 1
  int first_step; // 1: the momentum buffer is overwritten with the gradient
  float gradient_scale;
} vl_sgd_step;
void vl_sgd(const vl_sgd_step *step, const float *gradient, float *momentum_buffer,
            float *parameter, size_t n);

// Dropout by counter-based random numbers (Philox4x32-10): element i is kept when the i-th word of
// the stream (key, stream) is at least `threshold` (drop probability * 2^32), and then multiplied
// by `scale`. The same call on a gradient is the backward pass. In place.
// `first` is the index of y[0] in the stream and must be a multiple of 4.
void vl_dropout(uint64_t key, uint64_t stream, uint64_t first, uint32_t threshold, float scale,
                float *y, size_t n);

// Four random words for one counter value; the building block of vl_dropout and of Philox.swift.
// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
void vl_philox4x32(uint64_t key, uint64_t stream, uint64_t counter, uint32_t out[4]);

// 1 when the processor and the operating system offer the AVX-512 subset of x86-64-v4.
int vl_has_avx512(void);
// Number of processors that the scheduler lets this process use, at least 1.
int vl_processor_count(void);

// Bits of the nearest bfloat16, ties to even; NaN stays NaN.
void vl_to_bfloat16(const float *x, uint16_t *y, size_t n);
void vl_from_bfloat16(const uint16_t *x, float *y, size_t n);

// largest[i] = max(largest[i], |x[i]|), NaN where there was one.
void vl_raise_to_magnitudes(const float *x, float *largest, size_t n);
// A row of weights as integers: q = round(x / scale) in -127...127, where `scale` is each column's largest
// magnitude / 127; 0 where that is 0 or NaN. Adds q to the columns' `sums`.
void vl_quantise_weights(const float *x, const float *scale, int8_t *q, int32_t *sums, size_t n);
// A row of input as unsigned integers: q = round(x / s) + 128 in 1...255, with s its largest magnitude
// / 127, which is returned; NaN for a row with a NaN or an infinity.
float vl_quantise_input(const float *x, uint8_t *q, size_t n);
// A row of a product of such integers as floats: (products - 128 column_sums) row_scale column_scale + bias. In place
// (y at products) is allowed.
void vl_dequantise(const int32_t *products, float row_scale, const float *column_scale,
                   const int32_t *column_sums, const float *bias, float *y, size_t n);

// The largest |x[i]|, 0 for n = 0; NaN when there is a NaN or an infinity.
float vl_largest_magnitude(const float *x, size_t n);

// A row of weights as LLM.int8 keeps it: q = round(x * (127 / scale)), ties to even, where `scale` is the
// row's largest magnitude; 0 where that is 0 or NaN. Back: y = q * scale * (1/127).
void vl_int8_quantise(const float *x, float scale, int8_t *q, size_t n);
void vl_int8_dequantise(const int8_t *q, float scale, float *y, size_t n);

// Weights in 4-bit NormalFloat: blocks of `block` codes, each of which stands for one of 16 levels times
// the scale of its block. Dettmers, Pagnoni, Holtzman, Zettlemoyer: "QLoRA" (NeurIPS 2023), section 3.
typedef struct {
  const uint8_t *codes;       // two per byte, the first in the high nibble
  size_t block;               // even
  const float *scales;        // of each block, or of `scale_block` blocks when there are scale codes
  const uint8_t *scale_codes; // of each block: scale = scale_map[code] * scales[...] + scale_offset; or null
  const float *scale_map;     // 256 values
  size_t scale_block;
  float scale_offset;
} vl_nf4;
// The 16 levels, ascending from -1 to 1.
const float *vl_nf4_levels(void);
// Codes of n values and the scale of each block, which is its largest magnitude; NaN for a block with a NaN
// or an infinity. A value halfway between two levels gets the lower; a last short block has its own scale.
void vl_nf4_quantise(const float *x, size_t n, size_t block, float *scales, uint8_t *packed);
// The n values from index `start` on.
void vl_nf4_dequantise(const vl_nf4 *w, size_t start, float *y, size_t n);
// The scales of the first n blocks.
void vl_nf4_scales(const vl_nf4 *w, float *y, size_t n);

// y = x transposed: x is (rows, columns), y is (columns, rows), each with a stride in floats between rows.
void vl_transpose(const float *x, size_t x_stride, size_t rows, size_t columns, float *y, size_t y_stride);

#endif
