import type { Tracer } from '@opentelemetry/api';
import type { Environment } from '../config.ts';
import type { Log } from '../log/index.ts';

export type { Tracer };

/**
 * Runs a program with the tracer whose spans are sent to the OTLP endpoint of its environment. Without an endpoint there
 * is no tracer, and nothing of OpenTelemetry is loaded. Afterwards sends what is left, for two seconds at most.
 */
export async function withTracer<T>(
  env: Pick<Environment, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'>,
  program: string,
  log: Log,
  body: (tracer: Tracer | undefined) => Promise<T>,
): Promise<T> {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return body(undefined);
  const { openTracer } = await import('./open-tracer.ts');
  const { tracer, close } = openTracer(program, log);
  try {
    return await body(tracer);
  } finally {
    await close();
  }
}
