#include "COneDNN.h"
#include "library.h"

#include <stdlib.h>

#ifdef HAS_ONEDNN

struct od_weights {
  dnnl_memory_t packed;
};

struct od_product {
  dnnl_primitive_t primitive;
  dnnl_memory_desc_t x, y, bias, scratch;
  int has_bias;
  size_t scratch_bytes;
};

static dnnl_data_type_t input_type(od_precision precision) {
  return precision == od_int8 ? dnnl_u8 : precision == od_bfloat16 ? dnnl_bf16 : dnnl_f32;
}

static dnnl_data_type_t weights_type(od_precision precision) {
  return precision == od_int8 ? dnnl_s8 : precision == od_bfloat16 ? dnnl_bf16 : dnnl_f32;
}

static int describe(const od_library *lib, dnnl_memory_desc_t *desc, size_t rows, size_t columns,
                    dnnl_data_type_t type) {
  const dnnl_dims_t dims = {(dnnl_dim_t)rows, (dnnl_dim_t)columns};
  return lib->dnnl_memory_desc_init_by_tag(desc, 2, dims, type, dnnl_ab) == dnnl_success;
}

static int append_activation(const od_library *lib, dnnl_post_ops_t ops, od_activation activation) {
  const dnnl_alg_kind_t kinds[] = {dnnl_alg_kind_undef, dnnl_eltwise_gelu_tanh, dnnl_eltwise_gelu_erf,
                                   dnnl_eltwise_relu};
  return activation == od_identity ||
         lib->dnnl_post_ops_append_eltwise(ops, 1, kinds[activation], 0, 0) == dnnl_success;
}

// The primitive's description, and the memory that it works with in `product`. Null when memory is short.
// Without weights the library chooses their layout.
static dnnl_primitive_desc_t describe_product(const od_library *lib, const od_shape *shape,
                                              const od_weights *packed, od_product *product) {
  const od_precision precision = shape->precision;
  const dnnl_dims_t weight_dims = {(dnnl_dim_t)shape->k, (dnnl_dim_t)shape->n};
  dnnl_memory_desc_t any;
  const dnnl_memory_desc_t *weights = &any;
  product->has_bias = precision != od_int8;
  if (packed && lib->dnnl_memory_get_memory_desc(packed->packed, &weights) != dnnl_success) return NULL;
  if (!describe(lib, &product->x, shape->rows, shape->k, input_type(precision)) ||
      !describe(lib, &product->y, shape->rows, shape->n, precision == od_int8 ? dnnl_s32 : dnnl_f32) ||
      !describe(lib, &product->bias, 1, shape->n, dnnl_f32) ||
      lib->dnnl_memory_desc_init_by_tag(&any, 2, weight_dims, weights_type(precision),
                                        dnnl_format_tag_any) != dnnl_success)
    return NULL;

  dnnl_matmul_desc_t matmul;
  if (lib->dnnl_matmul_desc_init(&matmul, &product->x, weights,
                                 product->has_bias ? &product->bias : NULL,
                                 &product->y) != dnnl_success)
    return NULL;
  dnnl_primitive_desc_t desc = NULL;
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t ops = NULL;
  if (lib->dnnl_primitive_attr_create(&attributes) == dnnl_success &&
      lib->dnnl_post_ops_create(&ops) == dnnl_success &&
      lib->dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user) ==
          dnnl_success &&
      append_activation(lib, ops, shape->activation) &&
      lib->dnnl_primitive_attr_set_post_ops(attributes, ops) == dnnl_success &&
      lib->dnnl_primitive_desc_create(&desc, &matmul, attributes, lib->engine, NULL) != dnnl_success)
    desc = NULL;
  if (ops) lib->dnnl_post_ops_destroy(ops);
  if (attributes) lib->dnnl_primitive_attr_destroy(attributes);
  return desc;
}

od_product *od_product_make(const od_shape *shape, const od_weights *weights) {
  const od_library *lib = od_load();
  od_product *product = lib && od_thread_stream() ? calloc(1, sizeof *product) : NULL;
  if (!product) return NULL;
  dnnl_primitive_desc_t desc = describe_product(lib, shape, weights, product);
  if (desc) {
    product->scratch = *lib->dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0);
    product->scratch_bytes = lib->dnnl_memory_desc_get_size(&product->scratch);
    if (lib->dnnl_primitive_create(&product->primitive, desc) == dnnl_success) {
      lib->dnnl_primitive_desc_destroy(desc);
      return product;
    }
    lib->dnnl_primitive_desc_destroy(desc);
  }
  free(product);
  return NULL;
}

