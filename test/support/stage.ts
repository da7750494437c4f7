import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { earmark, type Ended, type Variables } from './earmark.ts';
import { createDatabase } from './services.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A user with a folder of music, a home of Earmark's and a folder for results; nothing outside is touched. */
export interface Stage {
  readonly home: string;
  readonly music: string;
  readonly out: string;
  readonly variables: Variables;
  readonly runArgs: readonly string[];
  /** How `earmark run` on the music ends. */
  run(args?: readonly string[], variables?: Variables): Promise<Ended>;
  remove(): void;
}

export function createStage(services: Variables = {}): Stage {
  const folder = temporaryFolder();
  const home = join(folder.path, 'home');
  const music = join(folder.path, 'music');
  const out = join(folder.path, 'results');
  mkdirSync(music);
  const variables = { EARMARK_HOME: home, HOME: folder.path, ...services };
  const runArgs = ['run', music, '--out', out];
  return {
    home,
    music,
    out,
    variables,
    runArgs,
    run: (args = [], more = {}) => earmark([...runArgs, ...args], { ...variables, ...more }),
    remove: () => {
      folder.remove();
    },
  };
}

/** One whose ledger is on the Postgres of the tests, which runs already. */
export async function createStageWithLedger(): Promise<Stage> {
  const name = `stage_${randomUUID().replaceAll('-', '')}`;
  return createStage({ DATABASE_URL: await createDatabase(name) });
}

export interface RunSummary {
  readonly tasks: { readonly tagged: number; readonly reused: number; readonly failed: number };
  readonly failures: readonly { readonly file: string; readonly code: string }[];
}

/** What `earmark run --json` printed. */
export function summaryOf({ stdout }: Ended): RunSummary {
  return JSON.parse(stdout) as RunSummary;
}

/** The result files in a folder by name, the date left out of it. */
export function resultFiles(out: string): Readonly<Record<string, string>> {
  const names = readdirSync(out).filter((name) => !name.startsWith('report.'));
  return Object.fromEntries(
    names.map((name) => [name.replace(/_\d{8}\./, '.'), readFileSync(join(out, name), 'utf8')]),
  );
}
