import { Command } from 'commander';
import { readModels } from '@earmark/runtime/models/model-registry.js';
import { openFetchAudio } from '@earmark/runtime/source/fetch-audio.js';
import { work } from '@earmark/worker/work.js';
import type { Context } from '../context.ts';
import { openDecoder } from '../decoder.ts';
import { IDENTITY } from '../identity.ts';
import * as option from '../options.ts';
import { VERSION } from '../version.ts';
import { withProgram } from '../with-program.ts';

interface Options {
  readonly threads: number;
  readonly fetch: number;
  readonly decode: number;
  readonly maxDuration: number;
}

export function workCommand(context: Context): Command {
  return new Command('work')
    .description('tag what the queue holds, until stopped')
    .addOption(option.threads())
    .addOption(option.fetch())
    .addOption(option.decode())
    .addOption(option.maxDuration())
    .addHelpText(
      'after',
      '\nExample:\n  REDIS_URL=redis://queue DATABASE_URL=postgresql://ledger/earmark earmark work --threads 8',
    )
    .action(({ maxDuration, ...limits }: Options) =>
      withProgram(context, 'worker', async (program) => {
        const known = await readModels(context.env);
        const fetchAudio = await openFetchAudio(context.env);
        const decoder = await openDecoder(context, maxDuration * 60);
        try {
          const models = known.flatMap(({ atHand }) => atHand ?? []);
          const { queueAddress: queue, ...rest } = program;
          await work(
            limits,
            {
              ...rest,
              queue,
              fetchAudio,
              decoder,
              models,
              worker: IDENTITY,
              earmarkVersion: VERSION,
            },
            context.signal,
          );
        } finally {
          await decoder.close();
        }
      }),
    );
}
