import {
  applyCorpusMetadata,
  type CorpusCoverage,
  corpusCoverage,
  inTransaction,
  type Pool,
  storeCorpusLicenses,
  storeCorpusMetadata,
} from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { inPages, readLicenseList, readMetadataTable } from '@earmark/source';

export interface MetadataFiles {
  readonly table: string;
  readonly licenses: string | undefined;
}

export interface AddedMetadata {
  readonly nRows: number;
  readonly nLicenses: number;
  readonly nLeftOut: number;
  /** The first lines that were left out. */
  readonly leftOut: readonly string[];
  readonly coverage: CorpusCoverage;
}

/** Lines and files that are shown as examples. */
const N_EXAMPLES = 3;

/**
 * Stores the titles and licences of a corpus in the ledger, all or nothing; those of before are replaced.
 *
 * @throws USAGE_INVALID when a file is not what it should be; SOURCE_DENIED, STORE_UNAVAILABLE
 */
export async function addMetadata(
  pool: Pool,
  { table, licenses }: MetadataFiles,
  { signal, onWork }: { readonly signal: AbortSignal; readonly onWork: OnWork },
): Promise<AddedMetadata> {
  const read = { nRows: 0, nLicenses: 0, nLeftOut: 0, leftOut: [] as string[] };
  const onLeftOut = (line: string) => {
    if (++read.nLeftOut <= N_EXAMPLES) read.leftOut.push(line);
  };
  await inTransaction(pool, async (client) => {
    for await (const page of inPages(readMetadataTable(table, { signal, onLeftOut }))) {
      await storeCorpusMetadata(client, page);
      read.nRows += page.length;
      onWork({ what: 'Reading titles', nDone: read.nRows, nAll: null, noun: 'track' });
    }
    const licensed = licenses === undefined ? [] : inPages(readLicenseList(licenses, signal));
    for await (const page of licensed) {
      await storeCorpusLicenses(client, page);
      read.nLicenses += page.length;
      onWork({ what: 'Reading licences', nDone: read.nLicenses, nAll: null, noun: 'track' });
    }
    await applyCorpusMetadata(client);
  });
  return { ...read, coverage: await corpusCoverage(pool, { nExamples: N_EXAMPLES }) };
}
