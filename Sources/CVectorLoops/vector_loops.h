// What the loops of this folder share.
#ifndef VECTOR_LOOPS_H
#define VECTOR_LOOPS_H

#include "CVectorLoops.h"

#include <string.h>

// On Linux x86-64 each marked function is compiled three times (SSE2, AVX2, AVX-512) and the
// dynamic linker picks one for the processor at hand; elsewhere the compiler's baseline serves.
#if defined(__x86_64__) && defined(__linux__)
#define VECTORISED __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define VECTORISED
#endif

// Lets the compiler sum in several lanes. The order then depends on the vector width of the
// processor, not on the data or the number of threads.
#define REASSOCIATE _Pragma("clang fp reassociate(on)")

// For a loop whose arrays are either the same or apart. Without it the compiler asks at run time
// whether they overlap, and takes its scalar loop when they are the same.
#define IN_PLACE _Pragma("clang loop vectorize(assume_safety)")

// exp(x) to about 1 unit in the last place between -87.3 and 88, and clamped there.
// Cephes Mathematical Library (Moshier), expf: x = n ln 2 + r, |r| <= ln 2 / 2, degree-6 polynomial.
static inline float exp_f32(float x) {
  x = x < -87.3f ? -87.3f : x;
  x = x > 88.0f ? 88.0f : x;
  // Adding 1.5 * 2^23 rounds to the nearest integer, which then stands in the low mantissa bits.
  const float shifted = x * 1.44269504088896341f + 12582912.0f;
  const float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const float y = p * r * r + r + 1.0f;
  const uint32_t exponent = (uint32_t)((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &exponent, sizeof power);
  return y * power;
}

#endif
