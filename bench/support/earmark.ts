import { fileURLToPath } from 'node:url';

/** The `earmark` command, as a script for Node. */
export const EARMARK = fileURLToPath(
  new URL('../../../packages/cli/dist/main.js', import.meta.url),
);
