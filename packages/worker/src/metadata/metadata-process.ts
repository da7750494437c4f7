import { readMetadata } from './read-metadata.ts';
import type { MetadataRequest } from './metadata-reader.ts';

// The entry of a process that reads what files say about themselves, one after the other, for a worker; it ends with it.
process.on('message', ({ path }: MetadataRequest) => {
  void readMetadata(path).then((metadata) => process.send?.(metadata));
});
process.once('disconnect', () => process.exit());
// A worker that is asked to stop lets tracks in flight end, and the signal may go to all of its processes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
