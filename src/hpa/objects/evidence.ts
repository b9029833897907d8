import { type Diagnostic, Diagnostics } from '../../base/index.ts';
import { HpaError } from '../hpa-error.ts';
import type { Autoscaler } from './autoscaler.ts';
import type { CustomValue, ExternalValue, Pod, PodMetrics } from './cluster.ts';
import { Fields } from './fields.ts';
import { readAutoscaler } from './read-autoscaler.ts';
import { readCustomValue, readExternalValue, readPod, readPodMetrics } from './read-pods.ts';

/** A document as it was parsed from JSON or YAML, and how errors name it. */
export interface SourceDocument {
  readonly name: string;
  readonly value: unknown;
}

/** Replicas of the target as a Deployment, StatefulSet, ReplicaSet or Scale says them. */
export interface Scale {
  readonly kind: string;
  readonly name: string;
  readonly specReplicas: number | undefined;
  readonly statusReplicas: number | undefined;
  /** Labels of its pods; undefined where it does not say them, or not by equality alone. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** Everything of use in the documents. */
export interface ClusterObjects {
  readonly autoscalers: readonly Autoscaler[];
  readonly pods: readonly Pod[];
  readonly podMetrics: readonly PodMetrics[];
  readonly customValues: readonly CustomValue[];
  readonly externalValues: readonly ExternalValue[];
  readonly scales: readonly Scale[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Which pods and samples are meant: those of a namespace, and those with these labels. */
export interface PodChoice {
  /** '' for any. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Lists hold lists only by mistake. */
const deepestList = 3;

/** Sorts what kubectl printed by kind; what is of no use to an autoscaler is left out with a diagnostic. */
export function readObjects(documents: readonly SourceDocument[], choice: PodChoice): ClusterObjects {
  const diagnostics = new Diagnostics();
  const found = {
    autoscalers: [] as Autoscaler[],
    pods: new Map<string, Pod>(),
    podMetrics: new Map<string, PodMetrics>(),
    customValues: [] as CustomValue[],
    externalValues: [] as ExternalValue[],
    scales: [] as Scale[],
  };
  const others = new Map<string, number>();
  const isNarrow = Object.keys(choice.labels).length > 0;
  const owners = new Set<string>();
  const unlabelled = new Set<string>();
  for (const { kind, fields } of documents.flatMap(({ name, value }) => flat(value, name, undefined, 0))) {
    if ((kind === 'Pod' || kind === 'PodMetrics') && !isChosen(kind, fields, choice)) continue;
    switch (kind) {
      case 'HorizontalPodAutoscaler':
        found.autoscalers.push(readAutoscaler(fields));
        break;
      case 'Pod':
        unique(found.pods, readPod(fields), fields);
        owners.add(ownerOf(fields));
        break;
      case 'PodMetrics':
        unique(found.podMetrics, readPodMetrics(fields), fields);
        if (!hasLabels(fields)) unlabelled.add(fields.object('metadata').text('name'));
        break;
      case 'MetricValue':
        found.customValues.push(readCustomValue(fields));
        break;
      case 'ExternalMetricValue':
        found.externalValues.push(readExternalValue(fields));
        break;
      case 'Deployment':
      case 'StatefulSet':
      case 'ReplicaSet':
      case 'Scale':
        found.scales.push(readScale(kind, fields));
        break;
      default:
        others.set(kind, (others.get(kind) ?? 0) + 1);
    }
  }
  if (owners.size > 1)
    diagnostics.add(
      'pods-of-several-owners',
      `the pods belong to several owners (${[...owners].slice(0, 5).join(', ')}), and all are counted: choose with --selector, or give the Deployment with the pods`,
    );
  for (const [kind, count] of others)
    diagnostics.add('object-ignored', `${count} of kind ${kind}: nothing that an autoscaler asks for`);
  return {
    ...found,
    pods: [...found.pods.values()],
    // A sample without labels, as old metrics servers give them, goes with its pod.
    podMetrics: [...found.podMetrics.values()].filter(
      ({ name }) => !isNarrow || !unlabelled.has(name) || found.pods.has(name),
    ),
    diagnostics: diagnostics.list(),
  };
}

interface Found {
  readonly kind: string;
  readonly fields: Fields;
}

function flat(value: unknown, where: string, listed: string | undefined, depth: number): Found[] {
  const fields = new Fields(value, where);
  const kind = fields.optionalText('kind') ?? listed;
  if (kind === undefined)
    throw new HpaError(`${where} has no kind: give what kubectl get … -o yaml or -o json prints`);
  if (!kind.endsWith('List')) return [{ kind, fields }];
  if (depth >= deepestList) throw new HpaError(`${where}: lists in lists`);
  // `kind: List` says it of each item; a PodList may not.
  const itemKind = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
  return fields.list('items').flatMap((item) => flat(item.value, item.where, itemKind, depth + 1));
}

function isChosen(kind: 'Pod' | 'PodMetrics', fields: Fields, { namespace, labels }: PodChoice): boolean {
  const metadata = fields.optionalObject('metadata');
  const own = metadata?.optionalText('namespace') ?? '';
  if (namespace !== '' && own !== '' && own !== namespace) return false;
  const has = metadata?.optionalObject('labels');
  if (!has && kind === 'PodMetrics') return true;
  return Object.entries(labels).every(([label, value]) => has?.optionalText(label) === value);
}

function hasLabels(fields: Fields): boolean {
  return fields.optionalObject('metadata')?.has('labels') === true;
}

function unique<Item extends { readonly name: string }>(
  items: Map<string, Item>,
  item: Item,
  fields: Fields,
): void {
  if (items.has(item.name))
    throw new HpaError(
      `${fields.where}: ${item.name} is there twice; are there pods of several namespaces, or the same file twice?`,
    );
  items.set(item.name, item);
}

/** The controller that made a pod; of a ReplicaSet the name without its hash, so that a rollout has one owner. */
function ownerOf(fields: Fields): string {
  const owner = fields
    .object('metadata')
    .list('ownerReferences')
    .find((each) => each.raw('controller') === true);
  if (!owner) return 'nobody';
  const name = owner.optionalText('name') ?? '';
  return owner.optionalText('kind') === 'ReplicaSet' ? name.replace(/-[a-z0-9]+$/, '') : name;
}

function readScale(kind: string, fields: Fields): Scale {
  const spec = fields.optionalObject('spec');
  const status = fields.optionalObject('status');
  return {
    kind,
    name: fields.optionalObject('metadata')?.optionalText('name') ?? '',
    specReplicas: spec?.optionalCount('replicas', 0),
    statusReplicas: status?.optionalCount('replicas', 0),
    labels: kind === 'Scale' ? labelsFromSelector(status?.optionalText('selector') ?? '') : matchLabels(spec),
  };
}

function matchLabels(spec: Fields | undefined): Record<string, string> | undefined {
  const selector = spec?.optionalObject('selector');
  const labels = selector?.optionalObject('matchLabels');
  if (!labels || selector?.has('matchExpressions')) return undefined;
  return Object.fromEntries(labels.names().map((name) => [name, labels.text(name)]));
}

/** `app=web,tier=front` as labels; undefined where it is empty or has other operators. */
export function labelsFromSelector(selector: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const part of selector.split(',')) {
    const match = /^([^=!\s]+)==?([^=!\s]*)$/.exec(part.trim());
    if (!match) return undefined;
    labels[match[1]] = match[2];
  }
  return labels;
}
