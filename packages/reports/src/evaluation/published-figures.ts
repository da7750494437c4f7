import type { PublishedFigures } from '@earmark/core/evaluation';

const SOURCE =
  'Won, Ferraro, Bogdanov, Serra: Evaluation of CNN-based Automatic Music Tagging Models, 2020';
const TRACKS = 'the test tracks of split 0 of MTG-Jamendo, top 50 tags';

/** Macro ROC-AUC and PR-AUC as published. */
const JAMENDO_TOP50: Readonly<Record<string, readonly [rocAuc: number, prAuc: number]>> = {
  'jamendo/fcn': [0.8255, 0.2801],
  'jamendo/musicnn': [0.8226, 0.2713],
  'jamendo/sample': [0.8208, 0.2742],
  'jamendo/se': [0.8233, 0.2784],
  'jamendo/crnn': [0.7978, 0.2358],
  'jamendo/attention': [0.8261, 0.2883],
  'jamendo/hcnn': [0.8322, 0.2956],
  'jamendo/short': [0.8324, 0.2976],
  'jamendo/short_res': [0.8316, 0.2951],
};

/** Published figures of a model on MTG-Jamendo; null for every other model. */
export function publishedFigures(model: string, vocabulary: string): PublishedFigures | null {
  const figures = vocabulary === 'jamendo-top50' ? JAMENDO_TOP50[model] : undefined;
  if (!figures) return null;
  const [rocAuc, prAuc] = figures;
  return { rocAuc, prAuc, source: SOURCE, tracks: TRACKS };
}
