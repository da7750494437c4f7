import type { ByteAnswer } from '@earmark/runtime/http';
import type { ArchiveDeps, ArchiveTask } from './archive-task.ts';
import { downloadBytes } from './download-bytes.ts';
import type { Measured } from './measured.ts';

export interface DownloadStart {
  /** What is here of the archive, and what arrives of it. */
  readonly measured: Measured;
  /** Of the file that it is from. */
  readonly validator?: string | undefined;
  /** Told of the validator of the file on the server, before its bytes. */
  readonly onValidator?: (validator: string) => Promise<void>;
}

/** The bytes of an archive that are not here yet, measured on their way. @throws as `downloadBytes` */
export async function* downloadArchive(
  { archive, url }: ArchiveTask,
  { measured, validator, onValidator }: DownloadStart,
  { options, onBytes, onSize, signal }: ArchiveDeps,
): AsyncGenerator<Uint8Array> {
  let latest = validator;
  let told = validator;
  const onAnswer = (answer: ByteAnswer) => {
    measured.noteAnswer(answer);
    latest = answer.validator;
    if (answer.sizeBytes !== undefined) onSize(archive, answer.sizeBytes);
  };
  const remote = { url, fromByte: measured.nBytes(), validator, onAnswer };
  for await (const bytes of measured.through(downloadBytes(remote, options, signal))) {
    if (latest !== told) await onValidator?.(latest ?? '');
    told = latest;
    onBytes(archive, bytes.length);
    yield bytes;
  }
}
