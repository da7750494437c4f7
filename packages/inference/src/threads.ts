import { once } from 'node:events';
import { parentPort, type Transferable, Worker, workerData } from 'node:worker_threads';

/** Threads that call onnxruntime, which ends the whole process when a thread is stopped inside a call of it. */
export interface Threads {
  /** @param data what `enterThread` returns in the thread */
  start(entry: URL, data: unknown, transferred?: readonly Transferable[]): Worker;
  /** Has all that run end, each between two calls. */
  end(): Promise<void>;
}

/** What is posted to a thread to end it. */
const END = 'end';

/** How long a process that exits waits for its threads. A call takes a second at most. */
const END_MS = 5_000;

interface ThreadStart {
  readonly data: unknown;
  /** [1], 1 when the thread has ended. */
  readonly ended: Int32Array;
}

export function createThreads(): Threads {
  const running = new Map<Worker, Int32Array>();
  const postEnd = () => {
    for (const thread of running.keys()) thread.postMessage(END);
  };
  // A process that is told to exit stops its threads wherever they are, so they have to end before.
  const endAtExit = () => {
    postEnd();
    for (const ended of running.values()) Atomics.wait(ended, 0, 0, END_MS);
  };
  process.on('exit', endAtExit);
  return {
    start(entry, data, transferred = []) {
      const ended = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const thread = new Worker(entry, {
        workerData: { data, ended } satisfies ThreadStart,
        transferList: [...transferred],
      });
      running.set(thread, ended);
      return thread.once('exit', () => running.delete(thread));
    },
    async end() {
      const ends = [...running.keys()].map((thread) => once(thread, 'exit'));
      postEnd();
      await Promise.all(ends);
      process.off('exit', endAtExit);
    },
  };
}

/** In a thread: what it was started with. It is to be called before the thread listens to messages of its own. */
export function enterThread(): unknown {
  const { data, ended } = workerData as ThreadStart;
  process.once('exit', () => {
    Atomics.store(ended, 0, 1);
    Atomics.notify(ended, 0);
  });
  parentPort?.on('message', (message) => {
    // Ends this thread alone, and before any other listener gets the message.
    if (message === END) process.exit();
  });
  return data;
}
