import { meanOfChunks } from '../chunk-scorer.ts';
import type { Mistake } from './score-with.ts';

export const lastChunkAtTheEnd: Mistake = {
  starts: ({ length }, nSamples) => {
    const hop = Math.floor((nSamples - length) / 15);
    return Array.from({ length: 16 }, (_, i) => i * hop);
  },
};

export const firstChunkAlone: Mistake = { starts: () => [0] };

export const sigmoidTwice: Mistake = {
  mean: (chunks) => meanOfChunks(chunks.map((scores) => scores.map(sigmoid))),
};

export const meanOfLogits: Mistake = {
  mean: (chunks) => meanOfChunks(chunks.map((scores) => scores.map(logit))).map(sigmoid),
};

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function logit(score: number): number {
  return Math.log(score / (1 - score));
}
