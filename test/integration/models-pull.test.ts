import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CatalogueEntry, type InstalledModel, ModelSpec } from '@earmark/core/model';
import {
  gitBlobId,
  type PublishedModel,
  type Pull,
  pullModels,
  verifyModel,
} from '@earmark/models/install';
import { freePort } from '@earmark/runtime/process';
import {
  type Answer,
  atOnceReset,
  type CheckpointServer,
  halfThenReset,
  halfThenSilence,
  onlyFor,
  startCheckpointServer,
  withoutRanges,
  withStatus,
  withWrongByte,
} from '../support/checkpoint-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const NAMES = ['fcn', 'crnn', 'sample', 'short', 'hcnn'] as const;
const CHECKPOINTS = Object.fromEntries(
  NAMES.map((name) => [
    `/models/${name}.pth`,
    readFileSync(new URL(`../fixtures/tiny/${name}.pth`, import.meta.url)),
  ]),
);
const MODELS = NAMES.map((name) => publishedModel(name));
const [FCN] = MODELS;
const SIZE = CHECKPOINTS['/models/fcn.pth']!.length;

let server: CheckpointServer;
let home: TemporaryFolder;

beforeAll(async () => {
  server = await startCheckpointServer(CHECKPOINTS);
});
afterAll(() => server.close());
beforeEach(() => {
  home = temporaryFolder();
  mkdirSync(join(home.path, 'downloads'));
  server.answerWith();
});
afterEach(() => {
  home.remove();
});

test('models are downloaded, converted and installed, and score as they did then', async () => {
  const pulls = await pull(MODELS);
  expect(pulls.map(({ name }) => name).sort()).toEqual(
    MODELS.map(({ entry }) => entry.name).sort(),
  );
  expect(pulls.every((done) => 'installed' in done && done.installed.published)).toBe(true);
  expect(downloads()).toEqual([]);
  for (const { entry } of MODELS) await verifyModel(installed(entry.name), 'cpu');
});

test('without a mirror the repository of the catalogue is asked', async () => {
  const upstream = { ...FCN!.upstream, repository: `${server.url}/` };
  const [done] = await pull([{ ...FCN!, upstream }], { mirror: undefined });
  expect(done).toMatchObject({ installed: { published: true } });
  expect(server.requests).toEqual(['/models/fcn.pth']);
});

test('what is installed already is skipped', async () => {
  const pulls = await pull([FCN!], { isInstalled: () => Promise.resolve(true) });
  expect(pulls).toEqual([{ name: 'test/fcn', skipped: 'it is installed already' }]);
  expect(server.requests).toEqual([]);
});

const HALF = `bytes=${String(Math.floor(SIZE / 2))}-`;

test.each([
  {
    what: 'a connection that breaks half way is gone on with',
    answers: [halfThenReset(isStored)],
    requests: ['/models/fcn.pth', `/models/fcn.pth ${HALF}`],
  },
  {
    what: 'a server that falls silent half way is asked for the rest',
    answers: [halfThenSilence],
    requests: ['/models/fcn.pth', `/models/fcn.pth ${HALF}`],
  },
  {
    what: 'a server that gives no parts gives the whole again',
    answers: [halfThenReset(isStored), withoutRanges],
    requests: ['/models/fcn.pth', `/models/fcn.pth ${HALF}`],
  },
  {
    what: 'a server that is not well is asked again',
    answers: [withStatus(500), withStatus(503), atOnceReset],
    requests: Array<string>(4).fill('/models/fcn.pth'),
  },
])('$what', async ({ answers, requests }) => {
  server.answerWith(...answers);
  const [done] = await pull([FCN!]);
  expect(done).toMatchObject({ installed: { published: true } });
  expect(server.requests).toEqual(requests);
  expect(downloads()).toEqual([]);
});

test.each([
  { what: 'the rest of an earlier download', part: () => checkpoint().subarray(0, 5_000), n: 1 },
  { what: 'nothing but the installation', part: () => checkpoint(), n: 1 },
  { what: 'all, where the earlier part was wrong', part: () => Buffer.alloc(5_000), n: 2 },
  { what: 'all, where the earlier part was too long', part: () => Buffer.alloc(SIZE + 9), n: 2 },
])('what an earlier command left is used: $what remains to do', async ({ part, n }) => {
  writeFileSync(partial(), part());
  const [done] = await pull([FCN!]);
  expect(done).toMatchObject({ installed: { published: true } });
  expect(server.requests).toHaveLength(n);
  expect(server.requests[0]).toBe(`/models/fcn.pth bytes=${String(part().length)}-`);
});

