import { readFileSync } from 'node:fs';

export interface DocumentedQuery {
  readonly title: string;
  /** One statement, without its semicolon. */
  readonly sql: string;
}

/** Every query of docs/sql.md, one under each heading of the third level. @param path from where the command was given */
export function documentedQueries(path = 'docs/sql.md'): readonly DocumentedQuery[] {
  const [, ...sections] = readFileSync(path, 'utf8').split(/^### /m);
  return sections.map((section) => {
    const [title = ''] = section.split('\n');
    const sql = /^```sql\n(.*?);\n```$/ms.exec(section)?.[1];
    if (sql === undefined) throw new Error(`docs/sql.md has no query under "${title}"`);
    return { title, sql };
  });
}
