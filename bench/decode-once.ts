// What does a job of all models save against one job of each?
//
//   npm run bench -- decode-once [TRACKS] [ROUNDS]
//
// A worker with one inference thread and nine networks of published shape tags four-minute tracks, all models of a
// track in one job and, with --split-jobs, each in a job of its own; in turn.
import { join } from 'node:path';
import { textTable } from '@earmark/runtime/terminal';
import { facts } from './support/facts.ts';
import { makeLongTracks } from './support/long-tracks.ts';
import { median } from './support/median.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';
import { type Tagged, tagSource } from './support/tag-source.ts';

const [nTracks = 4, nRounds = 1] = process.argv.slice(2).map(Number);
const WAYS = [
  { title: 'all models in one job', produce: [] },
  { title: '--split-jobs', produce: ['--split-jobs'] },
] as const;

await withPrivateServices(async (services) => {
  const models = (await installRandomModels(services.home)).map(({ spec }) => spec.name);
  const folder = join(services.folder, 'music');
  makeLongTracks(folder, nTracks);
  const work = ['--threads', '1', '--decode', '1'];
  const rounds: Tagged[][] = [];
  for (let i = 0; i < nRounds; i++) {
    const round: Tagged[] = [];
    for (const { produce } of WAYS) {
      round.push(await tagSource(services, { source: folder, models, produce, work }));
    }
    rounds.push(round);
  }
  const rows = WAYS.map(({ title }, way) => {
    const of = (pick: (tagged: Tagged) => number) => rounds.map((round) => pick(round[way]!));
    return [
      title,
      (median(of(({ cpuSeconds }) => cpuSeconds)) / nTracks).toFixed(2),
      String(median(of(({ nFetched }) => nFetched))),
      String(median(of(({ nDecoded }) => nDecoded))),
      `${(median(of(({ sourceBytes }) => sourceBytes)) / 1e6).toFixed(0)} MB`,
      `${(100 * median(of(({ busyRatio }) => busyRatio))).toFixed(1)} %`,
      `${(1e3 * Math.max(...of(({ loopDelaySeconds }) => loopDelaySeconds))).toFixed(0)} ms`,
      `${(1e3 * Math.max(...of(({ idleDelaySeconds }) => idleDelaySeconds))).toFixed(0)} ms`,
      `${(Math.max(...of(({ peakBytes }) => peakBytes)) / 1e9).toFixed(2)} GB`,
    ];
  });
  const head = [
    ...[
      `${nTracks} tracks x ${models.length} models`,
      'CPU s per track',
      'fetched',
      'decoded',
      'read',
    ],
    ...['thread busy', 'worst event loop', 'of an idle process', 'memory'],
  ];
  console.log(facts());
  console.log(textTable([head, ...rows]));
});
