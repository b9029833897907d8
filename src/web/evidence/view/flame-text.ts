import { formatCount, formatShare } from '../../../findings/index.ts';
import { printable } from '../../../base/index.ts';
import { changeOf, type FlameNode, ownValue } from '../model/flame-graph.ts';
import type { EvidencePageWords } from '../words/evidence-words.ts';
import { exactText, sampleText, signedText } from './value-text.ts';

/** What a node is called. */
export function flameLabel({ name, origin, joinedCount }: FlameNode, { flame }: EvidencePageWords): string {
  if (origin === 'all') return flame.origins.all;
  return origin === 'joined' ? flame.joined(formatCount(joinedCount)) : name;
}

/** All that is known of a node: value, share, its own part, change, interval. */
export function flameText(
  node: FlameNode,
  { root, unit }: { readonly root: FlameNode; readonly unit: string },
  words: EvidencePageWords,
): string {
  const { flame } = words;
  const { value, before, range, origin } = node;
  const text = sampleText(value, unit);
  const parts = [flame.amount(text, exactText(value, unit), formatShare(value, root.value))];
  const own = ownValue(node);
  if (origin !== 'joined' && own !== 0) parts.push(flame.itself(sampleText(own, unit)));
  const change = changeOf(node);
  if (before !== undefined && change !== undefined) {
    parts.push(
      flame.change(sampleText(before, unit), text, signedText(value - before, unit)),
      flame.changes[change],
    );
    if (range) parts.push(flame.interval(signedText(range[0], unit), signedText(range[1], unit)));
  } else if (range) parts.push(flame.interval(sampleText(range[0], unit), sampleText(range[1], unit)));
  return `${printable(flameLabel(node, words))}: ${parts.join('; ')}`;
}
