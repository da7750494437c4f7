import { afterAll, afterEach } from 'vitest';
import { endPrograms, reportPrograms } from './earmark.ts';

// For every test file that may start programs.

afterEach(({ task }) => {
  reportPrograms({ name: task.name, hasFailed: task.result?.state === 'fail' });
});

afterAll(endPrograms);
