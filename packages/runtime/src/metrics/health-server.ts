import { createServer, type ServerResponse } from 'node:http';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '../config.ts';
import type { Metrics } from './metrics.ts';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** What keeps a program from working, in words; nothing while it is well. */
export interface HealthChecks {
  /** For `/healthz`: what only a restart of the program ends. */
  readonly stuck: () => readonly string[];
  /** For `/readyz`: what it waits for. */
  readonly waitsFor: () => readonly string[];
}

/**
 * Serves `/metrics`, `/healthz` (the program gets on by itself) and `/readyz` (it is able to work). None of them waits
 * for a service.
 * Without EARMARK_METRICS_PORT the system chooses a free port.
 *
 * @throws PORT_TAKEN
 */
export async function startHealthServer(
  env: Environment,
  metrics: Metrics,
  { stuck, waitsFor }: HealthChecks,
): Promise<HealthServer> {
  const host = env.EARMARK_METRICS_HOST;
  const routes: Record<string, (response: ServerResponse) => Promise<void> | void> = {
    '/metrics': async (response) => {
      response.setHeader('content-type', metrics.contentType);
      response.end(await metrics.scrape());
    },
    '/healthz': (response) => {
      answer(response, 'ok', stuck());
    },
    '/readyz': (response) => {
      answer(response, 'ready', waitsFor());
    },
  };
  const server = createServer((request, response) => {
    const route = routes[request.url ?? ''];
    if (!route) return void response.writeHead(404).end('see /metrics, /healthz and /readyz\n');
    Promise.resolve(route(response)).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(toPortError(error, env));
    });
    server.listen(env.EARMARK_METRICS_PORT ?? 0, host, resolve);
  });
  // Metrics alone must not keep a program alive that has nothing left to do.
  server.unref();
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://${host}:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, well: string, problems: readonly string[]): void {
  if (problems.length === 0) response.end(`${well}\n`);
  else response.writeHead(503).end(`not ${well}\n${problems.join('\n')}\n`);
}

function toPortError(error: NodeJS.ErrnoException, env: Environment): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new EarmarkError(
    'PORT_TAKEN',
    `The metrics port ${env.EARMARK_METRICS_HOST}:${String(env.EARMARK_METRICS_PORT)} is taken or not allowed. Set EARMARK_METRICS_PORT to another port, or unset it.`,
    { cause: error },
  );
}
