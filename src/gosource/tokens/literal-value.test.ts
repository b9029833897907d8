import { expect, test } from 'vitest';
import { askOracle, standardFiles } from '../testdata/oracle.ts';
import { floatValue } from '../types/constant-value.ts';
import { integerValue, runeValue, stringByteCount, stringValue } from './literal-value.ts';

interface Literal {
  readonly Text: string;
  readonly Value: string;
}

/** As oracle/literals.go writes it. */
function valueOf(text: string): string {
  if (/^["`]/.test(text)) return Buffer.from(stringValue(text)).toString('hex');
  if (text.startsWith("'")) return String(runeValue(text));
  if (/^0[xX].*[pP.]|^[0-9_]*[.eE]/.test(text) && !/^0[xX][^pP.]*$/.test(text)) {
    const value = floatValue(text);
    return value ? `${value.numerator}/${value.denominator}` : '';
  }
  return String(integerValue(text));
}

test('literals of the standard library have the values that Go gives them', () => {
  const literals = askOracle<Literal[]>('literals', standardFiles('local', 8)).flat();
  const byText = new Map(literals.map(({ Text, Value }) => [Text, Value]));
  const differing = [...byText].filter(([text, value]) => {
    // go/constant rounds what needs more than 4096 bits, and says so by giving no exact value.
    if (value === '') return false;
    if (!/^["`]/.test(text)) return valueOf(text) !== value;
    const bytes = Buffer.from(value, 'hex');
    // Bytes that are no UTF-8 cannot be held in a string here; how many there are must be right all the same.
    return (
      stringByteCount(text) !== bytes.length ||
      stringValue(text) !== new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    );
  });
  expect(differing).toEqual([]);
  expect(byText.size).toBeGreaterThan(20_000);
});
