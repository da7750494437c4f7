export { embeddedPostgres } from './embedded-postgres.ts';
export { findPostgresBinaries } from './postgres-binaries.ts';
export { canReach, findServerUser } from './server-user.ts';
export { embeddedRedis, stopRedis } from './embedded-redis.ts';
