import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canReach } from '@earmark/services/embedded';
import { earmark, type Variables } from '../support/earmark.ts';
import { variants } from '../support/longer-series.ts';
import { makeTracks } from '../support/music.ts';
import { s3Variables, startS3Server } from '../support/s3-server.ts';
import { createDatabase } from '../support/services.ts';
import { summaryOf } from '../support/stage.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

/** As a container has it that is started with any user id: without an entry in passwd, and here without HOME. */
const UNKNOWN = { uid: 424_242, gid: 424_242 };
const DIST = fileURLToPath(new URL('../../dist/earmark/programs', import.meta.url));
const canRun =
  process.getuid?.() === 0 &&
  (await canReach(DIST, UNKNOWN)) &&
  (await canReach(process.execPath, UNKNOWN));
if (!canRun) {
  console.warn(
    'SKIPPED, tests of an unknown user: they need root, and a repository that everybody may enter.',
  );
}

describe.skipIf(!canRun)('a user id without an entry in passwd and without HOME', () => {
  let folder: TemporaryFolder;
  let tracks: readonly string[];
  beforeAll(() => {
    folder = temporaryFolder();
    chmodSync(folder.path, 0o777);
    tracks = makeTracks(folder.path, 2);
  });
  afterAll(() => {
    folder.remove();
  });

  const start = (args: readonly string[], variables: Variables) =>
    earmark(args, { EARMARK_LOG_LEVEL: 'silent', ...variables }, UNKNOWN);

  test.each([
    {
      part: 'home',
      args: () => ['models', 'pull', 'jamendo/fcn'],
      variables: () => ({}),
      says: /cannot be .*\. Set EARMARK_HOME to a folder that you may write to/,
    },
    {
      part: 'ledger',
      args: () => ['produce', folder.path],
      variables: () => ({ EARMARK_HOME: join(folder.path, 'home') }),
      says: /user id 424242, which has no entry in \/etc\/passwd\. Add one, or set DATABASE_URL/,
    },
  ])(
    'is told in one sentence what $part needs, by doctor too',
    async ({ part, args, variables, says }) => {
      const ended = await start(args(), variables());
      expect(ended.stderr).toMatch(says);
      expect(ended.stderr).toMatch(/^earmark: .*\n$/);
      expect(ended.exitCode).toBe(2);
      const { stdout } = await start(['doctor'], variables());
      const line = stdout.split('\n').find((text) => text.startsWith(`${part} `));
      expect(line).toMatch(/^\w+ +needed /);
      expect(line).toMatch(says);
    },
  );

  test.each(
    variants([
      { what: 'objects', source: () => 's3://corpus/music' },
      { what: 'files', source: () => folder.path },
    ]),
  )('tags $what with EARMARK_HOME and DATABASE_URL', async ({ what, source }) => {
    const server = await startS3Server();
    for (const track of tracks)
      await server.put(`music/${track}`, readFileSync(join(folder.path, track)));
    const variables = {
      EARMARK_HOME: join(folder.path, 'home'),
      DATABASE_URL: await createDatabase(`unknown_user_${what}`),
      ...s3Variables(server.url),
    };
    const ended = await start(
      ['run', source(), '--json', '--out', join(folder.path, 'out')],
      variables,
    );
    await server.close();
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(summaryOf(ended).tasks).toMatchObject({ tagged: 2, failed: 0 });
  });
});
