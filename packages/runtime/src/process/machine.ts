import { connect, createServer } from 'node:net';
import { delimiter } from 'node:path';
import which from 'which';
import { errorCode } from '@earmark/core/failure';

// Processes, programs and ports of this machine.

/** Whether a process of this id exists, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Where Homebrew puts programs; a shell started by a service manager may not have it on PATH. */
const EXTRA_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin'];

/** The path of the first of these programs that is installed; undefined when none is. */
export function findProgram(names: readonly string[], path: string): string | undefined {
  // An empty entry of PATH would mean the current folder.
  const folders = [...path.split(delimiter).filter(Boolean), ...EXTRA_FOLDERS].join(delimiter);
  return (
    names
      .map((name) => which.sync(name, { path: folders, nothrow: true }))
      .find((found) => found !== null) ?? undefined
  );
}

/** A TCP port of the loopback interface that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

const CONNECT_TIMEOUT_MS = 2_000;

/** Whether a server accepts connections at this address. One that is too busy to answer in time counts too. */
export function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: CONNECT_TIMEOUT_MS });
    const settle = (isAccepting: boolean) => {
      socket.destroy();
      resolve(isAccepting);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('timeout', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
