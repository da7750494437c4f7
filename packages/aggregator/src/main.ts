#!/usr/bin/env node
import { runMain } from '@earmark/runtime/command';
import { aggregateCommand } from './command.ts';

// The aggregator as a program of its own; `earmark aggregate` is the same.
await runMain(process, aggregateCommand);
