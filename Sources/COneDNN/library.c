#include "COneDNN.h"
#include "library.h"

#ifdef HAS_ONEDNN

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static od_library library;
static int is_loaded;
static void (*set_threads_of_openmp)(int);
static pthread_key_t thread_key;

// What a thread keeps from one product to the next.
typedef struct {
  dnnl_stream_t stream;
  void *memory[3];
  size_t bytes[3];
} thread_state;

static void free_thread_state(void *pointer) {
  thread_state *state = pointer;
  if (state->stream) library.dnnl_stream_destroy(state->stream);
  for (int which = 0; which < 3; which++) free(state->memory[which]);
  free(state);
}

static void load(void) {
  const char *wish = getenv("SPAMTUNE_ONEDNN");
  if (wish && strcmp(wish, "off") == 0) return;
  // The name that all releases of version 2 share.
  void *handle = dlopen("libdnnl.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
#define FIND(name) \
  if (!(library.name = (__typeof__(&name))dlsym(handle, #name))) return;
  ENTRY_POINTS(FIND)
#undef FIND
  // Debian builds the library with OpenMP, which it may start threads with; they are turned off for each
  // thread that calls it. A build without OpenMP has nothing to turn off.
  set_threads_of_openmp = (void (*)(int))dlsym(handle, "omp_set_num_threads");
  if (pthread_key_create(&thread_key, free_thread_state) != 0) return;
  if (library.dnnl_engine_create(&library.engine, dnnl_cpu, 0) != dnnl_success) return;
  const dnnl_version_t *version = library.dnnl_version();
  snprintf(library.version, sizeof library.version, "%d.%d.%d", version->major, version->minor,
           version->patch);
  is_loaded = 1;
}

const od_library *od_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded ? &library : NULL;
}

static thread_state *state_of_thread(void) {
  thread_state *state = pthread_getspecific(thread_key);
  if (state) return state;
  state = calloc(1, sizeof *state);
  if (!state) return NULL;
  if (set_threads_of_openmp) set_threads_of_openmp(1);
  if (library.dnnl_stream_create(&state->stream, library.engine, dnnl_stream_default_flags) !=
      dnnl_success)
    state->stream = NULL;
  pthread_setspecific(thread_key, state);
  return state;
}

dnnl_stream_t od_thread_stream(void) {
  thread_state *state = state_of_thread();
  return state ? state->stream : NULL;
}

void *od_thread_memory(od_memory which, size_t bytes) {
  if (!od_load()) return NULL;
  thread_state *state = state_of_thread();
  if (!state) return NULL;
  if (state->bytes[which] < bytes) {
    const size_t rounded = (bytes + bytes / 2 + 63) / 64 * 64;
    free(state->memory[which]);
    state->memory[which] = aligned_alloc(64, rounded);
    state->bytes[which] = state->memory[which] ? rounded : 0;
  }
  return state->memory[which];
}

const char *od_version(void) {
  const od_library *found = od_load();
  return found ? found->version : "";
}

int od_is_native(od_precision precision) {
  const od_library *found = od_load();
  if (!found) return 0;
  // Sets of instructions are bit sets: a larger one includes the smaller.
  const int isa = (int)found->dnnl_get_effective_cpu_isa();
  switch (precision) {
    // Below AVX-512 it does not pack float32, and OpenBLAS knows those processors well.
    case od_float32: return (isa & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
    case od_bfloat16: return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
    case od_int8:
      return (isa & dnnl_cpu_isa_avx512_core_vnni) == dnnl_cpu_isa_avx512_core_vnni;
  }
  return 0;
}

#else

const char *od_version(void) { return ""; }

int od_is_native(od_precision precision) {
  (void)precision;
  return 0;
}

void *od_thread_memory(od_memory which, size_t bytes) {
  (void)which;
  (void)bytes;
  return NULL;
}

#endif
