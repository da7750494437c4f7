#!/usr/bin/env node
import { runMain } from '@earmark/runtime/command';
import { produceCommand } from './command.ts';

// The producer as a program of its own; `earmark produce` is the same.
await runMain(process, produceCommand);
