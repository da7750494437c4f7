import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** A device that all threads of a process share. */
export interface SimulatedDevice {
  /** Floating-point operations per second. */
  readonly flops: number;
  /** Bytes per second that a thread copies to it. */
  readonly bytesPerSecond: number;
  /** [1 while it computes, microseconds that it computed so far]. */
  readonly state: Int32Array;
}

const KEY = 'simulated device';
const COMPUTES = 0;
const BUSY_US = 1;

/** Makes the device known to the threads that are started from now on. */
export function createSimulatedDevice(
  of: Pick<SimulatedDevice, 'flops' | 'bytesPerSecond'>,
): SimulatedDevice {
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const device = { ...of, state };
  setEnvironmentData(KEY, device);
  return device;
}

export function simulatedDevice(): SimulatedDevice {
  return getEnvironmentData(KEY) as unknown as SimulatedDevice;
}

/** Blocks this thread as a network does: for the copy, until the device is free, and while it computes. */
export function runOn(
  { flops, bytesPerSecond, state }: SimulatedDevice,
  of: { readonly bytes: number; readonly operations: number },
): void {
  sleep(of.bytes / bytesPerSecond);
  while (Atomics.compareExchange(state, COMPUTES, 0, 1) === 1) Atomics.wait(state, COMPUTES, 1);
  const begin = performance.now();
  sleep(of.operations / flops);
  Atomics.add(state, BUSY_US, Math.round(1e3 * (performance.now() - begin)));
  Atomics.store(state, COMPUTES, 0);
  Atomics.notify(state, COMPUTES, 1);
}

/** Seconds that it computed so far. */
export function busySeconds({ state }: SimulatedDevice): number {
  return Atomics.load(state, BUSY_US) / 1e6;
}

const asleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function sleep(seconds: number): void {
  Atomics.wait(asleep, 0, 0, 1e3 * seconds);
}
