import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { addCommand } from './models/add.ts';
import { benchCommand } from './models/bench.ts';
import { exportCommand } from './models/export.ts';
import { importCommand } from './models/import.ts';
import { listCommand } from './models/list.ts';
import { pullCommand } from './models/pull.ts';
import { quantizeCommand } from './models/quantize.ts';
import { verifyCommand } from './models/verify.ts';

export function modelsCommand(context: Context): Command {
  return new Command('models')
    .description('list, install, verify and measure models')
    .addCommand(listCommand(context))
    .addCommand(pullCommand(context))
    .addCommand(importCommand(context))
    .addCommand(addCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(quantizeCommand(context))
    .addCommand(verifyCommand(context))
    .addCommand(benchCommand(context));
}
