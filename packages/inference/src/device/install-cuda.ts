import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { EarmarkError } from '@earmark/core/failure';
import type { Variables } from './probe-device.ts';

/**
 * Downloads the CUDA provider of the installed onnxruntime, some 300 MB from NuGet, with its own script: npm may have
 * been told to run no scripts, and without that network installing Earmark would fail.
 *
 * @param variables the environment; `HTTPS_PROXY` and `NO_PROXY` are followed
 * @throws DEVICE_UNAVAILABLE where there is none, SOURCE_UNAVAILABLE when it cannot be downloaded
 */
export async function installCuda(variables: Variables, signal: AbortSignal): Promise<void> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    throw new EarmarkError(
      'DEVICE_UNAVAILABLE',
      `CUDA can be used on linux-x64 only; this is ${platform}. Use --device cpu.`,
    );
  }
  const script = createRequire(import.meta.url).resolve('onnxruntime-node/script/install.js');
  const child = spawn(process.execPath, [script], {
    signal,
    env: {
      // The script reads its proxy from these variables instead of the usual ones.
      GLOBAL_AGENT_HTTPS_PROXY: variables['HTTPS_PROXY'] ?? variables['https_proxy'],
      GLOBAL_AGENT_NO_PROXY: variables['NO_PROXY'] ?? variables['no_proxy'],
      ...variables,
      // Despite its documentation, the script ignores the value 'cuda12'; on this platform CUDA 12 is all it installs.
      ONNXRUNTIME_NODE_INSTALL: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), closed]);
  if (exitCode === 0) return;
  throw new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `The CUDA provider could not be installed: ${errorIn(stderr)}. Is api.nuget.org reachable, directly or through ` +
      'HTTPS_PROXY, and may you write to the folder of Earmark? Everything but CUDA works without it.',
  );
}

/** The line of a stack trace that has the error message. */
function errorIn(stderr: string): string {
  const line = stderr.split('\n').find((each) => /error/i.test(each)) ?? stderr;
  return line.trim();
}
