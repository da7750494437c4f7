import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@earmark/runtime/process';
import { type Server, startServer } from './server.ts';

/** Something that serves `/metrics` about another program. */
export interface Exporter extends Server {
  /** Host and port. */
  readonly address: string;
}

export async function startRedisExporter(program: string, redisUrl: string): Promise<Exporter> {
  const address = await freeAddress();
  const { protocol, host, password } = new URL(redisUrl);
  const args = [
    `-redis.addr=${protocol}//${host}`,
    `-redis.password=${password}`,
    `-web.listen-address=${address}`,
  ];
  return { address, ...(await startServer(program, { args, readyUrl: `http://${address}/` })) };
}

export async function startPostgresExporter(
  program: string,
  databaseUrl: string,
): Promise<Exporter> {
  const address = await freeAddress();
  const server = await startServer(program, {
    args: [`--web.listen-address=${address}`, '--log.level=error'],
    variables: { DATA_SOURCE_NAME: `${databaseUrl}?sslmode=disable` },
    readyUrl: `http://${address}/`,
  });
  return { address, ...server };
}

/** What DCGM-Exporter serves on a machine with one GPU, unchanging: there is none here. */
export async function startDcgmPage(): Promise<Exporter> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(DCGM_PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const GPU =
  '{gpu="0",UUID="GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",pci_bus_id="00000000:0F:00.0",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="gpu-1"}';

const DCGM_PAGE = `# HELP DCGM_FI_PROF_GR_ENGINE_ACTIVE Ratio of time the graphics engine is active.
# TYPE DCGM_FI_PROF_GR_ENGINE_ACTIVE gauge
DCGM_FI_PROF_GR_ENGINE_ACTIVE${GPU} 0.808369
# HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
# TYPE DCGM_FI_DEV_FB_USED gauge
DCGM_FI_DEV_FB_USED${GPU} 11324
# HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
# TYPE DCGM_FI_DEV_POWER_USAGE gauge
DCGM_FI_DEV_POWER_USAGE${GPU} 401.5
`;

async function freeAddress(): Promise<string> {
  return `127.0.0.1:${String(await freePort())}`;
}
