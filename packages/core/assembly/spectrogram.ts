import { storeBands } from './bands';
import { fourierTransform } from './fft';
import { loadFrames } from './frames';
import { FLOAT, hopLength, nFft, ofMagnitude } from './memory';
import { magnitudes, powerSpectrum } from './power';

export { prepare } from './memory';

/**
 * Writes the spectrogram of a chunk to `out`: [nBands, nFrames] floats.
 *
 * The last four frames may reach over the end of a row. So they come first, and their band 0 before
 * their band 1: whatever they write too much is overwritten by what belongs there. That needs room
 * for three floats after `out`, and three hops more of samples than there are.
 *
 * @param samples the chunk with what frames read beyond its ends
 */
export function transform(nFrames: i32, samples: usize, out: usize): void {
  for (let frame = (nFrames - 1) & ~3; frame >= 0; frame -= 4) {
    loadFrames(samples + <usize>frame * hopLength * FLOAT);
    powerSpectrum(fourierTransform(nFft / 2));
    if (ofMagnitude) magnitudes();
    storeBands(out + <usize>frame * FLOAT, <usize>nFrames * FLOAT);
  }
}
