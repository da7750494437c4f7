import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { createMetrics } from '@earmark/runtime/metrics';
import { createSlots } from '@earmark/runtime/process';
import { withJobSpans } from './job-spans.ts';
import { createWorkMeter } from './work-meter.ts';

const delivery = {
  payload: {},
  attempt: 2,
  isLastAttempt: false,
  waitSeconds: 3,
  wasStalled: false,
};

/** The spans of an attempt that ends with this error. */
async function spansOf(failure: Error) {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  const tracer = new NodeTracerProvider({ spanProcessors }).getTracer('test');
  const slots = createSlots(1);
  const log = { event: () => undefined };
  const meter = withJobSpans(
    createWorkMeter(createMetrics(), { fetch: slots, decode: slots, score: slots }, log),
    tracer,
    'cpu',
  );
  await expect(meter.attempt(delivery, () => Promise.reject(failure))).rejects.toBe(failure);
  return exporter.getFinishedSpans();
}

const unavailable = new EarmarkError('SOURCE_UNAVAILABLE', 'The bucket does not answer.');
const stopped = AbortSignal.abort().reason as Error;

test('an attempt that fails has the code and the message of its failure', async () => {
  expect(await spansOf(unavailable)).toMatchObject([
    {
      name: 'tag track',
      attributes: { 'earmark.attempt': 2, 'error.type': 'SOURCE_UNAVAILABLE' },
      status: { code: 2, message: 'The bucket does not answer.' },
    },
  ]);
});

test('an attempt that ends because the worker stops has not failed', async () => {
  const [span] = await spansOf(stopped);
  expect(span).toMatchObject({ attributes: { 'earmark.released': true }, status: { code: 0 } });
  expect(span!.attributes).not.toHaveProperty('error.type');
});
