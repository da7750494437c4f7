import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of the processes that were started for this home, servers included; empty where there is no /proc. */
export function processesOf(home: string): readonly number[] {
  return pids().filter((pid) => isOf(home, join('/proc', String(pid))));
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid);
  } catch {
    return [];
  }
}

/** Programs carry EARMARK_HOME in their environment; servers have their folder on the command line. */
function isOf(home: string, proc: string): boolean {
  return ['environ', 'cmdline'].some((file) => {
    try {
      const text = readFileSync(join(proc, file), 'utf8');
      return text.includes(`EARMARK_HOME=${home}\0`) || text.includes(`${home}/postgres`);
    } catch {
      return false;
    }
  });
}
