/* The truth is Go's own regexp, and RegExp for what both know. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PatternError } from './pattern-parser.ts';
import { TextPattern } from './text-pattern.ts';

const patterns = String.raw`
  a a|b (a|)b a*b+c? ^a a$ ^$ (?i)Ab a(?i)b|C (?i:a)b (?-i:a) (?s)a.b a.b (?m)^b$ [a-c]+$ [^a-c] []a] [^]a] [a\]b] [-a] [a-]
  [\d_]+x \D\W\S \bmain\. n\B a{2} a{2,} a{1,2}$ a{,2} a{x }{ a{0}b (ab){2,3}c (a*)*b (?:a|b)*?c (?P<n>a)b (?<n>a)b \x61 \x{8bb0}
  记+ \. \/ \A\* c\z \t (?i)[é-ü] (?i)ß . \- a\|b main\.\(\*T\) ** a** ( ) [ a[ (? (?z)a (?=a) \ \8 [b-a] a{3,2} a{1001} (?P<>a) +
  |*`
  .split(/\s+/)
  .concat('a b');
const texts = String.raw`
  a b ab AB aB ba abc aab aaa xyz _1x - ] a{,2} a{x main.fill xmain.fill main.(*T).f 记录 é É Ü ß SS * a|b / }{ ababc on 1~`
  .split(/\s+/)
  .concat('a\nb', 'b\nb', 'a b', '\t');

/** What regexp.Compile and MatchString say: null of a pattern that it refuses, else a 1 or 0 for each text. */
function answersOfGo(): (string | null)[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-regexp-'));
  try {
    fs.writeFileSync(
      path.join(folder, 'main.go'),
      `package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var asked struct{ Patterns, Texts []string }
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	answers := []*string{}
	for _, pattern := range asked.Patterns {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			answers = append(answers, nil)
			continue
		}
		answer := ""
		for _, text := range asked.Texts {
			if compiled.MatchString(text) {
				answer += "1"
			} else {
				answer += "0"
			}
		}
		answers = append(answers, &answer)
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}
`,
    );
    const out = execFileSync('go', ['run', 'main.go'], {
      cwd: folder,
      input: JSON.stringify({ Patterns: patterns, Texts: texts }),
      encoding: 'utf8',
      env: { ...process.env, GO111MODULE: 'off' },
    });
    return JSON.parse(out) as (string | null)[];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function answerOfOurs(pattern: string): string | null {
  try {
    const compiled = new TextPattern(pattern);
    return texts.map((text) => (compiled.test(text) ? '1' : '0')).join('');
  } catch (error) {
    expect(error).toBeInstanceOf(PatternError);
    return null;
  }
}

test('matches what regexp of Go matches, and refuses what it refuses', () => {
  const truth = answersOfGo();
  expect(patterns.map((pattern) => [pattern, answerOfOurs(pattern)])).toEqual(
    patterns.map((pattern, at) => [pattern, truth[at]]),
  );
});

test('random patterns: as RegExp', () => {
  const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$', '\\b', '\\w', '');
  const pattern = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('node'), tie('node')).map(([left, right]) => `${left}${right}`),
      fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
      fc
        .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}'))
        .map(([part, times]) => `(?:${part})${times}`),
    ),
  })).node;
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (source, subject) => {
      expect(new TextPattern(source).test(subject)).toBe(new RegExp(source, 'u').test(subject));
    }),
  );
});

describe('hostile patterns', () => {
  test.each(['(a+)+$', '^(a|a)*$', '(.*)*b', '(?:a?){30}a{30}b', '(x+x+)+y'])('%s ends', (pattern) => {
    expect(new TextPattern(pattern).test(`${'a'.repeat(3000)}!${'x'.repeat(3000)}`)).toBe(false);
  });

  test.each(['((a{1000}){1000}){1000}', 'a'.repeat(2000), '('.repeat(900)])(
    '%.20s… is refused',
    (pattern) => {
      expect(() => new TextPattern(pattern)).toThrow(PatternError);
    },
  );
});
