import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rightManifest } from '../../../../test/support/right-model.ts';
import {
  temporaryFolder,
  type TemporaryFolder,
} from '../../../../test/support/temporary-folder.ts';
import { readManifest } from './read-manifest.ts';

let folder: TemporaryFolder;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => {
  folder.remove();
});

function write(content: string | Uint8Array): string {
  const path = join(folder.path, 'manifest.json');
  writeFileSync(path, content);
  return path;
}

test('a manifest is read with its defaults', async () => {
  const manifest = await readManifest(write(JSON.stringify(rightManifest())));
  expect(manifest).toMatchObject({
    ...{ name: 'mine/model', architecture: 'onnx', source: null, reference: null },
    network: { externalData: [], output: { scores: null, embedding: null } },
    tags: [{ tag: 'low', category: 'tag', en: 'low', zh: 'low' }, {}, {}],
  });
});

test('one with a byte order mark is read as well', async () => {
  const path = write(`\uFEFF${JSON.stringify(rightManifest())}`);
  expect((await readManifest(path)).name).toBe('mine/model');
});

test.each([
  { what: 'no JSON', content: '{ "version": 2,', says: /manifest\.json is no JSON: / },
  { what: 'a number', content: '7', says: /the manifest: must be an object, \{…\}/ },
  { what: 'a list', content: '[]', says: /the manifest: must be an object, \{…\}/ },
  { what: 'no UTF-8', content: Buffer.from([0xff, 0xfe, 0x80]), says: /manifest\.json/ },
  { what: 'a network', content: Buffer.alloc(17 * 2 ** 20), says: /larger than any .* --onnx/ },
  {
    what: 'wrong in two keys',
    content: JSON.stringify(rightManifest({ version: 3, 'scores.are': 'percent' })),
    says: /no manifest of version 2 .*:\n {2}version: must be 2.*\n {2}scores\.are: must be "probabilities" or "logits"/,
  },
  {
    what: 'wrong in hundreds of keys',
    content: JSON.stringify(rightManifest({ tags: Array.from({ length: 300 }, () => ({})) })),
    says: /tags\.0\.tag|tags: .*/,
  },
  {
    what: 'wrong in many ways',
    content: JSON.stringify(
      rightManifest({
        'network.externalData': Array.from({ length: 50 }, () => ({ file: 'a/b', sha256: '' })),
      }),
    ),
    says: /network\.externalData\.0\.file: must be the name of a file.*\n {2}and 80 more$/s,
  },
])('a file that is $what is refused', async ({ content, says }) => {
  await expect(readManifest(write(content))).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringMatching(says) as string,
  });
});

test('a file that is not there, and a folder, are refused', async () => {
  for (const path of [join(folder.path, 'none.json'), folder.path]) {
    await expect(readManifest(path)).rejects.toMatchObject({
      code: 'USAGE_INVALID',
      message: expect.stringContaining(`The manifest ${path} cannot be read.`) as string,
    });
  }
});
