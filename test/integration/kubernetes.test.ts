import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addTracks,
  cancelRun,
  createPool,
  finishPlanning,
  migrate,
  owedJobs,
  type Pool,
  pauseRun,
  resumeRun,
  settle,
} from '@earmark/ledger';
import { validateObject } from '../support/kubernetes-models.ts';
import {
  hasKubectl,
  KUBERNETES,
  readObjects,
  renderKubernetes,
} from '../support/kubernetes-render.ts';
import { itemsOf, openTestRun, registerParts, type RunParts } from '../support/planned-run.ts';
import { createDatabase, withPool } from '../support/services.ts';

// infra/kubernetes, rendered as `kubectl apply -k` does, and the query that decides how many workers there are.

if (!hasKubectl)
  console.warn('SKIPPED, tests of the resources of Kubernetes: PATH has no kubectl.');

describe.skipIf(!hasKubectl).each([
  ['overlays/cpu', 7],
  ['overlays/gpu', 7],
  ['overlays/external', 7],
  ['overlays/external/produce', 1],
  ['produce', 1],
])('%s', (folder, nObjects) => {
  const { stdout, stderr, objects } = hasKubectl
    ? renderKubernetes(folder)
    : { stdout: '', stderr: '', objects: [] };

  test('it renders without a warning', () => {
    expect(stderr).toBe('');
    expect(objects).toHaveLength(nObjects);
    for (const { metadata } of objects) expect(metadata.namespace).toBe('earmark');
    expect(stdout).not.toMatch(/image: earmark/);
  });

  test('every object agrees with the schema of its kind', () => {
    for (const object of objects) validateObject(object);
  });

  test('every key is one that is meant', () => {
    expect([...keysOf(objects)].filter((key) => !KEYS.has(key))).toEqual([]);
  });
});

test('a schema is not agreed with where a value has the wrong type', () => {
  expect(() => {
    validateObject({ kind: 'Deployment', metadata: { name: 1 } } as never);
  }).toThrow();
});

describe('the query of the scaler', () => {
  const scaledObject = readObjects(
    readFileSync(`${KUBERNETES}/components/scaling/scaled-object.yaml`, 'utf8'),
  ).find(({ kind }) => kind === 'ScaledObject');
  const query = scaledObject!.spec.triggers![0]!.metadata.query;
  let pool: Pool;
  let parts: RunParts;
  beforeAll(async () => {
    pool = createPool(await createDatabase('kubernetes'));
    await migrate(pool);
    parts = await registerParts(pool);
  });
  afterAll(() => pool.end());

  /** As KEDA asks: with the rights of a reader, and without a search path of Earmark's. */
  async function owed(): Promise<unknown> {
    const client = await pool.connect();
    try {
      await client.query('set role earmark_reader; set search_path to public');
      const { rows } = await client.query<Record<string, unknown>>(query);
      expect(rows).toHaveLength(1);
      const values = Object.values(rows[0]!);
      expect(values).toHaveLength(1);
      return values[0];
    } finally {
      client.release(true);
    }
  }

  test('gives the tasks that workers may start, in each state of a run', async () => {
    expect(await owed(), 'an empty ledger').toBe(0);
    const runId = await openTestRun(pool, 'scaled', parts);
    await addTracks(pool, runId, itemsOf('scaled', 3));
    expect(await owed(), 'a run that is planned for the first time').toBe(0);
    await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    expect(await owed(), 'a running run of three tracks and two models').toBe(6);
    await pauseRun(pool, runId);
    expect(await owed(), 'a paused run').toBe(0);
    await resumeRun(pool, runId);
    expect(await owed(), 'a resumed run').toBe(6);
    const [first, ...others] = await owedJobs(pool, { runId, afterTrack: 0, limit: 10 });
    await settleAsFailed([first!]);
    expect(await owed(), 'a run with a settled track').toBe(4);
    await settleAsFailed(others);
    expect(await owed(), 'a complete run').toBe(0);

    const cancelled = await openTestRun(pool, 'cancelled', parts);
    await addTracks(pool, cancelled, itemsOf('cancelled', 1));
    await finishPlanning(pool, cancelled, { force: false, settledBy: 'test' });
    expect(await owed(), 'another running run').toBe(2);
    await cancelRun(pool, cancelled);
    expect(await owed(), 'a cancelled run').toBe(0);
  });

  test('fails where there is no ledger yet, so that KEDA falls back to one worker', async () => {
    await withPool(await createDatabase('kubernetes_empty'), async (empty) => {
      await expect(empty.query(query)).rejects.toThrow(/relation "earmark.run" does not exist/);
    });
    expect(scaledObject!.spec.fallback?.replicas).toBe(1);
  });

  async function settleAsFailed(jobs: Awaited<ReturnType<typeof owedJobs>>): Promise<void> {
    for (const { runId, trackId, modelRowIds } of jobs) {
      const failure = { code: 'AUDIO_UNDECODABLE', message: 'For the test.' } as const;
      await settle(pool, [
        {
          runId,
          trackId,
          outcomes: modelRowIds.map((modelRowId) => ({ status: 'failed', modelRowId, ...failure })),
          contentSha256: null,
          durationSeconds: 30,
          level: null,
          embeddedMetadata: null,
          attempts: 1,
          settledBy: 'test',
          softwareId: parts.softwareId,
        },
      ]);
    }
  }
});

/** Keys at any depth, but of maps whose keys are names. */
function* keysOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const each of value) yield* keysOf(each);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      yield key;
      if (!NAMED.has(key)) yield* keysOf(each);
    }
}

const NAMED = new Set(['labels', 'matchLabels', 'limits', 'requests']);

/** The schemas accept keys that they do not know, such as a misspelt one. */
const KEYS = new Set(
  `action activationTargetQueryValue allowPrivilegeEscalation apiVersion args authenticationRef
   automountServiceAccountToken backoffLimit capabilities cidr configMap containerPort containers cooldownPeriod drop effect
   egress emptyDir env envFrom failureThreshold fallback from fsGroup httpGet image ingress ipBlock interval key kind
   labelSelector labels limits livenessProbe matchLabels maxReplicaCount maxSkew maxUnavailable metadata
   minReplicaCount mountPath name namespace namespaceSelector onExitCodes operator parameter path periodSeconds
   podFailurePolicy podMetricsEndpoints podSelector policyTypes pollingInterval port ports protocol query
   readOnly readOnlyRootFilesystem readinessProbe relabelings replacement replicas requests resources restartPolicy rules
   runAsGroup runAsNonRoot runAsUser scaleTargetRef seccompProfile secretRef secretTargetRef securityContext
   selector sizeLimit sourceLabels spec startupProbe targetLabel targetQueryValue template
   terminationGracePeriodSeconds timeoutSeconds to tolerations topologyKey topologySpreadConstraints triggers
   ttlSecondsAfterFinished type value values volumeMounts volumes whenUnsatisfiable`.split(/\s+/),
);
