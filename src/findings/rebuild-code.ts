import type { Language, Text } from './language.ts';
import type { GoNames } from './go-name.ts';

const lockNote: Text = {
  en: 'hold the lock that guards it from the first line to the last',
  zh: '从第一行到最后一行都要持有保护它的锁',
};

/** Go code that replaces a map by one that fits its entries. */
export function rebuildCode(names: GoNames, len: number | undefined, language: Language): string {
  const { expression, type } = names;
  if (len === 0) return [`// ${lockNote[language]}`, `${expression} = make(${type})`].join('\n');
  return [
    `// ${lockNote[language]}`,
    `fresh := make(${type}, len(${expression}))`,
    `for k, v := range ${expression} {`,
    '\tfresh[k] = v',
    '}',
    `${expression} = fresh`,
  ].join('\n');
}

/**
 * What maps.Clone does to a map with far more slots than entries. Measured: Go 1.21 to 1.24 (1.24 noswissmap too) make
 * a map for len entries; since Go 1.25 every table is copied as it is (internal/runtime/maps: Map.Clone).
 */
export function cloneNote(goMinor: number): Text {
  if (goMinor >= 25) {
    return {
      en: 'maps.Clone does not do it: since Go 1.25 it copies the tables at their present size.',
      zh: 'maps.Clone 做不到这一点：自 Go 1.25 起，它按现有大小原样复制各个 table。',
    };
  }
  if (goMinor >= 21) {
    return {
      en: 'Write the loop: maps.Clone happens to shrink up to Go 1.24, and no longer does since Go 1.25.',
      zh: '请写成循环：maps.Clone 在 Go 1.24 及之前碰巧会收缩，自 Go 1.25 起不再收缩。',
    };
  }
  return {
    en: 'Write the loop: maps.Clone needs Go 1.21, and does not shrink since Go 1.25.',
    zh: '请写成循环：maps.Clone 需要 Go 1.21，且自 Go 1.25 起不会收缩。',
  };
}
