import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { latestRuns } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { type Ledger, withLedger } from '@earmark/services';
import { hasEnded, readStatus } from '../status/read-status.ts';
import { runsLine, runsText, statusLine, statusText } from '../status/status-text.ts';
import { type Snapshot, watch } from '../status/watch.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly watch?: true;
  readonly json?: true;
}

/** Earlier runs can be shown by number, or with SQL. */
const MAX_RUNS = 20;

export function statusCommand(context: Context): Command {
  return new Command('status')
    .description(
      'show the progress of the latest runs; for one run also rate, time left, failures and workers',
    )
    .argument('[run]', 'number of the run (default: the latest 20 runs)', option.parseRunId)
    .option('--watch', 'refresh every two seconds, until the run ends')
    .option('--json', 'print one JSON object instead of text; with --watch one per line')
    .addHelpText('after', '\nExample:\n  earmark status 12 --watch')
    .action((runId: RunId | undefined, { watch: isWatched, json }: Options) =>
      withLedger(context, async (ledger) => {
        const take = () => (runId === undefined ? ofLatestRuns(ledger) : ofRun(ledger, runId));
        const read = json ? () => take().then(toJson) : take;
        if (isWatched) await watch(read, context.out, context.signal);
        else context.out.write((await read()).text);
      }),
    );
}

type StatusSnapshot = Snapshot & { readonly status: unknown };

async function ofRun(ledger: Ledger, runId: RunId): Promise<StatusSnapshot> {
  const status = await readStatus(ledger, runId, new Date());
  return {
    status,
    text: statusText(status),
    line: statusLine(status),
    isFinal: hasEnded(status.state),
  };
}

async function ofLatestRuns({ pool }: Ledger): Promise<StatusSnapshot> {
  const runs = await latestRuns(pool, MAX_RUNS);
  return {
    status: { runs },
    text: runsText(runs),
    line: runsLine(runs),
    isFinal: runs.every(({ state }) => hasEnded(state)),
  };
}

function toJson({ status, isFinal }: StatusSnapshot): Snapshot {
  const line = JSON.stringify(status);
  return { text: `${line}\n`, line, isFinal };
}
