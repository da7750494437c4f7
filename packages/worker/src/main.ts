#!/usr/bin/env node
import { runMain } from '@earmark/runtime/command';
import { workCommand } from './command.ts';

// The worker as a program of its own; `earmark work` is the same.
await runMain(process, workCommand);
