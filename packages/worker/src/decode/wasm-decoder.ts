import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Waveform } from '@earmark/core/audio/waveform.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import { guardedDecode } from './guarded-decode.ts';
import type { DecodeReply, DecodeRequest } from './wasm-thread.ts';

const { version } = createRequire(import.meta.url)('audio-decode/package.json') as {
  readonly version: string;
};

/**
 * Decodes in threads, with decoders in WebAssembly and the resampler of `core`. A thread that is
 * done waits for the next file; one that runs into a limit is ended, whatever it is doing.
 */
export function createWasmDecoder(limits: DecodeLimits): AudioDecoder {
  const { maxDurationSeconds, timeoutMs } = limits;
  const idle: Worker[] = [];

  const decodeNow = async (path: string, signal: AbortSignal): Promise<Waveform> => {
    const thread = idle.pop() ?? startThread();
    const reply = await ask(thread, { path, maxDurationSeconds }, signal).catch(
      async (error: unknown) => {
        await thread.terminate();
        throw error;
      },
    );
    idle.push(thread);
    if (reply.status === 'decoded') return reply.waveform;
    throw new EarmarkError(reply.code, reply.message);
  };

  return {
    decoder: `wasm audio-decode ${version}`,
    resampler: 'kaiser 128',
    decode: guardedDecode(timeoutMs, decodeNow),
    async close() {
      await Promise.all(idle.splice(0).map((thread) => thread.terminate()));
    },
  };
}

function startThread(): Worker {
  const thread = new Worker(new URL('./wasm-thread.js', import.meta.url), { stderr: true });
  // The decoders report every broken frame of a file.
  thread.stderr.resume();
  return thread;
}

async function ask(
  thread: Worker,
  request: DecodeRequest,
  signal: AbortSignal,
): Promise<DecodeReply> {
  thread.postMessage(request);
  const [reply] = (await once(thread, 'message', { signal })) as [DecodeReply];
  return reply;
}
