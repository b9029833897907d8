/* What kubectl prints must come to the same decisions as the objects that Kubernetes' controller was given. */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { reconcile } from '../controller/reconcile.ts';
import { HpaError } from '../hpa-error.ts';
import { readCases } from '../testdata/cases.ts';
import { kubectlObjects } from '../testdata/kubectl-objects.ts';
import { chooseAutoscaler, clusterFrom } from './choose-autoscaler.ts';
import { readObjects } from './evidence.ts';

const everything = { namespace: '', labels: {} };

test('the first reconciliation of every case is the same from what kubectl prints', () => {
  const wrong = readCases().flatMap((each) => {
    const [{ step, nowMs }] = each.ticks;
    const text = JSON.stringify(kubectlObjects(each, step, step.r));
    const documents = (JSON.parse(text) as unknown[]).map((value) => ({ name: 'file', value }));
    const objects = readObjects(documents, { namespace: 'default', labels: { app: 'web' } });
    const autoscaler = chooseAutoscaler(objects, undefined);
    const cluster = clusterFrom(objects, autoscaler, undefined, new Diagnostics());
    const { decision } = reconcile(autoscaler, cluster, undefined, each.flags, nowMs);
    const ours = decision.desiredReplicas ?? step.r;
    return ours === each.expected[0].replicas
      ? []
      : [{ number: each.number, ours, theirs: each.expected[0].replicas }];
  });
  expect(wrong).toEqual([]);
});

