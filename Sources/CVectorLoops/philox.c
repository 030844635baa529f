#include "vector_loops.h"

// Ten rounds of Philox4x32; constants of the paper's table 2 and section 4.3.
static inline void philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0,
                          uint32_t k1, uint32_t out[4]) {
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

void vl_philox4x32(uint64_t key, uint64_t stream, uint64_t counter, uint32_t out[4]) {
  philox((uint32_t)counter, (uint32_t)(counter >> 32), (uint32_t)stream, (uint32_t)(stream >> 32),
         (uint32_t)key, (uint32_t)(key >> 32), out);
}

VECTORISED
void vl_dropout(uint64_t key, uint64_t stream, uint64_t first, uint32_t threshold, float scale,
                float *y, size_t n) {
  const uint32_t s0 = (uint32_t)stream, s1 = (uint32_t)(stream >> 32);
  const uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  const uint64_t base = first / 4;
  const size_t quads = n / 4;
  for (size_t q = 0; q < quads; q++) {
    uint32_t words[4];
    philox((uint32_t)(base + q), (uint32_t)((base + q) >> 32), s0, s1, k0, k1, words);
    for (int j = 0; j < 4; j++) y[4 * q + j] *= words[j] >= threshold ? scale : 0.0f;
  }
  if (n % 4 != 0) {
    uint32_t words[4];
    philox((uint32_t)(base + quads), (uint32_t)((base + quads) >> 32), s0, s1, k0, k1, words);
    for (size_t j = 0; j < n % 4; j++) y[4 * quads + j] *= words[j] >= threshold ? scale : 0.0f;
  }
}
