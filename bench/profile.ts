// How much of the CPU time and memory of a whole worker does int8 need?
//
//   npm run bench -- profile [TRACKS] [ROUNDS]
//
// A worker with one inference thread and nine networks of published shape tags four-minute tracks, TRACKS and
// 3 x TRACKS of them, so that starting up is not counted; in float32 and in int8, in turn.
import { textTable } from '@earmark/runtime/terminal';
import { facts } from './support/facts.ts';
import { makeFewAndMany, tagFewAndMany, type TaggedPerTrack } from './support/few-and-many.ts';
import { installInt8, letPass } from './support/int8-models.ts';
import { median } from './support/median.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';

const [nTracks = 2, nRounds = 3] = process.argv.slice(2).map(Number);

await withPrivateServices(async (services) => {
  const float32 = await installRandomModels(services.home);
  const int8 = await Promise.all(float32.map(installInt8));
  for (const [i, model] of int8.entries()) await letPass(float32[i]!, model);
  const tracks = makeFewAndMany(services.folder, nTracks);
  const measure = (profile: 'fp32' | 'int8') => {
    const models = (profile === 'int8' ? int8 : float32).map(({ spec }) => spec.name);
    const work = ['--threads', '1', '--decode', '1', '--profile', profile];
    return tagFewAndMany(services, tracks, { models, work });
  };
  const rounds: Readonly<Record<'fp32' | 'int8', TaggedPerTrack>>[] = [];
  for (let i = 0; i < nRounds; i++) {
    rounds.push({ fp32: await measure('fp32'), int8: await measure('int8') });
  }
  const rows = (['fp32', 'int8'] as const).map((profile) => [
    profile,
    median(rounds.map((round) => round[profile].cpuPerTrack)).toFixed(2),
    `${(median(rounds.map((round) => round[profile].peakBytes)) / 1e9).toFixed(2)} GB`,
  ]);
  const ratio = (of: 'cpuPerTrack' | 'peakBytes') => {
    const values = rounds.map(({ fp32, int8 }) => int8[of] / fp32[of]);
    return median(values).toFixed(2);
  };
  const head = [`${float32.length} models`, 'CPU s per track', 'peak memory'];
  console.log(facts());
  console.log(
    textTable([head, ...rows, ['int8 / fp32', ratio('cpuPerTrack'), ratio('peakBytes')]]),
  );
});
