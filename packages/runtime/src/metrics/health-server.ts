import { createServer, type ServerResponse } from 'node:http';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '../config.ts';
import type { Metrics } from './metrics.ts';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics`, `/healthz` (the process runs) and `/readyz` (it is able to work).
 * Without EARMARK_METRICS_PORT the system chooses a free port.
 *
 * @throws PORT_TAKEN
 */
export async function startHealthServer(
  env: Environment,
  metrics: Metrics,
  isReady: () => Promise<boolean> | boolean,
): Promise<HealthServer> {
  const host = env.EARMARK_METRICS_HOST;
  const routes: Record<string, (response: ServerResponse) => Promise<void> | void> = {
    '/metrics': async (response) => {
      response.setHeader('content-type', metrics.contentType);
      response.end(await metrics.scrape());
    },
    '/healthz': (response) => void response.end('ok\n'),
    '/readyz': async (response) => {
      const ready = await isReady();
      response.writeHead(ready ? 200 : 503).end(ready ? 'ready\n' : 'not ready\n');
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

function toPortError(error: NodeJS.ErrnoException, env: Environment): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new EarmarkError(
    'PORT_TAKEN',
    `The metrics port ${env.EARMARK_METRICS_HOST}:${String(env.EARMARK_METRICS_PORT)} is taken or not allowed. Set EARMARK_METRICS_PORT to another port, or unset it.`,
    { cause: error },
  );
}
