#!/usr/bin/env node
import { runEarmark } from './earmark.ts';

await runEarmark(process);
