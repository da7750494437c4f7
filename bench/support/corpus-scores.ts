import { createNoise, createRandom } from './random.ts';

const N_STYLES = 6;

/** How far each model's logits stray: some are nearer to each other than others. */
const MODEL_NOISE = [0.4, 0.5, 0.7, 1, 0.8, 0.6, 0.6, 0.9, 1.2];
const MODEL_BIAS = 0.5;

export interface CorpusScores {
  /** Whether no model could hear the track. */
  isDamaged(track: number): boolean;
  /** Probabilities of every tag of a track by a model, in a buffer that the next call overwrites. */
  scores(model: number, track: number): Float32Array;
  /** What a network might compute before these scores. */
  embedding(scores: Float32Array): Float32Array;
}

/**
 * Seeded scores as networks give them: a few styles decide which tags a track gets, most tags stay near 0, and
 * the models agree more than chance and less than wholly.
 */
export function corpusScores({ nTags, seed }: { nTags: number; seed: number }): CorpusScores {
  const noise = createNoise(seed);
  const biases = Float32Array.from({ length: nTags }, () => noise() * 0.8 - 3);
  const loadings = Float32Array.from({ length: nTags * N_STYLES }, () => noise() * 0.8);
  const modelBiases = Float32Array.from(
    { length: nTags * MODEL_NOISE.length },
    () => noise() * MODEL_BIAS,
  );
  const row = new Float32Array(nTags);
  return {
    isDamaged: (track) => createRandom(seed ^ Math.imul(track + 1, 0x9e3779b1))() < 0.004,
    scores(model, track) {
      const styles = stylesOf(seed, track);
      const own = createNoise(Math.imul(track + 1, 0x85ebca6b) ^ Math.imul(model + 1, 0xc2b2ae35));
      for (let tag = 0; tag < nTags; tag++) {
        let logit = biases[tag]! + modelBiases[model * nTags + tag]! + MODEL_NOISE[model]! * own();
        for (let i = 0; i < N_STYLES; i++) logit += loadings[tag * N_STYLES + i]! * styles[i]!;
        row[tag] = 1 / (1 + Math.exp(-logit));
      }
      return row;
    },
    embedding: (scores) => scores.map((score) => Math.log(score / (1 - score))),
  };
}

function stylesOf(seed: number, track: number): Float32Array {
  const noise = createNoise(seed + Math.imul(track + 1, 0x27d4eb2f));
  return Float32Array.from({ length: N_STYLES }, noise);
}
