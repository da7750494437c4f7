export interface KaiserSincOptions {
  /** In cycles a sample: 0.5 passes everything. */
  readonly cutoff: number;
  /** The kernel is zero from this many samples on, on both sides. */
  readonly reach: number;
  /** Shape of the Kaiser window: more is a deeper stop band and a wider transition. */
  readonly beta: number;
}

/** The impulse response of a linear-phase low pass, at any time `t` in samples; its gain is 1. */
export function kaiserSinc({ cutoff, reach, beta }: KaiserSincOptions): (t: number) => number {
  const peak = besselI0(beta);
  return (t) => {
    if (Math.abs(t) >= reach) return 0;
    const window = besselI0(beta * Math.sqrt(1 - (t / reach) ** 2)) / peak;
    return 2 * cutoff * sinc(2 * cutoff * t) * window;
  };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
