import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let variables: Variables;
/** What doctor finds without further variables. */
let usual: Awaited<ReturnType<typeof examine>>;
beforeAll(async () => {
  folder = temporaryFolder();
  variables = { EARMARK_HOME: join(folder.path, 'home'), VK_DRIVER_FILES: '/nowhere.json' };
  usual = await examine({});
});
afterAll(() => {
  folder.remove();
});

interface Examination {
  readonly canRun: boolean;
  readonly findings: readonly { readonly part: string; readonly state: string; found: string }[];
}

async function examine(more: Variables): Promise<Examination & { exitCode: number | null }> {
  const { stdout, exitCode } = await earmarkHere(['doctor', '--json'], { ...variables, ...more });
  return { ...(JSON.parse(stdout) as Examination), exitCode };
}

test('doctor finds what a run needs, and writes nothing', () => {
  const { canRun, findings, exitCode } = usual;
  expect({ canRun, exitCode }).toEqual({ canRun: true, exitCode: 0 });
  expect(findings.map(({ part }) => part)).toEqual(PARTS);
  expect(existsSync(variables['EARMARK_HOME']!)).toBe(false);
});

const PARTS = [
  ...['node', 'machine', 'home', 'files', 'ffmpeg', 'queue', 'ledger', 'models'],
  ...['cpu', 'cuda', 'webgpu'],
];

test.each([
  { part: 'ffmpeg', more: { EARMARK_FFMPEG: 'none' }, says: /built-in ffmpeg/ },
  { part: 'queue', more: { PATH: '/nowhere' }, says: /is in Postgres/ },
  { part: 'models', says: /only the starter/ },
  { part: 'webgpu', says: /no GPU driver/ },
])('a run goes on without $part', async ({ part, more, says }) => {
  const { canRun, findings } = more ? await examine(more) : usual;
  const finding = findings.find((found) => found.part === part);
  expect(finding).toMatchObject({ state: 'not ready' });
  expect(finding?.found).toMatch(says);
  expect(canRun).toBe(true);
});

test.each([
  { part: 'home', more: { EARMARK_HOME: '/dev/null/earmark' }, says: /cannot be written to/ },
  { part: 'ffmpeg', more: { EARMARK_FFMPEG: '/nowhere' }, says: /does not work as ffmpeg/ },
  { part: 'ffmpeg', more: { TMPDIR: '/nowhere' }, says: /\(TMPDIR\) cannot be written/ },
  { part: 'queue', more: { REDIS_URL: 'redis://127.0.0.1:1' }, says: /does not answer/ },
  { part: 'ledger', more: { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, says: /be reached/ },
])('a run cannot do without $part', async ({ part, more, says }) => {
  const { canRun, findings, exitCode } = await examine(more);
  const finding = findings.find((found) => found.part === part);
  expect(finding).toMatchObject({ state: 'needed' });
  expect(finding?.found).toMatch(says);
  expect({ canRun, exitCode }).toEqual({ canRun: false, exitCode: 3 });
});

test('for people doctor prints a line for each part', async () => {
  const { stdout } = await earmark(['doctor'], variables);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['PART', ...PARTS]);
});
