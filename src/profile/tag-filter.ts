import type { ProfileColumns } from '../formats/index.ts';
import { PatternError } from './pattern-parser.ts';
import { TextPattern } from './text-pattern.ts';

/** Whether the labels of a sample are asked for. */
export type TagFilter = (profile: ProfileColumns, sample: number) => boolean;

interface Tag {
  readonly key: string;
  /** Undefined where the label is a number. */
  readonly text: string | undefined;
  readonly number: number;
}

/**
 * What -tagfocus of `go tool pprof` takes (google/pprof internal/driver, compileTagFilter): `key=value` or `value`. A value is
 * regular expressions with commas between them: one of them must match the label `key`, or without a key each must match some
 * label as `key:value`. Or it is bytes, or a range of them, for labels that are numbers: `64kb`, `1mb:`, `:1mb`, `1kb:1mb`.
 */
export function tagFilter(text: string): TagFilter {
  const equals = text.indexOf('=');
  const key = equals < 0 ? undefined : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const range = rangeOf(value);
  if (range)
    return (profile, sample) =>
      tagsOf(profile, sample).some(
        (tag) =>
          tag.text === undefined &&
          (key === undefined || tag.key === key) &&
          tag.number >= range[0] &&
          tag.number <= range[1],
      );
  const patterns = value.split(',').map((pattern) => new TextPattern(pattern));
  if (key === undefined)
    return (profile, sample) => {
      const tags = tagsOf(profile, sample).filter((tag) => tag.text !== undefined);
      return patterns.every((pattern) => tags.some((tag) => pattern.test(`${tag.key}:${tag.text ?? ''}`)));
    };
  return (profile, sample) =>
    tagsOf(profile, sample).some(
      (tag) =>
        tag.key === key && tag.text !== undefined && patterns.some((pattern) => pattern.test(tag.text ?? '')),
    );
}

function tagsOf({ samples, texts }: ProfileColumns, sample: number): Tag[] {
  const { labels, labelStarts } = samples;
  const tags: Tag[] = [];
  for (let at = labelStarts[sample]; at < labelStarts[sample + 1]; at++)
    tags.push({
      key: texts.text(labels.keys[at]),
      text: labels.texts[at] === 0 ? undefined : texts.text(labels.texts[at]),
      number: labels.numbers[at],
    });
  return tags;
}

const unitBytes: Readonly<Record<string, number | undefined>> = {
  '': 1,
  b: 1,
  kb: 2 ** 10,
  mb: 2 ** 20,
  gb: 2 ** 30,
  tb: 2 ** 40,
};

/** Undefined where it is no number and no range of numbers. */
function rangeOf(value: string): readonly [least: number, most: number] | undefined {
  const match = /^([+-]?\d+[a-z]*)?(:)?([+-]?\d+[a-z]*)?$/i.exec(value);
  if (!match || (match[1] === undefined && match[3] === undefined)) return undefined;
  const [, least, colon, most] = match;
  const one = least ?? most;
  if (colon === undefined) return [bytesOf(one), bytesOf(one)];
  return [least === undefined ? -Infinity : bytesOf(least), most === undefined ? Infinity : bytesOf(most)];
}

function bytesOf(text: string): number {
  const [, number, unit] = /^([+-]?\d+)([a-z]*)$/i.exec(text) ?? [];
  const factor = unitBytes[unit.toLowerCase()];
  if (factor === undefined) throw new PatternError(`${text}: write bytes as 512, 64kb, 1mb or 2gb`);
  return Number(number) * factor;
}
