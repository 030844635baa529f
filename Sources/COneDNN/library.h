// The entry points of oneDNN that this folder uses, found at run time.
#ifndef C_ONEDNN_LIBRARY_H
#define C_ONEDNN_LIBRARY_H

#if defined(__linux__) && __has_include(<oneapi/dnnl/dnnl.h>)
#include <oneapi/dnnl/dnnl.h>
#if DNNL_VERSION_MAJOR == 2
#define HAS_ONEDNN 1
#endif
#endif

#ifdef HAS_ONEDNN

#define ENTRY_POINTS(X)                    \
  X(dnnl_engine_create)                    \
  X(dnnl_stream_create)                    \
  X(dnnl_stream_destroy)                   \
  X(dnnl_get_effective_cpu_isa)            \
  X(dnnl_version)                          \
  X(dnnl_memory_desc_init_by_tag)          \
  X(dnnl_memory_desc_init_by_strides)      \
  X(dnnl_memory_desc_get_size)             \
  X(dnnl_memory_create)                    \
  X(dnnl_memory_get_memory_desc)           \
  X(dnnl_memory_destroy)                   \
  X(dnnl_matmul_desc_init)                 \
  X(dnnl_primitive_attr_create)            \
  X(dnnl_primitive_attr_destroy)           \
  X(dnnl_primitive_attr_set_scratchpad_mode) \
  X(dnnl_primitive_attr_set_post_ops)      \
  X(dnnl_post_ops_create)                  \
  X(dnnl_post_ops_destroy)                 \
  X(dnnl_post_ops_append_eltwise)          \
  X(dnnl_primitive_desc_create)            \
  X(dnnl_primitive_desc_destroy)           \
  X(dnnl_primitive_desc_query_md)          \
  X(dnnl_reorder_primitive_desc_create)    \
  X(dnnl_primitive_create)                 \
  X(dnnl_primitive_destroy)                \
  X(dnnl_primitive_execute)

typedef struct {
#define FIELD(name) __typeof__(&name) name;
  ENTRY_POINTS(FIELD)
#undef FIELD
  dnnl_engine_t engine;
  char version[16];
} od_library;

// Null when the library is missing or another version.
const od_library *od_load(void);

// The calling thread's stream, once the library is loaded. Null when memory is short.
dnnl_stream_t od_thread_stream(void);

#endif
#endif
