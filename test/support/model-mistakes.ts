import { FRONT_END_MISTAKES } from './manifest-mistakes/front-end.ts';
import { MANIFEST_MISTAKES } from './manifest-mistakes/manifest.ts';
import type { Mistake } from './manifest-mistakes/mistake.ts';
import { SCORE_MISTAKES } from './manifest-mistakes/scores.ts';
import { TENSOR_MISTAKES } from './manifest-mistakes/tensors.ts';
import { WEIGHT_MISTAKES } from './manifest-mistakes/weights.ts';

/** What users do wrong with manifests and networks, one thing at a time. */
export const MODEL_MISTAKES: readonly Mistake[] = [
  ...FRONT_END_MISTAKES,
  ...TENSOR_MISTAKES,
  ...SCORE_MISTAKES,
  ...WEIGHT_MISTAKES,
  ...MANIFEST_MISTAKES,
];
