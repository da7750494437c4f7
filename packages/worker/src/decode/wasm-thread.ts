import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { resample } from '@earmark/core/audio/resample.js';
import { SAMPLE_RATE, type Waveform } from '@earmark/core/audio/waveform.js';
import type { FailureCode } from '@earmark/core/failure/codes.js';
import { toEarmarkError } from '@earmark/core/failure/earmark-error.js';
import { decodeBytes } from './decode-bytes.ts';
import { unreadable } from './source-file.ts';
import { namedSystemError } from './system-error.ts';

export interface DecodeRequest {
  readonly path: string;
  readonly maxDurationSeconds: number;
}

export type DecodeReply =
  | { readonly status: 'decoded'; readonly waveform: Waveform }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly message: string };

parentPort?.on('message', (request: DecodeRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

/** An error loses its class on the way between threads; its code does not. */
async function answer(request: DecodeRequest): Promise<DecodeReply> {
  try {
    return { status: 'decoded', waveform: await decodeFile(request) };
  } catch (error) {
    const { code, message } = toEarmarkError(namedSystemError(error));
    return { status: 'failed', code, message };
  }
}

async function decodeFile({ path, maxDurationSeconds }: DecodeRequest): Promise<Waveform> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, 'cannot be read', { cause });
  });
  const { samples, sampleRate } = await decodeBytes(bytes, { maxDurationSeconds });
  return onSharedMemory(resample(samples, { fromRate: sampleRate, toRate: SAMPLE_RATE }));
}

function onSharedMemory(samples: Float32Array): Waveform {
  const waveform = new Float32Array(new SharedArrayBuffer(samples.byteLength));
  waveform.set(samples);
  return waveform;
}
