import type { FeatureMap, Network, Vector } from '../layers/network.ts';
import type { Weights } from '../layers/weights.ts';
import type { ConvertedFrontEnd } from './front-end.ts';

/** One network: what it reads, and its layers. Widths are not here: checkpoints know them. */
export interface ArchitectureDefinition {
  /** Length of a chunk in samples at 16 kHz. */
  readonly inputLength: number;
  /** Where in a track its chunks lie: 16 of them spread over it unless told. */
  readonly chunks?: 'centre';
  readonly readFrontEnd: (weights: Weights) => ConvertedFrontEnd;
  /**
   * Adds the layers from the input to the logits, one for each tag; the sigmoid is added for all
   * alike.
   */
  readonly build: (network: Network, input: FeatureMap) => Vector;
}
