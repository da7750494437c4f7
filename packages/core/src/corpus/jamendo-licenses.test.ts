import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type JamendoLicense, jamendoLicenses } from './jamendo-licenses.ts';

const BY = 'http://creativecommons.org/licenses/by/3.0/';

async function licensesIn(...lines: readonly string[]) {
  const licenses: JamendoLicense[] = [];
  for await (const license of jamendoLicenses(Readable.from(lines))) licenses.push(license);
  return licenses;
}

test('a list names the licence of each path', async () => {
  const licenses = await licensesIn(
    '14/214.mp3',
    'A Title by An Artist from Jamendo: http://www.jamendo.com/track/214',
    `Available under a Creative Commons Attribution license: ${BY}`,
    '',
    '--',
    '15/215.low.mp3',
    'Available under a Free Art license: http://artlibre.org/licence/lal',
  );
  expect(licenses).toEqual([
    { trackId: 214, license: 'CC BY 3.0', licenseUrl: BY },
    { trackId: 215, license: 'Free Art license', licenseUrl: 'http://artlibre.org/licence/lal' },
  ]);
});

test('a line without a path before it, and a path without a licence, are left out', async () => {
  const attribution = 'Available under the Sun by An Artist from Jamendo: http://www.jamendo.com/';
  expect(
    await licensesIn(`Available under a license: ${BY}`, '14/214.mp3', attribution, '15/215.mp3'),
  ).toEqual([]);
});
