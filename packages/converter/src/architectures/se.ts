import { hiddenHead } from '../layers/hidden-head.ts';
import { toImage } from '../layers/normalize-input.ts';
import { flatten } from '../layers/pool.ts';
import { residualBlock } from '../layers/residual-block.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readWaveform } from './front-end.ts';
import { SAMPLE_LEVEL_LAYERS } from './sample.ts';

/**
 * The sample-level network with residual blocks that weigh their channels by squeeze and
 * excitation.
 *
 * @see Kim, Lee, Nam, "Sample-level CNN Architectures for Music Auto-tagging Using Raw Waveforms",
 *   2018
 */
export const se: ArchitectureDefinition = {
  inputLength: 59_049,
  readFrontEnd: readWaveform,
  build(network, waveform) {
    let x = toImage(network, waveform);
    SAMPLE_LEVEL_LAYERS.forEach((options, i) => {
      x = residualBlock(network, x, `layer${i + 1}`, { ...options, gated: true });
    });
    return hiddenHead(network, flatten(network, x));
  },
};
