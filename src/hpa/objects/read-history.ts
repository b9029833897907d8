import type { History, Recommendation, ScaleEvent } from '../controller/history.ts';
import { HpaError } from '../hpa-error.ts';
import { Fields } from './fields.ts';

/**
 * What the controller would remember, as a file says it: `{"recommendations":[{"time":…,"replicas":4}],
 * "events":[{"time":…,"change":-1}]}`. Kubernetes keeps it in memory only.
 */
export function readHistory(value: unknown, where: string, nowMs: number): History {
  const fields = new Fields(value, where);
  if (!fields.has('recommendations') && !fields.has('events'))
    throw new HpaError(`${where} has neither recommendations nor events`);
  const recommendations: Recommendation[] = fields.list('recommendations').map((each) => ({
    atMs: momentBefore(each, nowMs),
    replicas: countOf(each, 'replicas'),
  }));
  const scaleUps: ScaleEvent[] = [];
  const scaleDowns: ScaleEvent[] = [];
  for (const each of fields.list('events')) {
    const change = each.optionalCount('change', -(2 ** 31));
    if (change === undefined) throw new HpaError(`${each.where}.change is missing`);
    const event = { atMs: momentBefore(each, nowMs), change: Math.abs(change) };
    if (change > 0) scaleUps.push(event);
    else if (change < 0) scaleDowns.push(event);
  }
  return { recommendations, scaleUps, scaleDowns };
}

function momentBefore(fields: Fields, nowMs: number): number {
  const atMs = fields.optionalMoment('time');
  if (atMs === undefined) throw new HpaError(`${fields.where}.time is missing`);
  if (atMs > nowMs)
    throw new HpaError(
      `${fields.where}.time lies after --now: a history ends before the moment that is explained`,
    );
  return atMs;
}

function countOf(fields: Fields, name: string): number {
  const count = fields.optionalCount(name, 0);
  if (count === undefined) throw new HpaError(`${fields.where}.${name} is missing`);
  return count;
}
