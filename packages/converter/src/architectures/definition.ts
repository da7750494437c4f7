import type { Scoring } from '@earmark/core/model';
import type { FeatureMap, Network, Vector } from '../layers/network.ts';
import type { Weights } from '../layers/weights.ts';
import type { ConvertedFrontEnd } from './front-end.ts';

/** One network: what it reads, and its layers. Widths are not here: checkpoints know them. */
export interface ArchitectureDefinition {
  /** Length of a chunk in samples at 16 kHz. */
  readonly inputLength: number;
  /** How its chunks become scores of a track; spread over the track unless told. */
  readonly scoring?: Scoring;
  readonly readFrontEnd: (weights: Weights) => ConvertedFrontEnd;
  /**
   * Adds the layers from the input to the logits, one for each tag; the sigmoid is added for all
   * alike.
   */
  readonly build: (network: Network, input: FeatureMap) => Vector;
}
