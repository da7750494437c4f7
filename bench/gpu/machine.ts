import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { DeviceName, probeDevice } from '@earmark/inference/devices';
import { readShippedModels } from '@earmark/models';
import { facts } from '../support/facts.ts';

export interface Machine {
  readonly facts: string;
  readonly processor: string;
  readonly nCores: number;
  readonly memoryBytes: number;
  readonly glibc: string;
  /** Name, driver and memory of each; empty where there is no nvidia-smi. */
  readonly gpus: readonly string[];
}

export function describeMachine(): Machine {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return {
    facts: facts(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    nCores: availableParallelism(),
    memoryBytes: totalmem(),
    glibc: header.glibcVersionRuntime ?? 'none',
    gpus: listGpus(),
  };
}

const TIMEOUT_MS = 20_000;

function listGpus(): readonly string[] {
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];
  const options = { encoding: 'utf8', timeout: TIMEOUT_MS } as const;
  const { status, stdout } = spawnSync('nvidia-smi', query, options);
  return status === 0 ? stdout.trim().split('\n') : [];
}

export interface DeviceState {
  readonly device: DeviceName;
  readonly isReady: boolean;
  /** Why it is not. */
  readonly reason: string | null;
  /** A part is missing, and nothing that is there has failed. */
  readonly isMissing: boolean;
}

/** Each device that Earmark knows, tried with the model that ships with it, as `earmark doctor` does. */
export async function tryDevices(): Promise<readonly DeviceState[]> {
  const models = await readShippedModels();
  const states: DeviceState[] = [];
  for (const device of DeviceName.options) {
    const probe = await probeDevice({ device, models }, process.env);
    if (probe.state === 'ready') {
      states.push({ device, isReady: true, reason: null, isMissing: false });
    } else {
      // Every part that may be missing has a remedy.
      const isMissing = probe.remedy !== null;
      const reason = [probe.reason, probe.remedy].filter(Boolean).join('. ');
      states.push({ device, isReady: false, reason, isMissing });
    }
  }
  return states;
}
