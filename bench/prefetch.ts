// Does a worker wait for the network?
//
//   npm run bench -- prefetch [TRACKS] [ROUNDS]
//
// A worker with one inference thread and nine networks of published shape tags four-minute tracks of 320 kbit/s, from
// a folder and from an S3 that takes 200 ms to answer and gives 5 MB a second to a connection, two seconds a track; in
// turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { textTable } from '@earmark/runtime/terminal';
import { facts } from './support/facts.ts';
import { makeLongTracks } from './support/long-tracks.ts';
import { median } from './support/median.ts';
import { type PrivateServices, withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';
import { type Tagged, tagSource } from './support/tag-source.ts';

const [nTracks = 6, nRounds = 1] = process.argv.slice(2).map(Number);

await withPrivateServices(async (services) => {
  const models = (await installRandomModels(services.home)).map(({ spec }) => spec.name);
  const folder = join(services.folder, 'music');
  makeLongTracks(folder, nTracks);
  const s3 = await startSlowS3(folder, services);
  const sources = [
    { title: 'a folder', source: folder, services },
    { title: 'an S3 far away', source: 's3://corpus', services: s3.services },
  ];
  const rounds: Tagged[][] = [];
  for (let i = 0; i < nRounds; i++) {
    const round: Tagged[] = [];
    for (const { source, services: here } of sources) {
      round.push(await tagSource(here, { source, models, work: ['--threads', '1'] }));
    }
    rounds.push(round);
  }
  s3.stop();
  const rows = sources.map(({ title }, which) => {
    const middle = (pick: (tagged: Tagged) => number) =>
      median(rounds.map((round) => pick(round[which]!)));
    return [
      title,
      (middle(({ seconds }) => seconds) / nTracks).toFixed(2),
      `${(100 * middle(({ busyRatio }) => busyRatio)).toFixed(1)} %`,
    ];
  });
  console.log(facts());
  console.log(textTable([['source', 's per track', 'thread busy'], ...rows]));
  const losses = rounds.map(([near, far]) => far!.seconds / near!.seconds);
  console.log(
    `from afar it takes ${median(losses).toFixed(2)} times as long, starting up included`,
  );
});

async function startSlowS3(folder: string, services: PrivateServices) {
  const script = fileURLToPath(new URL('./support/slow-s3.js', import.meta.url));
  const server = spawn('node', [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const variables = {
    ...services.variables,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'us-east-1',
  };
  return { services: { ...services, variables }, stop: () => void server.stdin.end() };
}
