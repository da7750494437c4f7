import { format, resolveConfig } from 'prettier';
import { RESULTS } from './results/results.ts';
import { SERVICES } from './services.ts';
import { THROUGHPUT } from './throughput/throughput.ts';

/** The folder that Grafana reads. */
export const FOLDER = new URL('../dashboards/', import.meta.url);

const DASHBOARDS = { throughput: THROUGHPUT, results: RESULTS, services: SERVICES };

/** What every file in `infra/grafana/dashboards` must contain, by name. */
export async function dashboardFiles(): Promise<ReadonlyMap<string, string>> {
  const files = Object.entries(DASHBOARDS).map(async ([name, dashboard]) => {
    const file = `${name}.json`;
    const options = await resolveConfig(new URL(file, FOLDER));
    return [file, await format(JSON.stringify(dashboard), { ...options, parser: 'json' })] as const;
  });
  return new Map(await Promise.all(files));
}
