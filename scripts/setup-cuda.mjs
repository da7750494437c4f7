// npm run setup:cuda: downloads the CUDA provider of onnxruntime-node with its own install script, then runs earmark doctor.
import './setup/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { buildPrograms, PROGRAM } from './setup/build.mjs';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';

const platform = `${process.platform}-${process.arch}`;
if (platform !== 'linux-x64') {
  console.error(`CUDA can be used on linux-x64 only; this is ${platform}. Use --device cpu.`);
  process.exit(2);
}
installPackages();
await buildPrograms();
download();
const doctor = spawnSync(process.execPath, [PROGRAM, 'doctor'], {
  stdio: 'inherit',
});
process.exitCode = doctor.status ?? 1;

/** Some 300 MB from NuGet, of exactly the version that is installed. */
function download() {
  console.error('Downloading the CUDA provider of onnxruntime-node ...');
  const script = inRoot('node_modules/onnxruntime-node/script/install.js');
  const { status, stderr } = spawnSync(process.execPath, [script], {
    env: {
      // The script reads its proxy from these variables instead of the usual ones.
      GLOBAL_AGENT_HTTPS_PROXY: process.env.HTTPS_PROXY ?? process.env.https_proxy,
      GLOBAL_AGENT_NO_PROXY: process.env.NO_PROXY ?? process.env.no_proxy,
      ...process.env,
      // Despite its documentation, the script ignores the value 'cuda12'; on this platform CUDA 12 is all it installs.
      ONNXRUNTIME_NODE_INSTALL: 'true',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(reasonIn(stderr));
  console.error(
    'The CUDA provider could not be downloaded from api.nuget.org. Is it reachable, directly or through HTTPS_PROXY? ' +
      'Everything but CUDA works without it.',
  );
  process.exit(3);
}

/** The line of a stack trace that has the error message. */
function reasonIn(stderr) {
  return stderr.split('\n').find((line) => /error/i.test(line)) ?? stderr.trim();
}
