import { expect, test } from 'vitest';
import { licenseOf } from './license.ts';

const BY = 'http://creativecommons.org/licenses/by/3.0/';

test.each([
  { named: BY, license: 'CC BY 3.0', licenseUrl: BY },
  {
    named: 'Available under a licence: https://www.creativecommons.org/licenses/by-nc-sa/2.0/fr/',
    license: 'CC BY-NC-SA 2.0',
    licenseUrl: 'https://www.creativecommons.org/licenses/by-nc-sa/2.0/fr/',
  },
  {
    named: 'https://creativecommons.org/publicdomain/zero/1.0/',
    license: 'CC0 1.0',
    licenseUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
  },
  {
    named: 'Free Art License: http://artlibre.org/licence/lal',
    license: 'Free Art License',
    licenseUrl: 'http://artlibre.org/licence/lal',
  },
  {
    named: 'http://example.org/terms.',
    license: 'http://example.org/terms',
    licenseUrl: 'http://example.org/terms',
  },
  // Another server may have any path, and Creative Commons has other pages.
  {
    named: 'http://example.org/licenses/by/3.0/',
    license: 'http://example.org/licenses/by/3.0/',
    licenseUrl: 'http://example.org/licenses/by/3.0/',
  },
  { named: 'all rights reserved', license: 'all rights reserved', licenseUrl: null },
])('"$named" is the licence $license', ({ named, ...expected }) => {
  expect(licenseOf({ named })).toEqual(expected);
});

test('a notice of copyright counts where it has the address of a licence', () => {
  const notice = `2009 Somebody. Licensed to the public under ${BY}, see there.`;
  const found = { license: 'CC BY 3.0', licenseUrl: BY };
  expect(licenseOf({ named: null, mentioned: notice })).toEqual(found);
  expect(licenseOf({ named: 'free', mentioned: notice })).toEqual(found);
  expect(licenseOf({ named: null, mentioned: '2009 Somebody' }).license).toBeNull();
});
