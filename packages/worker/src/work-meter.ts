import type { InferencePool, RequestedModel, ScoreResult } from '@earmark/inference';
import type { Metrics } from '@earmark/runtime/metrics';
import type { ModelLookup } from './decode-and-score.ts';
import type { SettledJob } from './process-tag-job.ts';

/** Keeps the worker's metrics; the stages only say what happened. */
export interface WorkMeter {
  inFlight<T>(work: () => Promise<T>): Promise<T>;
  timed<T>(stage: 'fetch' | 'decode' | 'settle', work: () => Promise<T>): Promise<T>;
  fetched(sizeBytes: number): void;
  scored(
    models: readonly RequestedModel[],
    results: readonly ScoreResult[],
    frontEndSeconds: number,
  ): void;
  settled(job: SettledJob, lookUp: ModelLookup): Promise<void>;
}

/** Stages that serve all models of a track at once carry this in place of a model. */
const ALL_MODELS = '';

export function createWorkMeter(metrics: Metrics, inference: InferencePool): WorkMeter {
  metrics.onScrape(() => {
    metrics.inferenceBusyRatio.set(inference.takeBusyRatio());
  });
  const stage = (name: string, model = ALL_MODELS) => metrics.stageSeconds.labels(name, model);
  return {
    async inFlight(work) {
      metrics.inflightTracks.inc();
      return work().finally(() => {
        metrics.inflightTracks.dec();
      });
    },
    async timed(name, work) {
      const stopTimer = stage(name).startTimer();
      return work().finally(stopTimer);
    },
    fetched: (sizeBytes) => {
      metrics.sourceBytes.inc(sizeBytes);
    },
    scored(models, results, frontEndSeconds) {
      stage('frontend').observe(frontEndSeconds);
      for (const result of results) {
        const model = models.find(({ modelRowId }) => modelRowId === result.modelRowId);
        if (model && 'inferSeconds' in result) {
          stage('infer', model.spec.name).observe(result.inferSeconds);
        }
      }
    },
    async settled({ outcomes, durationSeconds }, lookUp) {
      metrics.tracks.inc();
      metrics.audioSeconds.inc(durationSeconds ?? 0);
      for (const outcome of outcomes) {
        const { spec } = await lookUp(outcome.modelRowId);
        metrics.tasks.inc({ model: spec.name, outcome: outcome.status });
        if (outcome.status === 'failed') metrics.taskFailures.inc({ code: outcome.code });
      }
    },
  };
}
