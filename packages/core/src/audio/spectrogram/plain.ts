import { createDft } from '../dft.ts';
import {
  extendChunk,
  extendedLength,
  type PlannedTransform,
  type SpectrogramPlan,
} from './plan.ts';

/** The transform in TypeScript, one frame after the other in float64: for any even `fftLength`. */
export function createPlainTransform(plan: SpectrogramPlan): PlannedTransform {
  const { fftLength, hopLength, window, ofMagnitude, filters, decibels, affine } = plan;
  const { input, output, transform } = createDft(fftLength);
  const bins = new Float64Array(fftLength / 2 + 1);

  return (samples, nFrames) => {
    const extended = new Float32Array(extendedLength(plan, nFrames));
    extendChunk(plan, samples, extended);
    const out = new Float32Array(filters.length * nFrames);
    for (let frame = 0; frame < nFrames; frame++) {
      const start = frame * hopLength;
      for (let i = 0; i < fftLength; i++) input.re[i] = extended[start + i]! * window[i]!;
      input.im.fill(0);
      transform();
      for (let bin = 0; bin < bins.length; bin++) {
        const power = output.re[bin]! ** 2 + output.im[bin]! ** 2;
        bins[bin] = ofMagnitude ? Math.sqrt(power) : power;
      }
      for (let band = 0; band < filters.length; band++) {
        const { firstBin, weights } = filters[band]!;
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * bins[firstBin + i]!;
        if (decibels) sum = 10 * Math.log10(Math.max(sum + decibels.offset, decibels.floor));
        const { factor, term } = affine[band]!;
        out[band * nFrames + frame] = factor * sum + term;
      }
    }
    return out;
  };
}
