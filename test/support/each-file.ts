import { afterAll, afterEach } from 'vitest';
import { endPrograms, reportPrograms } from './earmark.ts';

// For every test file. Files share their modules, so what is to happen in each of them is registered here.

afterEach(({ task }) => {
  reportPrograms({ name: task.name, hasFailed: task.result?.state === 'fail' });
});

afterAll(endPrograms);
