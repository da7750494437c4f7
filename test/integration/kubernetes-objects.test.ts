import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import {
  type Container,
  hasKubectl,
  type KubernetesObject,
  type Pod,
  renderKubernetes,
  type Selector,
} from '../support/kubernetes-render.ts';

// Whether the objects of infra/kubernetes fit each other, as a cluster would find out.

if (!hasKubectl) console.warn('SKIPPED, tests of the objects of Kubernetes: PATH has no kubectl.');

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const DEPLOYING = read('docs/deploying.md');
const DOCKERFILE = read('infra/docker/Dockerfile');

const PROGRAMS = ['aggregator', 'worker'];
const ALL = ['aggregator', 'producer', 'worker'];

describe.skipIf(!hasKubectl).each([
  { overlay: 'overlays/cpu', produce: 'produce', device: 'cpu', isExternal: false },
  { overlay: 'overlays/gpu', produce: 'produce', device: 'cuda', isExternal: false },
  {
    overlay: 'overlays/external',
    produce: 'overlays/external/produce',
    device: 'cpu',
    isExternal: true,
  },
])('$overlay with $produce', ({ overlay, produce, device, isExternal }) => {
  const objects = hasKubectl
    ? [overlay, produce].flatMap((folder) => renderKubernetes(folder).objects)
    : [];
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const withPods = objects.filter((object) => object.spec.template !== undefined);
  const pods = withPods.map(({ spec }) => spec.template!);

  function only(kind: string): KubernetesObject {
    const found = ofKind(kind);
    expect(found.map(({ metadata }) => metadata.name)).toHaveLength(1);
    return found[0]!;
  }

  /** The components whose pods have these labels. */
  function selected(selector: Selector | undefined): readonly string[] {
    const labels = Object.entries(selector?.matchLabels ?? {});
    expect(labels.length).toBeGreaterThan(0);
    return pods
      .filter((pod) => labels.every(([name, value]) => pod.metadata.labels[name] === value))
      .map(componentOf)
      .sort();
  }

  test('every selector selects the pods that it is for, and no others', () => {
    expect(pods.map(componentOf).sort()).toEqual(ALL);
    for (const { spec } of ofKind('Deployment'))
      expect(selected(spec.selector)).toEqual([componentOf(spec.template!)]);
    expect(selected(only('PodDisruptionBudget').spec.selector)).toEqual(['worker']);
    expect(selected(only('PodMonitor').spec.selector)).toEqual(ALL);
    expect(selected(only('NetworkPolicy').spec.podSelector)).toEqual(ALL);
    const spread = pods.flatMap((pod) => pod.spec.topologySpreadConstraints ?? []);
    expect(spread.map(({ labelSelector }) => selected(labelSelector))).toEqual([['worker']]);
  });

  test('probes, Prometheus and the network policy name the port of the metrics', () => {
    const metrics = only('PodMonitor').spec.podMetricsEndpoints!.map(({ port }) => port);
    const ingress = only('NetworkPolicy').spec.ingress!.flatMap(({ ports }) => ports);
    for (const pod of pods) {
      const names = containerOf(pod).ports.map(({ name }) => name);
      expect(names).toEqual(metrics);
      expect(names).toEqual(ingress.map(({ port }) => port));
      expect(containerOf(pod).ports.map(({ containerPort }) => containerPort)).toEqual([
        Number(/EARMARK_METRICS_PORT=(\d+)/.exec(DOCKERFILE)?.[1]),
      ]);
    }
    for (const pod of pods.filter((each) => PROGRAMS.includes(componentOf(each)))) {
      const { startupProbe, livenessProbe, readinessProbe } = containerOf(pod);
      const probes = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
      expect(probes).toEqual([
        { path: '/healthz', port: 'metrics' },
        { path: '/healthz', port: 'metrics' },
        { path: '/readyz', port: 'metrics' },
      ]);
    }
  });

  test('the scaler scales the workers, whose number nothing else sets, and may ask the ledger', () => {
    const { scaleTargetRef, triggers } = only('ScaledObject').spec;
    const target = ofKind('Deployment').find(
      ({ metadata }) => metadata.name === scaleTargetRef?.name,
    );
    expect(componentOf(target!.spec.template!)).toBe('worker');
    expect(target!.spec.replicas).toBeUndefined();
    expect(triggers!.map(({ authenticationRef }) => authenticationRef.name)).toEqual([
      only('TriggerAuthentication').metadata.name,
    ]);
  });

  test('docs/deploying.md makes every secret and every ConfigMap that is referred to', () => {
    const secrets = [
      ...pods.flatMap((pod) => containerOf(pod).envFrom.map(({ secretRef }) => secretRef.name)),
      ...only('TriggerAuthentication').spec.secretTargetRef!.map(({ name }) => name),
    ];
    for (const name of secrets) expect(DEPLOYING).toContain(`create secret generic ${name} `);
    const maps = pods.flatMap((pod) => pod.spec.volumes.map(({ configMap }) => configMap?.name));
    expect(new Set(maps)).toEqual(
      new Set([undefined, ...(isExternal ? ['earmark-authority'] : [])]),
    );
    for (const name of maps)
      if (name !== undefined) expect(DEPLOYING).toContain(`create configmap ${name} `);
  });

  test('a pod may write where the image does, and has the time to stop', () => {
    const declared = JSON.parse(/^VOLUME (.*)$/m.exec(DOCKERFILE)?.[1] ?? '') as string[];
    for (const { spec } of pods) {
      const { volumeMounts } = spec.containers[0]!;
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(
        expect.arrayContaining(declared),
      );
      expect(new Set(volumeMounts.map(({ name }) => name))).toEqual(
        new Set(spec.volumes.map(({ name }) => name)),
      );
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(
        parseEnvironment({}).EARMARK_STOP_SECONDS + 10,
      );
    }
  });

  test('the programs reach DNS, Postgres, Redis, S3 and a receiver of traces', () => {
    const egress = only('NetworkPolicy').spec.egress!;
    const anywhere = egress.filter(({ to }) => to === undefined).flatMap(({ ports }) => ports);
    const services = egress.filter(({ to }) => to !== undefined);
    const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
    const dns = { port: 53, protocol: 'UDP' };
    if (isExternal) {
      expect(anywhere).toEqual([dns, ...tcp(53, 443)]);
      expect(services).toEqual([
        { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: tcp(5432, 6379) },
      ]);
    } else {
      expect(anywhere).toEqual([dns, ...tcp(53, 5432, 6379, 443, 9000, 4318)]);
      expect(services).toEqual([]);
    }
  });

  test(`workers use ${device}`, () => {
    const pod = pods.find((each) => componentOf(each) === 'worker')!;
    const { args, image, resources } = containerOf(pod);
    expect(args).toEqual(['work', '--device', device]);
    expect(image.endsWith(`-${device}`)).toBe(true);
    const isGpu = device === 'cuda';
    expect(resources.limits['nvidia.com/gpu']).toBe(isGpu ? '1' : undefined);
    expect(pod.spec.tolerations?.map(({ key }) => key)).toEqual(
      isGpu ? ['nvidia.com/gpu'] : undefined,
    );
  });

  test.runIf(isExternal)('every program knows the authority of the services', () => {
    for (const pod of pods) {
      const { env, volumeMounts } = containerOf(pod);
      const folder = volumeMounts.find(({ name }) => name === 'authority')?.mountPath;
      expect(env).toEqual([
        { name: 'NODE_EXTRA_CA_CERTS', value: `${folder ?? ''}/authority.pem` },
      ]);
      expect(DEPLOYING).toContain('--from-file=authority.pem');
    }
  });
});

function componentOf({ metadata }: Pod): string {
  return metadata.labels['app.kubernetes.io/component'] ?? '';
}

function containerOf({ spec }: Pod): Container {
  expect(spec.containers).toHaveLength(1);
  return spec.containers[0]!;
}
