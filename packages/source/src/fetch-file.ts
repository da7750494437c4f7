import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, rm } from 'node:fs/promises';
import { EarmarkError, errorCode, type FailureCode } from '@earmark/core/failure';
import { linkTemporaryFile } from '@earmark/runtime/files';
import { audioExtension } from './audio-names.ts';
import { type BytePath, bytesOf, pathOfUri, textOf } from './byte-path.ts';
import { fileVersion } from './file-item.ts';
import type { ReadLimit } from './read-limit.ts';
import { type FetchAudio, type FetchedAudio, UNKNOWN_VERSION } from './source.ts';

/** Without it, opening a pipe blocks until its other end is opened, and a few pipes block all file access. */
const NON_BLOCKING = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

/** Three hours of eight channels in studio quality. A sparse file may claim a million times as much. */
const MAX_BYTES = 32n << 30n;

/**
 * Fetches the files of `file:` URIs in their place, hashed. Each must still be the planned version.
 *
 * The fetch throws SOURCE_NOT_FOUND, SOURCE_UNREADABLE, SOURCE_CHANGED, SOURCE_UNAVAILABLE, AUDIO_TOO_LONG.
 */
export function createFileFetch(limit: ReadLimit): FetchAudio {
  return async (uri, version, signal) => {
    const path = pathOfUri(uri);
    if (path === undefined) {
      throw new EarmarkError('JOB_INVALID', `The address "${uri}" of a job names no file.`);
    }
    await limit.request(signal);
    try {
      const handle = await open(bytesOf(path), constants.O_RDONLY | NON_BLOCKING);
      try {
        const sizeBytes = await checkVersion(handle, version);
        const sha256 = await hashFile(handle, limit, signal);
        return { ...(await nameForDecoder(path)), sizeBytes, sha256 };
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw toSourceError(error);
    }
  };
}

/** A decoder gets the name as an argument, which is text: a file whose name is not gets a link with a name that is. */
async function nameForDecoder(path: BytePath): Promise<Pick<FetchedAudio, 'path' | 'release'>> {
  const text = textOf(path);
  if (text !== undefined) return { path: text, release: () => Promise.resolve() };
  const link = await linkTemporaryFile(bytesOf(path), audioExtension(path));
  return { path: link, release: () => rm(link, { force: true }) };
}

async function checkVersion(handle: FileHandle, version: string): Promise<number> {
  const stats = await handle.stat({ bigint: true });
  if (stats.isDirectory()) {
    throw new EarmarkError(
      'SOURCE_UNREADABLE',
      'This is a folder: it could not be read when the source was listed, or it is named like audio and holds none. Run the same command again to list it again.',
    );
  }
  if (!stats.isFile()) {
    throw new EarmarkError('SOURCE_UNREADABLE', 'This is a device or a pipe, not an audio file.');
  }
  if (version !== UNKNOWN_VERSION && fileVersion(stats) !== version) {
    throw new EarmarkError(
      'SOURCE_CHANGED',
      'The file changed after it was listed. Run the same command again to tag its new version.',
    );
  }
  if (stats.size > MAX_BYTES) {
    throw new EarmarkError(
      'AUDIO_TOO_LONG',
      `The file has ${String(stats.size >> 30n)} GiB; no recording is larger than ${String(MAX_BYTES >> 30n)}. Leave it out.`,
    );
  }
  return Number(stats.size);
}

async function hashFile(
  handle: FileHandle,
  limit: ReadLimit,
  signal: AbortSignal,
): Promise<Buffer> {
  const hash = createHash('sha256');
  const bytes = Buffer.allocUnsafe(1 << 20);
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, 0, bytes.length);
    if (bytesRead === 0) return hash.digest();
    hash.update(bytes.subarray(0, bytesRead));
    await limit.read(bytesRead, signal);
  }
}

const SYSTEM_FAILURES: Readonly<Record<string, { code: FailureCode; sentence: string }>> = {
  ENOENT: { code: 'SOURCE_NOT_FOUND', sentence: 'The file does not exist (any more).' },
  ENOTDIR: { code: 'SOURCE_NOT_FOUND', sentence: 'The file does not exist (any more).' },
  ELOOP: { code: 'SOURCE_UNREADABLE', sentence: 'The file is a link that leads back to itself.' },
  ENAMETOOLONG: {
    code: 'SOURCE_UNREADABLE',
    sentence: 'The path is too long for this system: move the file up a few folders.',
  },
  ENXIO: { code: 'SOURCE_UNREADABLE', sentence: 'This is a socket, not an audio file.' },
  EACCES: {
    code: 'SOURCE_UNREADABLE',
    sentence: 'This user may not read the file: change its permissions.',
  },
  EPERM: {
    code: 'SOURCE_UNREADABLE',
    sentence: 'This user may not read the file: change its permissions.',
  },
  EIO: { code: 'SOURCE_UNAVAILABLE', sentence: 'The disk reported an error while reading.' },
  ESTALE: { code: 'SOURCE_UNAVAILABLE', sentence: 'The file server has lost the file.' },
  ETIMEDOUT: { code: 'SOURCE_UNAVAILABLE', sentence: 'The file server does not answer.' },
  EHOSTDOWN: { code: 'SOURCE_UNAVAILABLE', sentence: 'The file server does not answer.' },
};

function toSourceError(error: unknown): unknown {
  const failure = SYSTEM_FAILURES[errorCode(error)];
  return failure ? new EarmarkError(failure.code, failure.sentence, { cause: error }) : error;
}
