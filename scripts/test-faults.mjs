// npm run test:faults [-- vitest arguments]: the fault tests alone, with more of everything than `npm test` tries.
process.env.EARMARK_HOSTILE_FILES ??= '2000';
process.env.EARMARK_FAULT_ROUNDS ??= '3';
process.argv.splice(2, 0, '--project', 'faults');
await import('./test.mjs');
