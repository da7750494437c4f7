/**
 * The tests of equality notice the usual mistakes: each of these moves the scores of the tiny
 * models by more than those tests allow.
 */
import { expect, test } from 'vitest';
import type { Architecture } from '@earmark/core/model';
import { maxDifference } from '../support/chunk-scorer.ts';
import * as frontEnd from '../support/mistakes/front-end-mistakes.ts';
import * as network from '../support/mistakes/network-mistakes.ts';
import { type Mistake, scoreWith } from '../support/mistakes/score-with.ts';
import * as scoring from '../support/mistakes/scoring-mistakes.ts';
import { TINY_MODELS, tinyScores } from '../support/tiny-models.ts';

const ALL = TINY_MODELS.map(({ architecture }) => architecture);
const LOG_MEL = allBut('sample', 'se');
const MEL = allBut('sample', 'se', 'hcnn');
/** The clip is longer than a chunk of theirs. */
const MANY_CHUNKS = allBut('fcn', 'crnn', 'attention');
/** The random weights of crnn are nearly deaf to it: 3e-5. */
const HEARS_WINDOW = allBut('sample', 'se', 'crnn');
/** A chunk of musicnn is all music, without anything so silent. */
const HEARS_SILENCE = allBut('sample', 'se', 'musicnn');

const MISTAKES: readonly (readonly [title: string, Mistake, noticedBy: readonly Architecture[]])[] =
  [
    ['a symmetric Hann window', frontEnd.symmetricHann, HEARS_WINDOW],
    ["Slaney's mel scale instead of the stored filters", frontEnd.slaneyMel, MEL],
    ['a floor 80 dB below the loudest value', frontEnd.topDb80, LOG_MEL],
    ['a floor at -70 dB', frontEnd.floorAtMinus70, HEARS_SILENCE],
    ['zeros instead of reflection at the edges', frontEnd.zerosAtTheEdges, LOG_MEL],
    ['frames that are not centred', frontEnd.framesNotCentred, LOG_MEL],
    ['filters of a band side by side', frontEnd.harmonicsOfOneBandTogether, ['hcnn']],
    ['a bandwidth without bw_Q', network.bandwidthQIgnored, ['hcnn']],
    ['an epsilon of 1e-3 in batch normalization', network.batchNormEpsilon1e3, ALL],
    ['gates in the order of ONNX', network.gatesInOnnxOrder, ['crnn']],
    ['a reset before the product', network.resetBeforeRecurrentProduct, ['crnn']],
    ['GELU by tanh', network.tanhGelu, ['attention']],
    ['a first token of zeros', network.zeroFirstToken, ['attention']],
    ['attention that is not scaled', network.attentionNotScaled, ['attention']],
    ['a shortcut of one tap', network.pointwiseShortcut, ['se', 'short_res', 'attention']],
    ['a gate that is always open', network.gateOpen, ['se']],
    ['the means before the maxima', network.meansBeforeMaxima, ['musicnn']],
    ['a last chunk that ends with the track', scoring.lastChunkAtTheEnd, MANY_CHUNKS],
    ['the first chunk in place of sixteen', scoring.firstChunkAlone, MANY_CHUNKS],
    ['the mean of logits', scoring.meanOfLogits, MANY_CHUNKS],
    ['the sigmoid applied twice', scoring.sigmoidTwice, ALL],
  ];

const CASES = MISTAKES.flatMap(([title, mistake, noticedBy]) =>
  TINY_MODELS.filter(({ architecture }) => noticedBy.includes(architecture)).map((tiny) => ({
    ...tiny,
    title,
    mistake,
  })),
);

test.each(TINY_MODELS)('without a mistake $architecture scores as expected', async (tiny) => {
  expect(await errorWith({}, tiny.architecture)).toBeLessThan(tiny.tolerance);
});

test.each(CASES)('$title: $architecture notices', async ({ mistake, architecture, tolerance }) => {
  expect(await errorWith(mistake, architecture)).toBeGreaterThan(tolerance);
});

function allBut(...names: readonly Architecture[]): readonly Architecture[] {
  return TINY_MODELS.map(({ architecture }) => architecture).filter((name) => {
    return !names.includes(name);
  });
}

async function errorWith(mistake: Mistake, architecture: Architecture): Promise<number> {
  return maxDifference(await scoreWith(mistake, architecture), tinyScores(architecture));
}
