// What do the Grafana dashboards show of a real run? Draws the pictures of docs/operations.md.
//
//   npm run bench -- dashboard-pictures PROMETHEUS RUN [MINUTES]
//
// PROMETHEUS is the address of a Prometheus that scraped the run every 15 s, DATABASE_URL names its ledger. Shows the last
// MINUTES (60).
import { mkdirSync, writeFileSync } from 'node:fs';
import { RunId } from '@earmark/core/run';
import { createPool } from '@earmark/ledger';
import { dashboardPictures } from './support/pictures/dashboard-pictures.ts';
import { prometheusClient } from './support/prometheus-client.ts';

const FOLDER = 'docs/pictures';
const N_STEPS = 120;
const SCRAPE_SECONDS = 15;

const [url, run, minutes = '60'] = process.argv.slice(2);
const { DATABASE_URL } = process.env;
if (url === undefined || run === undefined || DATABASE_URL === undefined) {
  console.error('DATABASE_URL=... npm run bench -- dashboard-pictures PROMETHEUS RUN [MINUTES]');
  process.exit(2);
}
const seconds = 60 * Number(minutes);
const end = Math.floor(Date.now() / 1_000);
const ledger = createPool(DATABASE_URL);
try {
  const pictures = await dashboardPictures({
    prometheus: prometheusClient(url),
    ledger,
    runId: RunId.parse(run),
    range: { start: end - seconds, end, step: Math.max(SCRAPE_SECONDS, seconds / N_STEPS) },
    rateInterval: `${String(4 * SCRAPE_SECONDS)}s`,
  });
  mkdirSync(FOLDER, { recursive: true });
  for (const [uid, svg] of pictures) {
    const path = `${FOLDER}/${uid}.svg`;
    writeFileSync(path, svg);
    console.log(path);
  }
} finally {
  await ledger.end();
}
