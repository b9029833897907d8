import { printable } from '../../../base/index.ts';
import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';

/** `301 MiB`; the exact number is what one gets by pointing at it. */
export function bytesElement(bytes: number): HTMLElement {
  return element(
    'span',
    { class: 'amount', title: `${formatCount(bytes)} B`, 'data-bytes': String(bytes) },
    formatBytes(bytes),
  );
}

/** A name out of the inspected program: Go code, whatever it has in it. */
export function codeElement(text: string): HTMLElement {
  return element('code', { dir: 'ltr', translate: 'no' }, printable(text));
}

/** A bar that is filled to a share of its width; `label` is what it says to those who do not see it. */
export function barElement(part: number, whole: number, label?: string): HTMLElement {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  const fill = element('span', { class: 'bar-fill' });
  fill.style.width = `${100 * share}%`;
  const attributes: Record<string, string> =
    label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label, title: label };
  return element('span', { class: 'bar', ...attributes, 'data-share': formatShare(part, whole) }, fill);
}

/** `55 ms`, `2.1 s`, `14 min`, `3.2 h`. */
export function durationText(elapsedMs: number): string {
  if (elapsedMs < 1000) return `${Math.ceil(elapsedMs)} ms`;
  if (elapsedMs < 120_000) return `${(elapsedMs / 1000).toFixed(1)} s`;
  if (elapsedMs < 7_200_000) return `${(elapsedMs / 60_000).toFixed(0)} min`;
  return `${(elapsedMs / 3_600_000).toFixed(1)} h`;
}
