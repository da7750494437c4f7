export { embeddedPostgres } from './embedded-postgres.ts';
export { embeddedRedis, stopRedis } from './embedded-redis.ts';
export { installedPostgres } from './postgres-binaries.ts';
export { canReach } from './server-user.ts';
