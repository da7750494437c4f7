import { createInferencePool } from '@earmark/inference';
import { readShippedModels } from '@earmark/models';

// A program that scores ten minutes of silence again and again and leaves in the midst of it, as its argument says.
const leave = process.argv[2];
const models = (await readShippedModels()).map((model) => ({ ...model, modelRowId: 1 }));
const { signal } = new AbortController();
const pool = createInferencePool('cpu', 1);
// The sessions are open after it, so that what follows is computing soon.
const seconds = (n) => ({
  kind: 'waveform',
  waveform: new Float32Array(16_000 * n),
  sampleRate: 16_000,
});
await pool.score({ input: seconds(1), models }, signal);
const scoring = (async () => {
  for (;;) await pool.score({ input: seconds(600), models }, signal);
})();
scoring.catch((error) => console.log(error.message));
await new Promise((resolve) => setTimeout(resolve, 300));
if (leave === 'exit') process.exit(130);
await pool.close();
