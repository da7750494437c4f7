import {
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type FailureCode, toEarmarkError } from '@earmark/core/failure';
import type { DeviceName } from '@earmark/inference/devices';
import { nameOf, type WorkMeter } from './work-meter.ts';

/** A meter that also makes each attempt at a job a trace, with a span for every stage. */
export function withJobSpans(meter: WorkMeter, tracer: Tracer, device: DeviceName): WorkMeter {
  return {
    ...meter,
    attempt: (delivery, work) => {
      const { attempt, waitSeconds, wasStalled } = delivery;
      const attributes = {
        'earmark.attempt': attempt,
        'earmark.device': device,
        'earmark.was_stalled': wasStalled,
        'earmark.wait_seconds': waitSeconds,
      };
      const options = { kind: SpanKind.CONSUMER, root: true, attributes };
      return meter.attempt(delivery, () => inSpan(tracer, 'tag track', options, work));
    },
    owed(job, models) {
      meter.owed(job, models);
      trace.getActiveSpan()?.setAttributes({
        'earmark.run.id': job.runId,
        'earmark.track.id': job.trackId,
        'url.full': job.uri,
        'earmark.models': models.map(({ spec }) => spec.name),
      });
    },
    timed: (stage, work) => meter.timed(stage, () => inSpan(tracer, stage, {}, work)),
    fetched(sizeBytes) {
      meter.fetched(sizeBytes);
      trace.getActiveSpan()?.setAttribute('file.size', sizeBytes);
    },
    scored(models, reply) {
      meter.scored(models, reply);
      addScoringSpans(tracer, [
        { name: 'frontend', seconds: reply.frontEndSeconds, failure: undefined },
        ...reply.results.map((result) => ({
          name: `infer ${nameOf(models, result.modelRowId)}`,
          seconds: 'inferSeconds' in result ? result.inferSeconds : 0,
          failure: 'failure' in result ? result.failure : undefined,
        })),
      ]);
    },
    settled(settled) {
      meter.settled(settled);
      const span = trace.getActiveSpan();
      const { durationSeconds, newOutcomes } = settled;
      if (durationSeconds !== null) span?.setAttribute('earmark.audio_seconds', durationSeconds);
      const failure = newOutcomes.find((outcome) => outcome.status === 'failed');
      if (failure) setFailure(span, failure);
    },
  };
}

function inSpan<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, options, (span) =>
    work()
      .catch((cause: unknown) => {
        setEnd(span, cause);
        throw cause;
      })
      .finally(() => {
        span.end();
      }),
  );
}

/** What was given up because the worker stops has not failed: its job goes back to the queue. */
function setEnd(span: Span, cause: unknown): void {
  if (cause instanceof Error && cause.name === 'AbortError')
    span.setAttribute('earmark.released', true);
  else setFailure(span, toEarmarkError(cause));
}

interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

function setFailure(span: Span | undefined, { code, message }: Failure): void {
  span?.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR, message });
}

interface ScoringPart {
  readonly name: string;
  readonly seconds: number;
  readonly failure: Failure | undefined;
}

/**
 * Front end and models take turns for every few chunks of a track. Their spans are as long as the turns of each together,
 * and lie one after the other up to now.
 */
function addScoringSpans(tracer: Tracer, parts: readonly ScoringPart[]): void {
  let time = Date.now() - parts.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);
  for (const { name, seconds, failure } of parts) {
    const span = tracer.startSpan(name, { startTime: time });
    if (failure) setFailure(span, failure);
    time += seconds * 1_000;
    span.end(time);
  }
}
