// npm test [-- vitest arguments]: installs, builds, gets the tools that tests need, and runs all tests.
import './setup/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildPrograms, compile } from './setup/build.mjs';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';
import { obtainTools } from './setup/tools.mjs';

const RESULTS = inRoot('.cache/test-results.json');

installPackages();
compile();
await buildPrograms();
obtainTools();
process.exitCode = runVitest(process.argv.slice(2));
console.log(summary());

function runVitest(args) {
  mkdirSync(inRoot('.cache'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const vitest = inRoot('node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: inRoot(),
    stdio: 'inherit',
  });
  return status ?? 1;
}

function summary() {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results();
  // A file that does not even load has no test that could fail.
  const nBroken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const counts = {
    passed: numPassedTests,
    failed: numFailedTests + nBroken,
    skipped: numPendingTests + numTodoTests,
  };
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function results() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'));
  } catch {
    const none = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
    return { ...none, testResults: [] };
  }
}
