// Products with weights that are packed once, by oneDNN (https://oneapi-src.github.io/oneDNN/).
//
// The library is looked for when the program runs, so that a program built with its header also runs
// where it is missing, and one built without the header does not ask for it. Only the few entry points of
// its C interface (version 2) that a linear layer needs are used.
//
// Every function may be called from several threads at once. The library itself stays on the calling
// thread: the caller shares out the work.
#ifndef C_ONEDNN_H
#define C_ONEDNN_H

#include <stddef.h>
#include <stdint.h>

// What the factors of a product are made of. Sums are float32, or int32 for int8.
typedef enum {
  od_float32,
  // Input and weights bfloat16, result float32.
  od_bfloat16,
  // Input unsigned, weights signed, result int32.
  od_int8,
} od_precision;

// What happens to every element of a float32 result after the bias has been added.
typedef enum { od_identity, od_gelu_tanh, od_gelu_erf, od_relu } od_activation;

// Whether the library is there, and the processor has instructions for products of this kind.
int od_is_native(od_precision precision);

// "2.6.3", or an empty text without the library.
const char *od_version(void);

// A (k, n) matrix of weights in the layout that suits the processor.
typedef struct od_weights od_weights;

// Packs weights, row-major with `stride` elements between rows: float for float32 and bfloat16 (rounded
// to nearest), int8_t for int8. Null when memory is short.
od_weights *od_pack(od_precision precision, size_t k, size_t n, const void *weights, size_t stride);
void od_weights_free(od_weights *weights);

// How a product of one shape is computed.
typedef struct od_product od_product;

typedef struct {
  od_precision precision;
  od_activation activation;
  size_t rows, k, n;
} od_shape;

// Made for `weights`, it serves all that were packed from the same shape. Null when memory is short.
od_product *od_product_make(const od_shape *shape, const od_weights *weights);

// y = activation(x * weights + bias); for int8 y = x * weights alone, in int32_t.
//
// x is float, uint16_t (the bits of a bfloat16) or uint8_t, (rows, k); y is (rows, n) and must not
// overlap the others. Both are row-major without gaps: with gaps the library computes a thousand times
// more slowly. bias is (n); null for int8. Returns 0 when memory is short.
int od_multiply(const od_product *product, const od_weights *weights, const void *x, const float *bias,
                void *y);

// Memory of the calling thread: at least `bytes`, aligned to a cache line, with whatever was in it. Valid
// until the thread asks for more of the same. Null when memory is short.
typedef enum { od_input_memory, od_result_memory, od_library_memory } od_memory;
void *od_thread_memory(od_memory which, size_t bytes);

#endif
