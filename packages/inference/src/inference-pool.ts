import { MessageChannel, Worker } from 'node:worker_threads';
import { EarmarkError } from '@earmark/core/failure';
import { createSlots, type Slots } from '@earmark/runtime/process';
import { type DeviceName, DEVICES } from './device/devices.ts';
import type { InferenceThreadData } from './inference-thread.ts';
import type { ScoreReply, ScoreRequest } from './score-track.ts';

/** Threads that compute scores, so that the control thread never does. */
export interface InferencePool {
  /**
   * Waits for a free thread, then for the scores.
   *
   * @param signal ends the waiting; what is being scored is finished
   * @throws INFERENCE_FAILED when the thread ends meanwhile; the reason of the signal
   */
  score(request: ScoreRequest, signal: AbortSignal): Promise<ScoreReply>;
  /** The threads, and how busy they are. */
  readonly slots: Omit<Slots, 'use'>;
  close(): Promise<void>;
}

const THREAD = new URL('./inference-thread.js', import.meta.url);
const SESSION_THREAD = new URL('./session-thread.js', import.meta.url);

/**
 * @param nThreads on the CPU each has its own sessions: memory grows with it, and so does speed up to the number
 *   of cores; elsewhere they compute front ends, and one thread more holds the sessions
 */
export function createInferencePool(device: DeviceName, nThreads: number): InferencePool {
  const slots = createSlots(nThreads);
  // It has no listener for errors: one that no request caused ends the process.
  const holder = DEVICES[device].sharesSessions
    ? new Worker(SESSION_THREAD, { workerData: device })
    : undefined;
  const startThread = () => startInferenceThread(device, holder);
  const idle: Worker[] = Array.from({ length: nThreads }, startThread);
  const threads = new Set(idle);

  const replace = (thread: Worker): Worker => {
    threads.delete(thread);
    const fresh = startThread();
    threads.add(fresh);
    return fresh;
  };

  return {
    score: (request, signal) =>
      slots.use(async () => {
        signal.throwIfAborted();
        // There are as many slots as threads.
        const thread = idle.pop() ?? startThread();
        let next = thread;
        try {
          return await ask(thread, request);
        } catch (error) {
          next = replace(thread);
          throw error;
        } finally {
          idle.push(next);
        }
      }),
    slots,
    close: async () => {
      await Promise.all([...threads].map((thread) => thread.terminate()));
      await holder?.terminate();
    },
  };
}

function startInferenceThread(device: DeviceName, holder: Worker | undefined): Worker {
  const { port1: here, port2: there } = new MessageChannel();
  holder?.postMessage(there, [there]);
  const workerData: InferenceThreadData = { device, sessions: holder && here };
  const thread = new Worker(THREAD, { workerData, transferList: holder ? [here] : [] });
  // `ask` reports it to the caller; without a listener it would end the process.
  thread.on('error', () => undefined);
  return thread;
}

function ask(thread: Worker, request: ScoreRequest): Promise<ScoreReply> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      thread.off('message', onReply).off('error', onError).off('exit', onExit);
    };
    const onReply = (reply: ScoreReply) => {
      settle();
      resolve(reply);
    };
    const onError = (error: Error) => {
      settle();
      reject(threadFailure(error.message, error));
    };
    const onExit = () => {
      settle();
      reject(threadFailure('it ended'));
    };
    thread.on('message', onReply).on('error', onError).on('exit', onExit);
    thread.postMessage(request);
  });
}

function threadFailure(reason: string, cause?: Error): EarmarkError {
  return new EarmarkError('INFERENCE_FAILED', `An inference thread failed: ${reason}.`, { cause });
}
