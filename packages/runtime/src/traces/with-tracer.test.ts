import { expect, test } from 'vitest';
import { parseEnvironment } from '../config.ts';
import { withTracer } from './with-tracer.ts';

const log = { event: () => undefined };

test.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, { OTEL_SERVICE_NAME: 'music' }])(
  'with %o nothing is traced',
  async (variables) => {
    const traced = await withTracer(parseEnvironment(variables), 'worker', log, (tracer) =>
      Promise.resolve(tracer),
    );
    expect(traced).toBeUndefined();
  },
);
