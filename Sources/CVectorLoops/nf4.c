#include "vector_loops.h"

#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Each product and sum is rounded by itself, so that the bits are the same on every processor.
#pragma clang fp contract(off)

static const float levels[16] = {
    -1.0f,
    -0.6961928009986877f,
    -0.5250730514526367f,
    -0.39491748809814453f,
    -0.28444138169288635f,
    -0.18477343022823334f,
    -0.09105003625154495f,
    0.0f,
    0.07958029955625534f,
    0.16093020141124725f,
    0.24611230194568634f,
    0.33791524171829224f,
    0.44070982933044434f,
    0.5626170039176941f,
    0.7229568362236023f,
    1.0f,
};

const float *vl_nf4_levels(void) { return levels; }

// The number of midpoints between levels that lie below each value.
static inline void nearest_levels(const float *x, uint8_t *codes, size_t n) {
  float midpoints[15];
  for (int level = 0; level < 15; level++) midpoints[level] = (levels[level] + levels[level + 1]) / 2;
  for (size_t i = 0; i < n; i++) {
    int code = 0;
    for (int level = 0; level < 15; level++) code += x[i] > midpoints[level];
    codes[i] = (uint8_t)code;
  }
}

VECTORISED
void vl_nf4_quantise(const float *x, size_t n, size_t block, float *scales, uint8_t *packed) {
  const float least = 1e-38f; // the reciprocal of anything less would be infinite
  float values[64];
  uint8_t codes[64];
  for (size_t start = 0; start < n; start += block) {
    const size_t end = start + block < n ? start + block : n;
    const int is_short = end - start < block;
    const float largest = vl_largest_magnitude(x + start, end - start);
    const float scale = largest > least ? largest : least, factor = 1.0f / scale;
    // bitsandbytes divides by the scale of a short block, and keeps it bounded.
    scales[start / block] = is_short && largest == largest ? scale : largest;
    for (size_t part = start; part < end; part += 64) {
      const size_t count = end - part < 64 ? end - part : 64;
      const float *const input = x + part;
      if (is_short)
        for (size_t i = 0; i < count; i++) values[i] = input[i] / scale;
      else
        for (size_t i = 0; i < count; i++) values[i] = input[i] * factor;
      // A last code without a partner is given that of zero.
      if (count % 2) values[count] = 0;
      nearest_levels(values, codes, count + count % 2);
      for (size_t i = 0; i < (count + 1) / 2; i++)
        packed[part / 2 + i] = (uint8_t)(codes[2 * i] << 4 | codes[2 * i + 1]);
    }
  }
}

// The values of n codes of one block, the first of them in a high nibble.
static inline void look_up(const uint8_t *packed, float scale, float *y, size_t n) {
  size_t i = 0;
  for (; i + 1 < n; i += 2) {
    const uint8_t pair = packed[i / 2];
    y[i] = levels[pair >> 4] * scale;
    y[i + 1] = levels[pair & 15] * scale;
  }
  if (i < n) y[i] = levels[packed[i / 2] >> 4] * scale;
}

#if defined(__x86_64__)
// The same with the levels of a block in one register: five times as fast.
__attribute__((target("arch=x86-64-v4")))
static void look_up_in_register(const uint8_t *packed, float scale, float *y, size_t n) {
  const __m512 values = _mm512_mul_ps(_mm512_loadu_ps(levels), _mm512_set1_ps(scale));
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    uint64_t bits;
    memcpy(&bits, packed + i / 2, sizeof bits);
    const __m128i bytes = _mm_cvtsi64_si128((long long)bits);
    // Only the low four bits of an index count.
    const __m512i codes = _mm512_cvtepu8_epi32(_mm_unpacklo_epi8(_mm_srli_epi16(bytes, 4), bytes));
    _mm512_storeu_ps(y + i, _mm512_permutexvar_ps(codes, values));
  }
  look_up(packed + i / 2, scale, y + i, n - i);
}
#endif

static inline float scale_of(const vl_nf4 *w, size_t block) {
  if (!w->scale_codes) return w->scales[block];
  return w->scale_map[w->scale_codes[block]] * w->scales[block / w->scale_block] + w->scale_offset;
}

void vl_nf4_dequantise(const vl_nf4 *w, size_t start, float *y, size_t n) {
#if defined(__x86_64__)
  void (*const look)(const uint8_t *, float, float *, size_t) =
      vl_has_avx512() ? look_up_in_register : look_up;
#else
  void (*const look)(const uint8_t *, float, float *, size_t) = look_up;
#endif
  const size_t end = start + n;
  while (start < end) {
    const size_t block = start / w->block, block_end = (block + 1) * w->block;
    const float scale = scale_of(w, block);
    size_t count = (block_end < end ? block_end : end) - start;
    if (start % 2) {
      *y++ = levels[w->codes[start / 2] & 15] * scale;
      start++;
      count--;
    }
    look(w->codes + start / 2, scale, y, count);
    y += count;
    start += count;
  }
}

void vl_nf4_scales(const vl_nf4 *w, float *y, size_t n) {
  for (size_t block = 0; block < n; block++) y[block] = scale_of(w, block);
}
