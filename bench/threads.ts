// How much faster are two inference threads than one?
//
//   npm run bench -- threads [TRACKS] [ROUNDS]
//
// A worker with nine networks of published shape tags four-minute tracks, TRACKS and 3 x TRACKS of them, so that
// starting up is not counted; one thread and two in turn. It wants two cores that nobody else uses.
import { textTable } from '@earmark/runtime/terminal';
import { facts } from './support/facts.ts';
import { makeFewAndMany, tagFewAndMany } from './support/few-and-many.ts';
import { median } from './support/median.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';

const [nTracks = 2, nRounds = 1] = process.argv.slice(2).map(Number);

await withPrivateServices(async (services) => {
  const models = (await installRandomModels(services.home)).map(({ spec }) => spec.name);
  const tracks = makeFewAndMany(services.folder, nTracks);

  const measure = (nThreads: number) => {
    const work = ['--threads', String(nThreads)];
    return tagFewAndMany(services, tracks, { models, work });
  };
  const rounds: Awaited<ReturnType<typeof measure>>[][] = [];
  for (let i = 0; i < nRounds; i++) rounds.push([await measure(1), await measure(2)]);

  const middle = (nThreads: number, pick: (one: (typeof rounds)[0][0]) => number) =>
    median(rounds.map((round) => pick(round[nThreads - 1]!)));
  const worst = (nThreads: number, pick: (one: (typeof rounds)[0][0]) => number) =>
    Math.max(...rounds.map((round) => pick(round[nThreads - 1]!)));
  const rows = [1, 2].map((n) => [
    String(n),
    middle(n, (one) => one.secondsPerTrack).toFixed(2),
    middle(n, (one) => one.cpuPerTrack).toFixed(2),
    `${(100 * middle(n, (one) => one.busyRatio)).toFixed(1)} %`,
    `${(1e3 * worst(n, (one) => one.loopDelaySeconds)).toFixed(0)} ms`,
    `${(1e3 * worst(n, (one) => one.idleDelaySeconds)).toFixed(0)} ms`,
    `${(worst(n, (one) => one.peakBytes) / 1e9).toFixed(2)} GB`,
  ]);
  const head = [
    'threads',
    's per track',
    'CPU s per track',
    'threads busy',
    'worst event loop',
    'of an idle process',
    'memory',
  ];
  console.log(facts());
  console.log(textTable([head, ...rows]));
  const gains = rounds.map(([one, two]) => one!.secondsPerTrack / two!.secondsPerTrack);
  console.log(`two threads are ${median(gains).toFixed(2)} times as fast as one`);
});
