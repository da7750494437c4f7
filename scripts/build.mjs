// npm run build [-- PROJECT]: compiles the packages, or one project and what it needs, and bundles the programs.
import { buildPrograms, compile } from './setup/build.mjs';

compile(process.argv.slice(2));
await buildPrograms();
