import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Command } from 'commander';
import { formatCounted } from '@earmark/core/text';
import { addRole, forgetSource, type LedgerRole } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { withoutPassword } from '@earmark/runtime/config';
import { type Ledger, withLedger } from '@earmark/services';
import * as option from '@earmark/runtime/command';
import { addMetadataCommand } from './ledger/add-metadata.ts';

/** The role whose address is printed for the embedded ledger. */
const ANALYST = 'analyst';

/** A subcommand reads it with those of `ledger`, to which commander gives the option wherever it stands. */
interface JsonOption {
  readonly json?: true | undefined;
}

export function ledgerCommand(context: Context): Command {
  const ledger = new Command('ledger')
    .description('keep the embedded ledger running and print an address that reads it')
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nExamples:\n  earmark ledger\n  earmark ledger add-reader grafana' +
        '\n\nThen, in another terminal, with the address that it prints:\n  psql ADDRESS\n  \\dv+',
    )
    .action(({ json }: JsonOption) =>
      withLedger(context, async (opened) => {
        const { databaseUrl } = opened;
        if (context.env.DATABASE_URL !== undefined) {
          const ledger = withoutPassword(databaseUrl);
          context.out.write(
            json
              ? `${JSON.stringify({ ledger, reader: null })}\n`
              : `The ledger is in the Postgres that DATABASE_URL names: ${ledger}\n` +
                  'For an address that can read it and change nothing: earmark ledger add-reader NAME\n',
          );
          return;
        }
        // The same for every command that runs at the time.
        const password = createHmac('sha256', new URL(databaseUrl).password)
          .update(ANALYST)
          .digest('hex')
          .slice(0, 32);
        await giveAddress(context, opened, { kind: 'reader', name: ANALYST, password, json });
        await untilAborted(context.signal);
      }),
    )
    .addCommand(addMetadataCommand(context))
    .addCommand(forgetCommand(context));
  for (const role of ADD_ROLES) ledger.addCommand(addRoleCommand(context, role));
  return ledger;
}

interface AddRole {
  readonly kind: LedgerRole;
  readonly description: string;
  readonly variable: 'EARMARK_READER_PASSWORD' | 'EARMARK_WRITER_PASSWORD';
  readonly example: string;
}

const ADD_ROLES: readonly AddRole[] = [
  {
    kind: 'reader',
    description: 'make a role that reads the ledger and writes nothing, or give it a new password',
    variable: 'EARMARK_READER_PASSWORD',
    example: 'grafana',
  },
  {
    kind: 'writer',
    description:
      'make a role for programs, which cannot change the schema, or give it a new password',
    variable: 'EARMARK_WRITER_PASSWORD',
    example: 'fleet',
  },
];

function addRoleCommand(
  context: Context,
  { kind, description, variable, example }: AddRole,
): Command {
  return new Command(`add-${kind}`)
    .description(description)
    .argument('<name>', 'name of the role')
    .addOption(option.json())
    .addHelpText(
      'after',
      `\nIts password is that in ${variable}, else a new one; it is printed in the address, and nowhere else.` +
        `\n\nExample:\n  earmark ledger add-${kind} ${example}`,
    )
    .action((name: string, _: unknown, command: Command) =>
      withLedger(context, async (opened) => {
        const { json } = command.optsWithGlobals<JsonOption>();
        const password = context.env[variable] ?? randomBytes(18).toString('hex');
        await giveAddress(context, opened, { kind, name, password, json });
      }),
    );
}

interface GivenAddress extends JsonOption {
  readonly kind: LedgerRole;
  readonly name: string;
  readonly password: string;
}

/** Makes a role, or gives it this password, and prints its address. */
async function giveAddress(
  { out }: Context,
  { pool, databaseUrl }: Pick<Ledger, 'pool' | 'databaseUrl'>,
  { kind, name, password, json }: GivenAddress,
): Promise<void> {
  await addRole(pool, kind, { name, password });
  const address = addressOf(databaseUrl, name, password);
  const ledger = withoutPassword(databaseUrl);
  out.write(json ? `${JSON.stringify({ ledger, [kind]: address })}\n` : `${address}\n`);
}

function forgetCommand(context: Context): Command {
  return new Command('forget')
    .description('take a source that is gone out of the current collection; nothing is deleted')
    .argument('<source>', 'the source as status shows it')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark ledger forget /mnt/old/music')
    .action((source: string, _: unknown, command: Command) =>
      withLedger(context, async ({ pool }) => {
        const { json } = command.optsWithGlobals<JsonOption>();
        const nFiles = await forgetSource(pool, source);
        context.out.write(
          json
            ? `${JSON.stringify({ source, nFiles })}\n`
            : `${formatCounted(nFiles, 'file')} of ${source} left the current collection. ` +
                'The scores stay in the ledger; a run of the source puts the files back.\n',
        );
      }),
    );
}

/** The address of the same database for another role. */
function addressOf(databaseUrl: string, user: string, password: string): string {
  const address = new URL(databaseUrl);
  address.username = encodeURIComponent(user);
  address.password = encodeURIComponent(password);
  return address.href;
}

/** Resolves when the signal aborts. The timer keeps the process alive, which a listener alone would not. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const alive = setInterval(() => undefined, 60_000);
  await once(signal, 'abort');
  clearInterval(alive);
}