test.each([
  { what: 'not there', answer: withStatus(404), code: 'MODEL_MISSING', says: 'answers 404' },
  { what: 'forbidden', answer: withStatus(403), code: 'MODEL_MISSING', says: 'answers 403' },
  {
    what: 'another file',
    answer: withWrongByte,
    code: 'CHECKPOINT_INVALID',
    says: 'is not the published file',
  },
])('a checkpoint that is $what is refused, and the others are installed', async (expected) => {
  const { answer, code, says } = expected;
  server.answerWith(...Array<Answer>(MODELS.length).fill(onlyFor('/models/fcn.pth', answer)));
  const pulls = await pull(MODELS);
  expect(pulls.filter((done) => 'installed' in done)).toHaveLength(MODELS.length - 1);
  expect(pulls.find(({ name }) => name === 'test/fcn')).toMatchObject({
    refused: { code, message: expect.stringContaining(says) as string },
  });
  expect(existsSync(join(home.path, 'models/test/fcn'))).toBe(false);
  expect(downloads()).toEqual([]);
});

test.each([
  { what: 'answers 500', answer: withStatus(500), says: 'the server answers 500' },
  { what: 'resets', answer: atOnceReset, says: 'the connection was lost' },
  { what: 'falls silent', answer: halfThenSilence, says: 'nothing arrived for 1.5 s' },
])('a server that $what again and again ends the command', async ({ answer, says }) => {
  server.answerWith(...Array<typeof answer>(4).fill(answer));
  await expect(pull([FCN!])).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: expect.stringContaining(says) as string,
  });
  expect(server.requests).toHaveLength(4);
  expect(existsSync(join(home.path, 'models'))).toBe(false);
});

test('an address where nothing answers is said once, for all models', async () => {
  const mirror = `http://127.0.0.1:${String(await freePort())}`;
  await expect(pull(MODELS, { mirror })).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: expect.stringContaining('nothing answers at this address') as string,
  });
});

test('a command that is interrupted keeps what has arrived', async () => {
  server.answerWith(halfThenSilence);
  const interrupt = new AbortController();
  const onBytes = () => {
    interrupt.abort();
  };
  await expect(pull([FCN!], { onBytes, stallMs: 10_000 }, interrupt.signal)).rejects.toThrow(
    'aborted',
  );
  expect(readFileSync(partial()).length).toBeGreaterThan(0);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is DISK_FULL', async () => {
  symlinkSync('/dev/full', partial());
  await expect(pull([FCN!])).rejects.toMatchObject({ code: 'DISK_FULL' });
});

test('a file that changed since it was installed is told from an intact one', async () => {
  await pull([FCN!]);
  const model = installed('test/fcn');
  writeFileSync(join(model.folder, model.spec.network.file), 'x', { flag: 'a' });
  await expect(verifyModel(model, 'cpu')).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringContaining('was changed') as string,
  });
});

test('a network that scores otherwise than when it was installed is not intact', async () => {
  await pull([FCN!]);
  const { spec, ...others } = installed('test/fcn');
  const referenceOutput = spec.referenceOutput.map((score) => score / 2);
  await expect(
    verifyModel({ ...others, spec: { ...spec, referenceOutput } }, 'cpu'),
  ).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringContaining('first score of the reference chunk') as string,
  });
});

function publishedModel(architecture: string): PublishedModel {
  const path = `models/${architecture}.pth`;
  const repository = 'http://127.0.0.1:9';
  const upstream = { repository, path, gitBlobSha1: gitBlobId(CHECKPOINTS[`/${path}`]!) };
  const name = `test/${architecture}`;
  const more = { architecture, vocabulary: 'mtat-50', licence: 'MIT' };
  return { entry: CatalogueEntry.parse({ name, upstream, ...more }), upstream };
}

async function pull(
  models: readonly PublishedModel[],
  more: Partial<Parameters<typeof pullModels>[1]> = {},
  signal = new AbortController().signal,
): Promise<readonly Pull[]> {
  const pulls: Pull[] = [];
  const options = {
    mirror: server.url,
    downloadsFolder: join(home.path, 'downloads'),
    modelsFolder: join(home.path, 'models'),
    stallMs: 1_500,
    retryDelaysMs: [1, 1, 1],
    isInstalled: () => Promise.resolve(false),
    onBytes: () => undefined,
    onPull: (done: Pull) => pulls.push(done),
    ...more,
  };
  await pullModels(models, options, signal);
  return pulls;
}

function installed(id: string): InstalledModel {
  const folder = join(home.path, 'models', id);
  const text = readFileSync(join(folder, 'installed.json'), 'utf8');
  return { spec: ModelSpec.parse(JSON.parse(text)), folder, parent: null };
}

function checkpoint(): Buffer {
  return CHECKPOINTS['/models/fcn.pth']!;
}

function partial(): string {
  return join(home.path, 'downloads', `${FCN!.upstream.gitBlobSha1}.part`);
}

function downloads(): readonly string[] {
  return readdirSync(join(home.path, 'downloads'));
}

function isStored(size: number): boolean {
  return downloads().some((name) => statSync(join(home.path, 'downloads', name)).size === size);
}
