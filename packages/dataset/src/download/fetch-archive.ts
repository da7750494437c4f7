import { EarmarkError } from '@earmark/core/failure';
import { ArchiveFault, reasonOfOne } from './archive-fault.ts';
import type { ArchiveDeps, ArchiveResult, ArchiveTask, MemberCounts } from './archive-task.ts';
import type { Checksums } from './checksums.ts';
import { downloadArchive } from './download-archive.ts';
import { hasArchive, keepArchive, removePartial } from './keep-archive.ts';
import { createMeasured } from './measured.ts';
import {
  discardStaged,
  findPresent,
  placeStaged,
  readKeptSums,
  stagedPath,
} from './place-members.ts';
import { type Unpacked, unpackArchive } from './unpack-archive.ts';

/** Downloads an archive and keeps it as it is. @throws what concerns more than this archive */
export async function fetchArchive(task: ArchiveTask, deps: ArchiveDeps): Promise<ArchiveResult> {
  let wasWrong = false;
  const result = await settled(task, async () => {
    if (await hasArchive(task, deps, () => (wasWrong = true))) return { status: 'present' };
    await keepArchive(task, deps);
    return { status: 'downloaded' };
  });
  return { ...result, wasWrong };
}

/** Unpacks an archive that is kept and was verified. @throws what concerns more than this archive */
export function unpackKept(task: ArchiveTask, deps: ArchiveDeps): Promise<ArchiveResult> {
  return settled(task, async () => {
    const known = await lookUpMembers(task, task.members, deps);
    const content = deps.storage.read(task.archive, {}, deps.signal);
    const unpacked = await unpack(task, { content, known, isStaged: false }, deps);
    return { status: 'downloaded', members: countMembers(unpacked, known) };
  });
}

/**
 * Unpacks an archive while it is downloaded, and keeps its members alone. One that is there already is used, and removed.
 *
 * @throws what concerns more than this archive
 */
export async function streamArchive(task: ArchiveTask, deps: ArchiveDeps): Promise<ArchiveResult> {
  const { storage, signal } = deps;
  const { archive } = task;
  let wasWrong = false;
  const result = await settled(task, async () => {
    const members = task.members ?? (await readKeptSums(storage, archive, signal));
    const known = await lookUpMembers(task, members, deps);
    const { wanted, present } = known;
    if (present.size === wanted?.size) {
      return { status: 'present', members: countMembers(NOTHING, known) };
    }
    if (storage.folder !== undefined) {
      await removePartial(storage.folder, archive);
      if (await hasArchive(task, deps, () => (wasWrong = true))) {
        const kept = await unpackKept({ ...task, members }, deps);
        if (kept.status !== 'failed') await storage.remove(archive, signal);
        return kept;
      }
    }
    return withRestart(() => stream(task, known, deps));
  });
  return { ...result, wasWrong };
}

type Outcome = Omit<ArchiveResult, 'archive'>;

async function settled(
  { archive }: ArchiveTask,
  work: () => Promise<Outcome>,
): Promise<ArchiveResult> {
  try {
    return { archive, ...(await work()) };
  } catch (error) {
    const reason = reasonOfOne(archive, error);
    if (reason === undefined) throw error;
    const isUnavailable = error instanceof EarmarkError && error.code === 'SOURCE_UNAVAILABLE';
    return { archive, status: 'failed', reason, isUnavailable };
  }
}

/** Once more when the server has another file in the middle of the work. */
async function withRestart<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EarmarkError && error.code === 'SOURCE_CHANGED')) throw error;
    return work();
  }
}

/** What is known of the members of an archive before it arrives. */
interface Known {
  /** Undefined where there is no list. */
  readonly members: Checksums | undefined;
  /** Of these the wanted ones. */
  readonly wanted: Checksums | undefined;
  /** Of these the ones that are there, with the content that is listed. */
  readonly present: ReadonlySet<string>;
}

async function lookUpMembers(
  { isWanted }: ArchiveTask,
  members: Checksums | undefined,
  { storage, signal }: ArchiveDeps,
): Promise<Known> {
  const wanted = members && new Map([...members].filter(([path]) => isWanted(path)));
  const present = wanted ? await findPresent(storage, wanted, signal) : new Set<string>();
  return { members, wanted, present };
}

const NOTHING: Unpacked = { written: new Map(), refused: [] };

function countMembers({ written, refused }: Unpacked, { wanted, present }: Known): MemberCounts {
  const missing = [...(wanted?.keys() ?? [])].filter(
    (path) => !written.has(path) && !present.has(path),
  );
  return { nUnpacked: written.size, nPresent: present.size, refused, missing };
}

function unpack(
  { archive, folder, ending, isWanted }: ArchiveTask,
  {
    content,
    known,
    isStaged,
  }: { content: AsyncIterable<Uint8Array>; known: Known; isStaged: boolean },
  { storage, signal }: ArchiveDeps,
): Promise<Unpacked> {
  return unpackArchive(content, {
    ...{ storage, signal, members: known.members, rules: { folder, ending } },
    isCompressed: archive.endsWith('.gz'),
    isWanted: (path) => isWanted(path) && !known.present.has(path),
    placeOf: (path) => (isStaged ? stagedPath(archive, path) : path),
  });
}

/** Members without a list wait until their archive has turned out to be the published one. */
async function stream(task: ArchiveTask, known: Known, deps: ArchiveDeps): Promise<Outcome> {
  const { storage, signal } = deps;
  const { archive, sha256 } = task;
  const isStaged = known.members === undefined;
  const measured = createMeasured();
  const content = downloadArchive(task, { measured }, deps);
  try {
    if (isStaged) await discardStaged(storage, archive, signal);
    const unpacked = await unpack(task, { content, known, isStaged }, deps);
    const fault = measured.faultOf(sha256);
    if (fault) {
      if (isStaged) await discardStaged(storage, archive, signal);
      const reason = `${archive} ${fault.message}`;
      return {
        status: 'failed',
        reason,
        ...(isStaged ? {} : { members: countMembers(unpacked, known) }),
      };
    }
    if (isStaged) await placeStaged(storage, { archive, members: unpacked.written }, signal);
    return { status: 'downloaded', members: countMembers(unpacked, known) };
  } catch (error) {
    if (error instanceof ArchiveFault) error.message += measured.remark();
    if (isStaged) await discardStaged(storage, archive, AbortSignal.timeout(DISCARD_MS));
    throw error;
  }
}

/** Also after a signal to stop, so that nothing is left that nobody has vouched for. */
const DISCARD_MS = 30_000;
