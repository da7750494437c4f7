import { setImmediate } from 'node:timers/promises';
import type { SourceItem } from '@earmark/core/run';
import { inPages, nothingIgnored, type Source } from '@earmark/source';

/** So many keys as a bucket would list them, made as they are asked for. */
export function simulatedSource(nTracks: number): Source {
  const name = `s3://simulated/${nTracks}`;
  return {
    name,
    args: [name],
    uriPrefix: name,
    ignored: nothingIgnored(),
    list: () => inPages(keys(nTracks)),
  };
}

async function* keys(nTracks: number): AsyncGenerator<SourceItem> {
  for (let i = 0; i < nTracks; i++) {
    // A bucket lists a thousand keys at a time.
    if (i % 1_000 === 0) await setImmediate();
    const file = `${String(i % 100).padStart(2, '0')}/${1_000_000 + i}.mp3`;
    const uri = `s3://simulated/raw_30s/audio/${file}`;
    yield {
      file,
      uri,
      version: i.toString(16).padStart(32, '0'),
      sizeBytes: 9_600_000,
      metadata: {},
    };
  }
}
