import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