describe('objects that are not what they should be', () => {
  const hpa = { kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec: { maxReplicas: 3 } };
  const withSpec = (spec: Record<string, unknown>): unknown => ({
    ...hpa,
    spec: { maxReplicas: 3, ...spec },
  });
  const memory = (target: unknown): unknown =>
    withSpec({ metrics: [{ type: 'Resource', resource: { name: 'memory', target } }] });

  test.each([
    ['a text', 'is a text, not an object'],
    [null, 'is empty, not an object'],
    [[], 'is a list, not an object'],
    [{}, 'has no kind'],
    [{ kind: 'List', items: {} }, 'items is an object, not a list'],
    [
      {
        kind: 'List',
        items: [{ kind: 'List', items: [{ kind: 'List', items: [{ kind: 'List', items: [] }] }] }],
      },
      'lists in lists',
    ],
    [{ ...hpa, spec: undefined }, 'spec is missing'],
    [withSpec({ maxReplicas: undefined }), 'maxReplicas is missing'],
    [withSpec({ maxReplicas: '3' }), 'maxReplicas is "3", not a whole number'],
    [withSpec({ minReplicas: 5 }), 'minReplicas 5 is above maxReplicas 3'],
    [{ ...hpa, apiVersion: 'autoscaling/v3' }, 'kubectl get hpa.v2.autoscaling'],
    [
      {
        ...hpa,
        apiVersion: 'autoscaling/v1',
        metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[]' } },
      },
      'hides its metrics in annotations',
    ],
    [withSpec({ metrics: [{ type: 'Resource' }] }), 'resource is missing'],
    [withSpec({ metrics: [{ resource: {} }] }), 'type is missing'],
    [memory({ averageValue: 'much' }), 'averageValue is "much", not a quantity'],
    [memory({ averageValue: '-1Mi' }), 'averageValue must be above 0'],
    [memory({ averageUtilization: 0 }), 'averageUtilization is the number 0'],
    [memory({ averageValue: '1e999' }), 'far out of any range'],
    [memory({ averageValue: '9'.repeat(2 ** 20) }), 'far out of any range'],
    [
      withSpec({ behavior: { scaleDown: { policies: [{ type: 'Pods' }] } } }),
      'needs type, value and periodSeconds',
    ],
    [withSpec({ behavior: { scaleDown: { selectPolicy: 'Most' } } }), 'not one of Max, Min, Disabled'],
    [{ kind: 'Pod', metadata: {}, spec: {} }, 'metadata.name is missing'],
    [
      { kind: 'Pod', metadata: { name: 'a' }, spec: {}, status: { startTime: '2026-04-31T00:00:00Z' } },
      'not a moment like',
    ],
    [{ kind: 'PodMetrics', metadata: { name: 'a' }, window: 'long' }, 'not a duration like 30s'],
    [
      {
        kind: 'PodList',
        items: [
          { metadata: { name: 'a' }, spec: {} },
          { metadata: { name: 'a' }, spec: {} },
        ],
      },
      'a is there twice',
    ],
  ])('%#: %s', (value, word) => {
    const read = (): unknown => readObjects([{ name: 'file', value }], everything);
    expect(read).toThrow(HpaError);
    expect(read).toThrow(word);
  });

  test('no autoscaler, several, and one that is not there are told apart', () => {
    const twice = readObjects(
      [{ name: 'file', value: { kind: 'List', items: [hpa, { ...hpa, metadata: { name: 'api' } }] } }],
      everything,
    );
    expect(() => chooseAutoscaler({ autoscalers: [] }, undefined)).toThrow(
      'there is no HorizontalPodAutoscaler',
    );
    expect(() => chooseAutoscaler(twice, undefined)).toThrow('there are 2 autoscalers (web, api)');
    expect(() => chooseAutoscaler(twice, 'job')).toThrow('no such autoscaler among web, api');
    expect(chooseAutoscaler(twice, 'api').name).toBe('api');
  });

  test('what was not given is said', () => {
    const objects = readObjects(
      [
        { name: 'file', value: hpa },
        { name: 'other', value: { kind: 'Node' } },
      ],
      everything,
    );
    const diagnostics = new Diagnostics();
    clusterFrom(objects, chooseAutoscaler(objects, undefined), undefined, diagnostics);
    expect(objects.diagnostics.map(({ code }) => code)).toEqual(['object-ignored']);
    expect(diagnostics.list().map(({ code }) => code)).toEqual([
      'replicas-assumed',
      'no-pods',
      'metric-not-given',
    ]);
  });

  test('pods of several owners are told of; a rollout has one', () => {
    const pod = (name: string, owner: string): unknown => ({
      kind: 'Pod',
      metadata: { name, ownerReferences: [{ kind: 'ReplicaSet', name: owner, controller: true }] },
      spec: {},
    });
    const codes = (...items: unknown[]): string[] =>
      readObjects([{ name: 'file', value: { kind: 'List', items } }], everything).diagnostics.map(
        ({ code }) => code,
      );
    expect(codes(pod('a', 'web-7d4b9c'), pod('b', 'web-5f6d88'))).toEqual([]);
    expect(codes(pod('a', 'web-7d4b9c'), pod('b', 'api-5f6d88'))).toEqual(['pods-of-several-owners']);
  });

  test('samples without labels go with their pods', () => {
    const pod = { kind: 'Pod', metadata: { name: 'a', labels: { app: 'web' } }, spec: {} };
    const bare = (name: string): unknown => ({ kind: 'PodMetrics', metadata: { name }, containers: [] });
    const items = [pod, bare('a'), bare('b')];
    const read = (labels: Record<string, string>): string[] =>
      readObjects([{ name: 'file', value: { kind: 'List', items } }], {
        namespace: '',
        labels,
      }).podMetrics.map(({ name }) => name);
    expect(read({ app: 'web' })).toEqual(['a']);
    expect(read({})).toEqual(['a', 'b']);
  });

  test('the target says which pods are meant', () => {
    const selector = { matchLabels: { app: 'web' } };
    const deployment = { kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3, selector } };
    const scale = { kind: 'Scale', metadata: { name: 'web' }, status: { selector: 'app=web,tier=front' } };
    const open = { ...deployment, spec: { selector: { ...selector, matchExpressions: [] } } };
    const labelsIn = (value: unknown): unknown =>
      readObjects([{ name: 'file', value }], everything).scales[0].labels;
    expect(labelsIn(deployment)).toEqual({ app: 'web' });
    expect(labelsIn(scale)).toEqual({ app: 'web', tier: 'front' });
    expect(labelsIn(open)).toBeUndefined();
  });
});
