import { expect, test } from 'vitest';
import * as z from 'zod';
import { problemOf } from './problem-of.ts';

const Form = z.strictObject({
  licence: z.string(),
  mel: z.object({ nMels: z.int() }),
  unit: z.enum(['db', 'ln', 'log10']),
  kind: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('waveform') }),
    z.object({ kind: z.literal('spectrogram') }),
  ]),
  mean: z.union([z.number(), z.array(z.number())]),
  score: z.number().min(0).max(1),
  hop: z.int('must be a whole number of samples'),
});
const VALID = {
  licence: 'MIT',
  mel: { nMels: 64 },
  unit: 'ln',
  kind: { kind: 'waveform' },
  mean: 0,
  score: 0.5,
  hop: 256,
};

test.each([
  { written: { licence: undefined }, problem: 'is missing' },
  { written: { mean: undefined }, problem: 'is missing' },
  { written: { licence: 7 }, problem: 'must be a text in quotes' },
  { written: { mel: 64 }, problem: 'must be an object, {…}' },
  { written: { mel: { nMels: 64.5 } }, problem: 'must be a whole number' },
  { written: { unit: undefined }, problem: 'is missing: it must be "db", "ln" or "log10"' },
  { written: { unit: 'dB' }, problem: 'must be "db", "ln" or "log10"' },
  { written: { kind: { kind: 'mel' } }, problem: 'must be "waveform" or "spectrogram"' },
  { written: { mean: 'none' }, problem: 'has a wrong form' },
  { written: { score: -1 }, problem: 'must be at least 0' },
  { written: { score: 2 }, problem: 'must be at most 1' },
  { written: { n_fft: 1_024, sr: 22_050 }, problem: 'has no key "n_fft" or "sr"' },
  { written: { hop: 2.5 }, problem: 'must be a whole number of samples' },
])('$written $problem', ({ written, problem }) => {
  const { error } = Form.safeParse({ ...VALID, ...written }, { error: problemOf });
  expect(error?.issues.map(({ message }) => message)).toEqual([problem]);
});
