import { MessageChannel, type Worker } from 'node:worker_threads';
import { EarmarkError } from '@earmark/core/failure';
import { createSlots, type Slots } from '@earmark/runtime/process';
import { type DeviceName, DEVICES } from './device/devices.ts';
import type { InferenceThreadData } from './inference-thread.ts';
import type { ScoreReply, ScoreRequest } from './score-track.ts';
import { createThreads, type Threads } from './threads.ts';

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

/** The threads that hold the sessions of a device; a benchmark has other numbers of them, or simulates the device. */
export interface SessionThreads {
  readonly count: number;
  readonly entry: URL;
}

/**
 * @param nThreads on the CPU each has its own sessions: memory grows with it, and so does speed up to the number
 *   of cores; elsewhere they compute front ends, and session threads run the networks
 */
export function createInferencePool(
  device: DeviceName,
  nThreads: number,
  { count = DEVICES[device].sessionThreads, entry = SESSION_THREAD }: Partial<SessionThreads> = {},
): InferencePool {
  const slots = createSlots(nThreads);
  const threads = createThreads();
  // They have no listener for errors: one that no request caused ends the process.
  const holders = Array.from({ length: count }, () => threads.start(entry, device));
  const startThread = () => startInferenceThread(threads, device, holders);
  const idle = Array.from({ length: nThreads }, startThread);

  return {
    score: (request, signal) =>
      slots.use(async () => {
        signal.throwIfAborted();
        // One that failed has ended, so another takes its place.
        const thread = idle.pop() ?? startThread();
        const reply = await ask(thread, request);
        idle.push(thread);
        return reply;
      }),
    slots,
    close: () => threads.end(),
  };
}

function startInferenceThread(
  threads: Threads,
  device: DeviceName,
  holders: readonly Worker[],
): Worker {
  const sessions = holders.map((holder) => {
    const { port1: here, port2: there } = new MessageChannel();
    holder.postMessage(there, [there]);
    return here;
  });
  const data: InferenceThreadData = { device, sessions };
  const thread = threads.start(THREAD, data, sessions);
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
