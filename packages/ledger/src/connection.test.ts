import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { connectionOptions } from './connection.ts';

test('an error of a connection for which nobody listens does not end the process, whoever made it', () => {
  const { Client } = connectionOptions('postgresql://127.0.0.1/earmark');
  // As BullMQ finds it.
  const shared = createRequire(import.meta.url)('pg') as { Client: typeof Client };
  expect(shared.Client).toBe(Client);
  const client = new shared.Client();
  expect(client.emit('error', new Error('cut'))).toBe(false);
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  expect(client.emit('error', new Error('cut again'))).toBe(true);
  expect(errors).toEqual([new Error('cut again')]);
});
