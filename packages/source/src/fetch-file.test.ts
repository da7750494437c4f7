import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createFileFetch } from './fetch-file.ts';
import { UNKNOWN_VERSION } from './source.ts';

test('a file is one request of the limit, and each of its bytes counts once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'earmark-fetch-'));
  try {
    const path = join(folder, 'a.wav');
    writeFileSync(path, Buffer.alloc(2_500_000));
    const counts = { requests: 0, bytes: 0 };
    const fetchFile = createFileFetch({
      request: () => {
        counts.requests++;
        return Promise.resolve();
      },
      read: (nBytes) => {
        counts.bytes += nBytes;
        return Promise.resolve();
      },
    });
    const { signal } = new AbortController();
    await fetchFile(pathToFileURL(path).href, UNKNOWN_VERSION, signal);
    expect(counts).toEqual({ requests: 1, bytes: 2_500_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
