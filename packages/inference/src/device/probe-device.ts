import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FailureRecord } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import { type Answer, askChild } from '@earmark/runtime/process';
import { type DeviceName, DEVICES } from './devices.ts';

/** Where onnxruntime-node keeps its native libraries for this platform. */
export function onnxruntimeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

export interface ProbeRequest {
  readonly device: DeviceName;
  readonly models: readonly InstalledModel[];
}

/** Whether a device can run the requested models; `absent` when a part of it was never installed. */
export type Probe =
  { readonly state: 'ready' } | ({ readonly state: 'absent' | 'unusable' } & DriverError);

export type ProbeReply = { readonly isReady: true } | { readonly failure: FailureRecord };

export type Variables = Readonly<Record<string, string | undefined>>;

const PROCESS = new URL('./probe-process.js', import.meta.url);

/** A search for the fastest convolutions takes seconds per model; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;

/** `fork` itself ends the process after the timeout. */
const { signal: NEVER } = new AbortController();

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
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const answer = await askChild<ProbeReply>(child, request, NEVER);
  // Before it is closed, it holds memory of the device, and its standard error may be incomplete.
  await closed;
  if ('reply' in answer && 'isReady' in answer.reply) return { state: 'ready' };
  const reason = reasonOf(answer);
  return { state: 'unusable', ...(parseDriverError(stderr + reason) ?? { reason, remedy: null }) };
}

function reasonOf(answer: Answer<ProbeReply>): string {
  if ('end' in answer) return `the process that tried it ended with ${answer.end}`;
  return 'failure' in answer.reply ? answer.reply.failure.message : '';
}

/** Why a device cannot be used, and what to do about it. */
export interface DriverError {
  readonly reason: string;
  /** Null when the reason says it already. */
  readonly remedy: string | null;
}

/** Messages of drivers, and what they mean. */
const DRIVER_ERRORS: readonly { readonly pattern: RegExp; readonly meaning: DriverError }[] = [
  {
    pattern: /with error: (?:\S*\/)?(lib\S+): cannot open shared object/,
    meaning: {
      reason: 'the library $1 cannot be loaded',
      remedy:
        'Install CUDA 12 and cuDNN 9, and name the folders of their libraries in LD_LIBRARY_PATH',
    },
  },
  {
    pattern: /CUDA driver version is insufficient/,
    meaning: {
      reason: 'the NVIDIA driver is too old for CUDA 12',
      remedy: 'Install a driver of version 525 or newer',
    },
  },
  {
    pattern: /no CUDA-capable device|CUDA_ERROR_NO_DEVICE/,
    meaning: {
      reason: 'no NVIDIA GPU is visible',
      remedy: 'See what nvidia-smi -L lists, and whether CUDA_VISIBLE_DEVICES hides it',
    },
  },
  {
    pattern: /No supported adapters|Found no drivers/,
    meaning: {
      reason: 'no GPU driver was found',
      remedy: 'On Linux install the Vulkan loader (libvulkan1) and the Vulkan driver of your GPU',
    },
  },
];

/** The first known error in what a driver printed; undefined when there is none. */
export function parseDriverError(printed: string): DriverError | undefined {
  for (const { pattern, meaning } of DRIVER_ERRORS) {
    const match = pattern.exec(printed);
    if (match) return { ...meaning, reason: meaning.reason.replace('$1', match[1] ?? '') };
  }
  return undefined;
}
