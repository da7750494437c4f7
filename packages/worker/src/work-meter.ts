import { type FailureCode, messageOf } from '@earmark/core/failure';
import { type ModelSpec, scoringOf } from '@earmark/core/model';
import type { RunId, TagJob } from '@earmark/core/run';
import type { RequestedModel, ScoreReply } from '@earmark/inference';
import type { NewOutcomes, Software } from '@earmark/ledger';
import type { Delivery } from '@earmark/queue';
import type { Log } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import type { Slots } from '@earmark/runtime/process';

/** Measures the work of a worker; the stages only say what happened. Never fails: measuring must not stop work. */
export interface WorkMeter {
  ready(worker: string, software: Software): void;
  uses(model: ModelSpec): void;
  /** From a delivery of a job to the end of this attempt. */
  attempt<T>(delivery: Delivery, work: () => Promise<T>): Promise<T>;
  /** What is left to do of a job that is being attempted; nothing, when another delivery has done it. */
  owed(job: TagJob, models: readonly RequestedModel[]): void;
  retried(code: FailureCode): void;
  timed<T>(stage: 'fetch' | 'decode' | 'settle', work: () => Promise<T>): Promise<T>;
  fetched(sizeBytes: number): void;
  scored(models: readonly RequestedModel[], reply: ScoreReply): void;
  settled(settled: SettledJob): void;
}

export interface SettledJob {
  readonly runId: RunId;
  readonly models: readonly RequestedModel[];
  /** What the ledger did not hold yet: a job that is delivered twice counts once. */
  readonly newOutcomes: NewOutcomes;
  readonly durationSeconds: number | null;
}

/** The stages that have slots, and who uses them. */
export type StageSlots = Readonly<Record<'fetch' | 'decode' | 'score', Omit<Slots, 'use'>>>;

/** Stages that serve all models of a track at once carry this in place of a model. */
const ALL_MODELS = '';

/** A worker that lives for weeks keeps the series of the runs it worked on last. */
const MAX_RUNS = 10;

/** A meter that keeps the metrics of the worker. */
export function createWorkMeter(metrics: Metrics, stages: StageSlots, log: Log): WorkMeter {
  const worker = metrics.add('worker');
  const runs = new Set<string>();
  metrics.onScrape(() => {
    for (const [stage, slots] of Object.entries(stages)) {
      worker.stageSlots.set({ stage }, slots.size);
      worker.stageSlotsUsed.set({ stage }, slots.nUsed());
      worker.stageBusySeconds.countTo({ stage }, slots.busySeconds());
      worker.stageWaitSeconds.countTo({ stage }, slots.waitSeconds());
    }
  });
  const record = (write: () => void) => {
    try {
      write();
    } catch (error) {
      log.event('metrics_failed', { error: messageOf(error) });
    }
  };
  const observe = (stage: string, model: string, seconds: number) => {
    worker.stageSeconds.labels(stage, model).observe(seconds);
  };
  const remember = (run: string) => {
    runs.delete(run);
    runs.add(run);
    const [oldest = run] = runs;
    if (runs.size <= MAX_RUNS) return;
    runs.delete(oldest);
    for (const counter of [worker.tasks, worker.taskFailures, worker.tracks, worker.audioSeconds]) {
      counter.forget('run', oldest);
    }
  };
  return {
    ready(name, { device, decoder, runtime }) {
      record(() => {
        worker.workerInfo.set({ worker: name, device, decoder, runtime }, 1);
      });
    },
    uses(model) {
      record(() => {
        const { name, weightsSha256, conversionVersion: conversion } = model;
        const weights = weightsSha256.slice(0, 12);
        worker.modelInfo.set({ model: name, weights, conversion, scoring: scoringOf(model) }, 1);
      });
    },
    async attempt({ attempt, waitSeconds, wasStalled }, work) {
      record(() => {
        worker.inflightTracks.inc();
        if (wasStalled) worker.stalledJobs.inc({});
        else if (attempt === 1) worker.jobWait.observe(waitSeconds);
      });
      return work().finally(() => {
        record(() => {
          worker.inflightTracks.dec();
        });
      });
    },
    owed: () => undefined,
    retried(code) {
      record(() => {
        worker.jobRetries.inc({ code });
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
        worker.sourceBytes.inc({}, sizeBytes);
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
    settled({ runId, models, newOutcomes, durationSeconds }) {
      if (newOutcomes.length === 0) return;
      record(() => {
        const run = String(runId);
        remember(run);
        worker.lastSettled.set(Date.now() / 1_000);
        worker.tracks.inc({ run });
        worker.audioSeconds.inc({ run }, durationSeconds ?? 0);
        for (const outcome of newOutcomes) {
          const model = nameOf(models, outcome.modelRowId);
          worker.tasks.inc({ run, model, outcome: outcome.status });
          if (outcome.status === 'failed') {
            worker.taskFailures.inc({ run, model, code: outcome.code });
          }
        }
      });
    },
  };
}

/** Name of a model of a job. */
export function nameOf(
  models: readonly RequestedModel[],
  rowId: RequestedModel['modelRowId'],
): string {
  return models.find(({ modelRowId }) => modelRowId === rowId)?.spec.name ?? 'unknown';
}