// Converts row-major weights, as they lie in memory, to the layout `to`.
static int reorder(const od_library *lib, dnnl_memory_desc_t *from, const void *weights,
                   const dnnl_memory_desc_t *to, dnnl_memory_t packed) {
  dnnl_stream_t stream = od_thread_stream();
  dnnl_primitive_desc_t desc = NULL;
  dnnl_primitive_t primitive = NULL;
  dnnl_memory_t source = NULL;
  int done = 0;
  if (stream &&
      lib->dnnl_reorder_primitive_desc_create(&desc, from, lib->engine, to, lib->engine, NULL) ==
          dnnl_success &&
      lib->dnnl_primitive_create(&primitive, desc) == dnnl_success &&
      lib->dnnl_memory_create(&source, from, lib->engine, (void *)weights) == dnnl_success) {
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, packed}};
    done = lib->dnnl_primitive_execute(primitive, stream, 2, arguments) == dnnl_success;
  }
  if (source) lib->dnnl_memory_destroy(source);
  if (primitive) lib->dnnl_primitive_destroy(primitive);
  if (desc) lib->dnnl_primitive_desc_destroy(desc);
  return done;
}

od_weights *od_pack(od_precision precision, size_t k, size_t n, const void *weights, size_t stride) {
  const od_library *lib = od_load();
  // The thread's state comes first: the library must know that it has one thread before it chooses.
  od_weights *result = lib && od_thread_stream() ? calloc(1, sizeof *result) : NULL;
  if (!result) return NULL;
  const od_shape shape = {.precision = precision, .rows = 64, .k = k, .n = n};
  const dnnl_dims_t dims = {(dnnl_dim_t)k, (dnnl_dim_t)n}, strides = {(dnnl_dim_t)stride, 1};
  od_product product = {0};
  dnnl_primitive_desc_t desc = describe_product(lib, &shape, NULL, &product);
  dnnl_memory_desc_t plain;
  int done = 0;
  if (desc && lib->dnnl_memory_desc_init_by_strides(&plain, 2, dims,
                                                    precision == od_int8 ? dnnl_s8 : dnnl_f32,
                                                    strides) == dnnl_success) {
    const dnnl_memory_desc_t *layout = lib->dnnl_primitive_desc_query_md(desc, dnnl_query_weights_md, 0);
    done = lib->dnnl_memory_create(&result->packed, layout, lib->engine, DNNL_MEMORY_ALLOCATE) ==
               dnnl_success &&
           reorder(lib, &plain, weights, layout, result->packed);
  }
  if (desc) lib->dnnl_primitive_desc_destroy(desc);
  if (done) return result;
  od_weights_free(result);
  return NULL;
}

void od_weights_free(od_weights *weights) {
  if (weights->packed) od_load()->dnnl_memory_destroy(weights->packed);
  free(weights);
}

int od_multiply(const od_product *product, const od_weights *weights, const void *x, const float *bias,
                void *y) {
  const od_library *lib = od_load();
  dnnl_stream_t stream = od_thread_stream();
  void *scratch = product->scratch_bytes ? od_thread_memory(od_library_memory, product->scratch_bytes) : NULL;
  if (!stream || (product->scratch_bytes && !scratch)) return 0;
  dnnl_exec_arg_t arguments[5];
  int count = 0, made = 1;
#define ARGUMENT(index, desc, pointer)                                                              \
  do {                                                                                              \
    arguments[count].arg = index;                                                                   \
    made = made && lib->dnnl_memory_create(&arguments[count].memory, desc, lib->engine,             \
                                           (void *)(pointer)) == dnnl_success;                      \
    count += made;                                                                                  \
  } while (0)
  ARGUMENT(DNNL_ARG_SRC, &product->x, x);
  ARGUMENT(DNNL_ARG_DST, &product->y, y);
  if (product->has_bias) ARGUMENT(DNNL_ARG_BIAS, &product->bias, bias);
  if (scratch) ARGUMENT(DNNL_ARG_SCRATCHPAD, &product->scratch, scratch);
#undef ARGUMENT
  const int owned = count;
  arguments[count].arg = DNNL_ARG_WEIGHTS;
  arguments[count++].memory = weights->packed;
  const int done =
      made && lib->dnnl_primitive_execute(product->primitive, stream, count, arguments) == dnnl_success;
  for (int i = 0; i < owned; i++) lib->dnnl_memory_destroy(arguments[i].memory);
  return done;
}

#else

od_weights *od_pack(od_precision precision, size_t k, size_t n, const void *weights, size_t stride) {
  (void)precision, (void)k, (void)n, (void)weights, (void)stride;
  return NULL;
}

void od_weights_free(od_weights *weights) { (void)weights; }

od_product *od_product_make(const od_shape *shape, const od_weights *weights) {
  (void)shape, (void)weights;
  return NULL;
}

int od_multiply(const od_product *product, const od_weights *weights, const void *x, const float *bias,
                void *y) {
  (void)product, (void)weights, (void)x, (void)bias, (void)y;
  return 0;
}

#endif
