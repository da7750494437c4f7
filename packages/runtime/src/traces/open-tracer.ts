import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { messageOf } from '@earmark/core/failure';
import { HOST, THIS_PROCESS, VERSION } from '../identity.ts';
import type { Log } from '../log/index.ts';
import { rejectOnAbort } from '../process/index.ts';

export interface OpenTracer {
  readonly tracer: Tracer;
  /** Sends the spans that are left. Never fails. */
  readonly close: () => Promise<void>;
}

/** A program that is asked to stop has little time, and an endpoint that is away none of it. */
const CLOSE_MS = 2_000;

/**
 * The tracer of this process. Endpoint, headers, sampler, batches and their queue are read by the SDK, from the standard
 * variables. What the queue has no place for, and what cannot be sent, is lost.
 */
export function openTracer(program: string, log: Log): OpenTracer {
  const exporter = createReportingExporter(new OTLPTraceExporter(), (error) => {
    log.event('traces_failed', { error });
  });
  const provider = new NodeTracerProvider({
    resource: resourceOf(program),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  // Spans find their parent by the asynchronous context; no trace comes from another program, or goes on in one.
  provider.register({ propagator: null });
  return {
    tracer: provider.getTracer('earmark', VERSION),
    close: () =>
      rejectOnAbort(AbortSignal.timeout(CLOSE_MS), provider.shutdown()).catch(() => {
        exporter.failed(`no answer within ${CLOSE_MS / 1_000} s`);
      }),
  };
}

/** What the user says in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES counts before what is known here. */
function resourceOf(program: string) {
  return defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': `earmark-${program}`,
        'service.version': VERSION,
        'service.instance.id': THIS_PROCESS,
        'host.name': HOST,
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
}

interface ReportingExporter extends SpanExporter {
  /** Reports an error, unless what was sent last failed, too. */
  failed(error: string): void;
}

/** An exporter that reports the first failure of an outage, and not one for each batch. */
function createReportingExporter(
  exporter: SpanExporter,
  report: (error: string) => void,
): ReportingExporter {
  let isFailing = false;
  const failed = (error: string) => {
    if (!isFailing) report(error);
    isFailing = true;
  };
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error) failed(messageOf(result.error));
        else isFailing = false;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    failed,
  };
}
