import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { toSourceItem } from './folder-source.ts';
import { inPages, type Source, type SourceItem } from './source.ts';

/** The files that a text file names, one path a line, relative to the text file; empty lines are skipped. */
export function listSource(listFile: string): Source {
  return {
    name: listFile,
    ignored: { hidden: 0, notAudio: 0 },
    list: (signal) => inPages(listedItems(listFile, signal)),
  };
}

async function* listedItems(listFile: string, signal: AbortSignal): AsyncGenerator<SourceItem> {
  const base = dirname(listFile);
  const lines = createInterface({
    input: createReadStream(listFile, { encoding: 'utf8', signal }),
  });
  const seen = new Set<string>();
  for await (const line of lines) {
    if (line.includes('\0')) throw notText(listFile);
    const path = resolve(base, line.trim());
    if (line.trim() === '' || seen.has(path)) continue;
    seen.add(path);
    yield await toSourceItem(path, base);
  }
}

function notText(file: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${file} is not a text file. Name a folder of audio, or a text file with one path a line.`,
  );
}
