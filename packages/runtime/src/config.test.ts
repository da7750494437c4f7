import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SECRETS } from './secret-files.ts';
import { earmarkHome, Environment, parseEnvironment, withoutPassword } from './config.ts';

const USAGE = readFileSync(new URL('../../../docs/usage.md', import.meta.url), 'utf8');

// HOME is `~` in the document.
const NAMES = Object.keys(Environment.shape).filter((name) => name !== 'HOME');

test.each([...NAMES, 'TMPDIR', 'CUDA_VISIBLE_DEVICES', 'LD_LIBRARY_PATH'])(
  'docs/usage.md explains %s',
  (name) => {
    expect(USAGE).toContain(`\`${name}\``);
  },
);

test('docs/usage.md names every secret that may be in a file', () => {
  const line = USAGE.split('\n').find((each) => each.startsWith('| `NAME_FILE`')) ?? '';
  expect([...line.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name).slice(2)).toEqual([
    ...SECRETS,
  ]);
});

test.each([
  {
    variables: { DATABASE_URL: 'postgresql://me@ledger/db', DATABASE_PASSWORD: 'a@b:c/%41?#' },
    expected: { DATABASE_URL: 'postgresql://me:a%40b%3Ac%2F%2541%3F%23@ledger/db' },
  },
  {
    variables: { REDIS_URL: 'rediss://queue:1', REDIS_PASSWORD: 'secret' },
    expected: { REDIS_URL: 'rediss://:secret@queue:1' },
  },
  {
    variables: { REDIS_URL: 'redis://:first@queue', REDIS_PASSWORD: 'second' },
    expected: { REDIS_URL: 'redis://:first@queue' },
  },
])('a password is put into an address that has none: $expected', ({ variables, expected }) => {
  expect(parseEnvironment(variables)).toMatchObject(expected);
});

test('an empty variable counts as unset', () => {
  expect(parseEnvironment({ EARMARK_LOCK_SECONDS: '', EARMARK_HOME: '' })).toMatchObject({
    EARMARK_LOCK_SECONDS: 20,
  });
});

test('a wrong value is refused with the name of its variable', () => {
  expect(() => parseEnvironment({ EARMARK_METRICS_PORT: '70000' })).toThrow('EARMARK_METRICS_PORT');
});

test.each([
  { variables: { EARMARK_HOME: '/data' }, platform: 'linux', home: '/data' },
  { variables: { HOME: '/u' }, platform: 'linux', home: '/u/.local/share/earmark' },
  {
    variables: { HOME: '/u', XDG_DATA_HOME: '/x' },
    platform: 'linux',
    home: '/x/earmark',
  },
  {
    variables: { HOME: '/u' },
    platform: 'darwin',
    home: '/u/Library/Application Support/earmark',
  },
] as const)('the home is $home on $platform with $variables', ({ variables, platform, home }) => {
  expect(earmarkHome(parseEnvironment(variables), platform)).toBe(home);
});

test('a password is not printed', () => {
  expect(withoutPassword('redis://me:secret@host:1/')).toBe('redis://me:***@host:1/');
});
