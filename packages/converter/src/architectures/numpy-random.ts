/**
 * The first `count` values of `numpy.random.RandomState(seed).random_sample`, in [0, 1), rounded to
 * float32.
 *
 * @see Matsumoto, Nishimura, "Mersenne Twister", 1998 (mt19937ar.c, init_genrand and
 *   genrand_res53); at most 312 values: one state of the generator
 */
export function numpyRandomSample(seed: number, count: number): Float32Array {
  const words = firstWords(seed);
  return Float32Array.from({ length: count }, (_, i) => {
    const high = (words[2 * i] ?? 0) >>> 5;
    const low = (words[2 * i + 1] ?? 0) >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  });
}

const N = 624;
const M = 397;

/** The first 624 outputs: one turn of the state, tempered. */
function firstWords(seed: number): Uint32Array {
  const state = initialState(seed);
  const at = (i: number) => state[i % N] ?? 0;
  for (let i = 0; i < N; i++) {
    const bits = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
    state[i] = at(i + M) ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
  }
  return state.map(temper);
}

function initialState(seed: number): Uint32Array {
  const state = new Uint32Array(N);
  let word = seed;
  for (let i = 0; i < N; i++) {
    state[i] = word;
    word = Math.imul(1812433253, word ^ (word >>> 30)) + i + 1;
  }
  return state;
}

function temper(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}
