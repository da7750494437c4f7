/* Prints the GFLOP/s of one core that does nothing but multiply and add, in CPU time: nothing it could wait for. */
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif
#define LANES (BYTES / 4)
/* Enough for two units of four cycles; few enough for the sixteen registers of AVX2. */
#define CHAINS 12

typedef float vector __attribute__((vector_size(BYTES)));

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(void) {
  const long rounds = 8000000;
  vector sums[CHAINS], factor, term;
  for (int lane = 0; lane < LANES; lane++) {
    factor[lane] = 0.999f;
    term[lane] = 0.001f;
    for (int chain = 0; chain < CHAINS; chain++) sums[chain][lane] = (float)(chain + lane);
  }
  const double begin = cpu_seconds();
  for (long round = 0; round < rounds; round++) {
#pragma GCC unroll 16
    for (int chain = 0; chain < CHAINS; chain++) sums[chain] = sums[chain] * factor + term;
  }
  const double seconds = cpu_seconds() - begin;
  float total = 0;
  for (int chain = 0; chain < CHAINS; chain++)
    for (int lane = 0; lane < LANES; lane++) total += sums[chain][lane];
  /* The total is always finite; asking keeps the compiler from leaving the loop out. */
  printf("%.2f\n", total == total ? 2.0 * rounds * CHAINS * LANES / seconds / 1e9 : 0.0);
  return 0;
}
