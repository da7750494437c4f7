// npm run test:faults | test:soak [-- vitest arguments]: the fault tests alone, or of a night all tests, in longer series
// than `npm test` runs and in all variants.
const SERIES = {
  faults: { projects: ['faults'], rounds: 3, hostileFiles: 300, listedFiles: 100_000 },
  soak: {
    projects: ['e2e', 'faults', 'golden', 'integration', 'unit'],
    rounds: 20,
    hostileFiles: 5_000,
    listedFiles: 1_000_000,
  },
};

const [name] = process.argv.splice(2, 1);
const { projects, rounds, hostileFiles, listedFiles } = SERIES[name];
process.env.EARMARK_FAULT_ROUNDS ??= String(rounds);
process.env.EARMARK_HOSTILE_FILES ??= String(hostileFiles);
process.env.EARMARK_LISTED_FILES ??= String(listedFiles);
process.argv.splice(2, 0, ...projects.map((project) => `--project=${project}`));
await import('./test.mjs');
