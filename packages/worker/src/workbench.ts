import { owedModels } from '@earmark/runtime/ledger/owed-models.js';
import { settle } from '@earmark/runtime/ledger/settle.js';
import { createSettler } from '@earmark/runtime/ledger/settler.js';
import { registerTagger } from '@earmark/runtime/ledger/tagger.js';
import { logOutages } from '@earmark/runtime/log/log-outages.js';
import type { Logger } from '@earmark/runtime/log/logger.js';
import type { Metrics } from '@earmark/runtime/metrics/metrics.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { createPatience, type Patiently } from '@earmark/runtime/process/patience.js';
import type { FetchAudio } from '@earmark/runtime/source/source.js';
import { createDecodeAndScore } from './decode-and-score.ts';
import { createAudioDecoder, type AudioDecoderOptions } from './decode/create-audio-decoder.ts';
import type { DeviceName } from './device/devices.ts';
import { createInferencePool } from './inference/inference-pool.ts';
import type { Delivery } from './consume.ts';
import type { ProcessTagJobDeps } from './process-tag-job.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { taggerHere } from './tagger-here.ts';
import { createTaggingStages, type StageLimits, type TaggingStages } from './tagging-stages.ts';
import { createWorkMeter, type WorkMeter } from './work-meter.ts';

export interface WorkbenchParts {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoderOptions: AudioDecoderOptions;
  /** Where the networks run; it was seen to work. */
  readonly device: DeviceName;
  readonly models: readonly ModelAtHand[];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Who settles: host and process id. */
  readonly worker: string;
  readonly earmarkVersion: string;
}

/** All that a worker does a job with. */
export interface Workbench {
  readonly meter: WorkMeter;
  depsFor(delivery: Delivery): ProcessTagJobDeps;
  close(): Promise<void>;
}

export interface Endings {
  /** Nothing new is begun. */
  readonly stop: AbortSignal;
  /** Nothing is waited for any more. */
  readonly giveUp: AbortSignal;
}

export async function openWorkbench(
  limits: StageLimits,
  parts: WorkbenchParts,
  { stop, giveUp }: Endings,
): Promise<Workbench> {
  const { pool, device, decoderOptions, log } = parts;
  const decoder = await createAudioDecoder(decoderOptions);
  const patiently = createPatience({ signal: stop, ...logOutages(log) });
  const tagger = taggerHere(decoder, device, parts.earmarkVersion);
  const taggerId = await patiently(() => registerTagger(pool, tagger));
  const inference = createInferencePool(device, limits.threads);
  const meter = createWorkMeter(parts.metrics, inference);
  const stages = createTaggingStages(limits, { ...parts, decoder, inference, meter, patiently });
  const jobDeps = createJobDeps(parts, { stages, meter, taggerId, patiently, giveUp });
  const sandbox = createSandbox({ device, decoder: decoderOptions });
  const { lookUp } = stages;
  const decodeAndScore = createDecodeAndScore(sandbox.score, { lookUp, meter, patiently });
  const suspectDeps = { ...jobDeps, decodeAndScore };
  log.info({ ...limits, decoder: decoder.decoder, device }, 'worker ready');
  return {
    meter,
    depsFor: ({ isSuspect }) => (isSuspect ? suspectDeps : jobDeps),
    close: async () => {
      sandbox.close();
      await inference.close();
    },
  };
}

interface JobParts {
  readonly stages: TaggingStages;
  readonly meter: WorkMeter;
  readonly taggerId: number;
  readonly patiently: Patiently;
  readonly giveUp: AbortSignal;
}

/** What a job needs beside the stages: to know what is owed, and to settle it. */
function createJobDeps(
  { pool, worker }: WorkbenchParts,
  { stages, meter, taggerId, patiently, giveUp }: JobParts,
): ProcessTagJobDeps {
  // Computed is computed: on the way out, too, it is worth waiting for the ledger.
  const tillTheEnd = createPatience({ signal: giveUp });
  const settler = createSettler((settlements) => tillTheEnd(() => settle(pool, settlements)));
  return {
    ...stages,
    owedModels: (job) => patiently(() => owedModels(pool, job)),
    async settle(settled) {
      const { job, outcomes, contentSha256, durationSeconds, attempt } = settled;
      const { runId, trackId } = job;
      const settlement = { runId, trackId, outcomes, contentSha256, durationSeconds };
      await meter.timed('settle', () =>
        settler({ ...settlement, attempts: attempt, worker, taggerId }),
      );
      await meter.settled(settled, stages.lookUp);
    },
  };
}
