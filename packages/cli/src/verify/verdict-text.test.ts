import { expect, test } from 'vitest';
import { ModelRowId, TrackId } from '@earmark/core/run';
import type { Verdict } from '@earmark/worker';
import { isVerified, verifiedText } from './verdict-text.ts';

const software = { decoder: '', resampler: '', device: '', runtime: '', earmarkVersion: '' };
const stored = {
  trackId: TrackId.parse(1),
  file: 'a.wav',
  uri: 'file:///a.wav',
  version: '1',
  modelRowId: ModelRowId.parse(1),
  modelName: 'jamendo/fcn',
  scores: new Float32Array(),
  software,
};
const numbers = { maxDifference: 0, tolerance: 1e-5, madeWith: [] };
const reason = { code: 'SOURCE_NOT_FOUND', message: 'It is gone.' };
const EQUAL: Verdict = { kind: 'equal', ...numbers };
const DIFFERENT: Verdict = { kind: 'different', ...numbers };
const UNAVAILABLE: Verdict = { kind: 'unavailable', ...reason };
const FAILED: Verdict = { kind: 'failed', ...reason };

test.each([
  {
    verdicts: [EQUAL, EQUAL],
    is: true,
    says: '2 predictions computed again: 2 equal, 0 different.',
  },
  { verdicts: [EQUAL, UNAVAILABLE], is: true, says: '; 1 with a missing source.' },
  { verdicts: [EQUAL, DIFFERENT], is: false, says: '1 equal, 1 different.' },
  { verdicts: [EQUAL, FAILED], is: false, says: '; 1 failed.' },
  { verdicts: [UNAVAILABLE], is: false, says: 'Nothing could be compared.' },
  { verdicts: [], is: false, says: 'Nothing could be compared.' },
])('verified is $is for: $says', ({ verdicts, is, says }) => {
  const verified = verdicts.map((verdict) => ({ stored, verdict }));
  expect(isVerified(verified)).toBe(is);
  expect(verifiedText(verified)).toContain(says);
});
