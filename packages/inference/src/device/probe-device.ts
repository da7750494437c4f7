import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InstalledModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './devices.ts';
import { type DriverError, parseDriverError } from './driver-error.ts';

/** Where onnxruntime-node keeps its native libraries for this platform. */
export function onnxruntimeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

export interface ProbeRequest {
  readonly device: DeviceName;
  readonly models: readonly InstalledModel[];
}

/** Whether a device can run the models it was asked for; `absent` when something was never installed. */
export type Probe =
  { readonly state: 'ready' } | ({ readonly state: 'absent' | 'unusable' } & DriverError);

/** What the process says of itself. */
export type ProbeReply = { readonly isReady: true } | { readonly isReady: false; reason: string };

export type Variables = Readonly<Record<string, string | undefined>>;

const PROCESS = new URL('./probe-process.js', import.meta.url);

/** A search for the fastest convolutions takes seconds a model; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * Opens the models on the device and compares what each computes with its reference output, in a process of its
 * own: a driver that fails prints pages, and may take its process with it.
 *
 * @param variables the environment of that process
 */
export async function probeDevice(request: ProbeRequest, variables: Variables): Promise<Probe> {
  const { addition, environment } = DEVICES[request.device];
  const missing = addition?.files.find((file) => !existsSync(join(onnxruntimeFolder(), file)));
  if (addition && missing) {
    return { state: 'absent', reason: `${missing} is not installed`, remedy: addition.remedy };
  }
  const child = fork(PROCESS, {
    env: { ...variables, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: TIMEOUT_MS,
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  let reply: ProbeReply | undefined;
  child.once('message', (message) => (reply = message as ProbeReply));
  child.send(request);
  const end = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(`trying it ended with ${String(signal ?? code)}`);
    });
  });
  if (reply?.isReady) return { state: 'ready' };
  const reason = reply?.reason ?? end;
  const complaint = parseDriverError(printed + reason) ?? { reason, remedy: null };
  return { state: 'unusable', ...complaint };
}
