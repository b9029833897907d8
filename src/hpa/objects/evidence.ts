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
  for (const { kind, fields } of documents.flatMap(({ name, value }) => flat(value, name, undefined, 0))) {
    if ((kind === 'Pod' || kind === 'PodMetrics') && !isChosen(fields, choice)) continue;
    switch (kind) {
      case 'HorizontalPodAutoscaler':
        found.autoscalers.push(readAutoscaler(fields));
        break;
      case 'Pod':
        unique(found.pods, readPod(fields), fields);
        break;
      case 'PodMetrics':
        unique(found.podMetrics, readPodMetrics(fields), fields);
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
  for (const [kind, count] of others)
    diagnostics.add('object-ignored', `${count} of kind ${kind}: nothing that an autoscaler asks for`);
  return {
    ...found,
    pods: [...found.pods.values()],
    podMetrics: [...found.podMetrics.values()],
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

function isChosen(fields: Fields, { namespace, labels }: PodChoice): boolean {
  const metadata = fields.optionalObject('metadata');
  const own = metadata?.optionalText('namespace') ?? '';
  if (namespace !== '' && own !== '' && own !== namespace) return false;
  const has = metadata?.optionalObject('labels');
  return Object.entries(labels).every(([label, value]) => has?.optionalText(label) === value);
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

function readScale(kind: string, fields: Fields): Scale {
  return {
    kind,
    name: fields.optionalObject('metadata')?.optionalText('name') ?? '',
    specReplicas: fields.optionalObject('spec')?.optionalCount('replicas', 0),
    statusReplicas: fields.optionalObject('status')?.optionalCount('replicas', 0),
  };
}
