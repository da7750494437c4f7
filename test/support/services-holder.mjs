// Opens the services of EARMARK_HOME, prints their addresses as one line of JSON, and closes them on SIGTERM.
import { parseEnvironment } from '@earmark/runtime/config';
import { openServices } from '@earmark/services';

const services = await openServices(parseEnvironment(process.env), 'shared');
const { databaseUrl, redisUrl } = services;
console.log(JSON.stringify({ databaseUrl, redisUrl }));
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', async () => {
  await services.close();
  clearInterval(alive);
});
