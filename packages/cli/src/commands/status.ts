import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { latestRuns } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { type Ledger, withLedger } from '@earmark/services';
import * as option from '../options.ts';
import { readStatus } from '../status/read-status.ts';
import { hasEnded, runsLine, runsText, statusLine, statusText } from '../status/status-text.ts';
import { watch, type Watched } from '../status/watch.ts';

interface Options {
  readonly watch?: true;
  readonly json?: true;
}

/** The rest can be asked for by number, or in SQL. */
const MAX_RUNS = 20;

export function statusCommand(context: Context): Command {
  return new Command('status')
    .description(
      'how far the latest runs are; of one run also its rate, time left, failures and workers',
    )
    .argument('[run]', 'number of the run', option.parseRunId)
    .option('--watch', 'show it anew every two seconds, until the run ends')
    .option('--json', 'print one JSON object, for machines; with --watch one a line')
    .addHelpText('after', '\nExample:\n  earmark status 12 --watch')
    .action((runId: RunId | undefined, { watch: isWatched, json }: Options) =>
      withLedger(context, async (ledger) => {
        const look = () => (runId === undefined ? lookAtRuns(ledger) : lookAtRun(ledger, runId));
        const read = json ? () => look().then(asJson) : look;
        if (isWatched) await watch(read, context.out, context.signal);
        else context.out.write((await read()).text);
      }),
    );
}

type Look = Watched & { readonly facts: unknown };

async function lookAtRun(ledger: Ledger, runId: RunId): Promise<Look> {
  const status = await readStatus(ledger, runId);
  return {
    facts: status,
    text: statusText(status),
    line: statusLine(status),
    isOver: hasEnded(status.state),
  };
}

async function lookAtRuns({ pool }: Ledger): Promise<Look> {
  const runs = await latestRuns(pool, MAX_RUNS);
  return {
    facts: { runs },
    text: runsText(runs),
    line: runsLine(runs),
    isOver: runs.every(({ state }) => hasEnded(state)),
  };
}

function asJson({ facts, isOver }: Look): Watched {
  const line = JSON.stringify(facts);
  return { text: `${line}\n`, line, isOver };
}
