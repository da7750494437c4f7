import { messageOf } from '@earmark/core/failure';
import type { InferencePool, RequestedModel, ScoreReply } from '@earmark/inference';
import type { NewOutcomes } from '@earmark/ledger';
import type { Metrics } from '@earmark/runtime/metrics';

/** Keeps the worker's metrics; the stages only say what happened. Never fails: metrics must not stop work. */
export interface WorkMeter {
  inFlight<T>(work: () => Promise<T>): Promise<T>;
  timed<T>(stage: 'fetch' | 'decode' | 'settle', work: () => Promise<T>): Promise<T>;
  fetched(sizeBytes: number): void;
  scored(models: readonly RequestedModel[], reply: ScoreReply): void;
  /** @param newOutcomes what the ledger did not hold yet: a job that is delivered twice counts once */
  settled(
    models: readonly RequestedModel[],
    newOutcomes: NewOutcomes,
    durationSeconds: number | null,
  ): void;
}

/** Stages that serve all models of a track at once carry this in place of a model. */
const ALL_MODELS = '';

export interface WarningLog {
  warn(facts: object, message: string): void;
}

export function createWorkMeter(
  metrics: Metrics,
  inference: Pick<InferencePool, 'takeBusyRatio'>,
  log: WarningLog,
): WorkMeter {
  metrics.onScrape(() => {
    metrics.inferenceBusyRatio.set(inference.takeBusyRatio());
  });
  const record = (write: () => void) => {
    try {
      write();
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'metrics failed');
    }
  };
  const observe = (stage: string, model: string, seconds: number) => {
    metrics.stageSeconds.labels(stage, model).observe(seconds);
  };
  return {
    async inFlight(work) {
      record(() => metrics.inflightTracks.inc());
      return work().finally(() => {
        record(() => metrics.inflightTracks.dec());
      });
    },
    async timed(stage, work) {
      const begin = performance.now();
      return work().finally(() => {
        record(() => {
          observe(stage, ALL_MODELS, (performance.now() - begin) / 1_000);
        });
      });
    },
    fetched: (sizeBytes) => {
      record(() => {
        metrics.sourceBytes.inc(sizeBytes);
      });
    },
    scored(models, { results, frontEndSeconds }) {
      record(() => {
        observe('frontend', ALL_MODELS, frontEndSeconds);
        for (const result of results) {
          if ('inferSeconds' in result) {
            observe('infer', nameOf(models, result.modelRowId), result.inferSeconds);
          }
        }
      });
    },
    settled(models, newOutcomes, durationSeconds) {
      if (newOutcomes.length === 0) return;
      record(() => {
        metrics.tracks.inc();
        metrics.audioSeconds.inc(durationSeconds ?? 0);
        for (const outcome of newOutcomes) {
          const model = nameOf(models, outcome.modelRowId);
          metrics.tasks.inc({ model, outcome: outcome.status });
          if (outcome.status === 'failed') metrics.taskFailures.inc({ code: outcome.code });
        }
      });
    },
  };
}

function nameOf(models: readonly RequestedModel[], rowId: RequestedModel['modelRowId']): string {
  return models.find(({ modelRowId }) => modelRowId === rowId)?.spec.name ?? 'unknown';
}
