import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestGoLine, predict } from '../../predict/index.ts';
import { fillPage, dataMarker } from './fill-page.ts';
import { goDeclarations } from './go-declarations.ts';
import { reportJson } from './report-data.ts';
import type { Preset } from './preset.ts';

const preset: Preset = {
  language: 'en',
  type: 'map[string]struct{ a int "</script><script>alert(1)</script><!--&\u2028" }',
  source: undefined,
  entries: 10,
  hint: 0,
  keep: 1,
  lines: ['1.23', '1.26'],
};

test('a preset comes back as it was, and nothing in it is markup', () => {
  const page = fillPage(`<script type="application/json">${dataMarker}</script>`, JSON.stringify(preset));
  expect(page.match(/<\/?script/g)).toHaveLength(2);
  expect(page).not.toContain('<!--');
  const json = page.slice(page.indexOf('>') + 1, page.lastIndexOf('<'));
  expect(JSON.parse(json)).toEqual({ ...preset, source: undefined });
});

const source = `// Package app is commented.
package app

import (
	"sync"
	t "time" // renamed
)

const (
	small = 1 << iota
	large
)

var table = map[string]int{"type Wrong struct{}": 1}

// Session has a comment; with a { brace.
type Session struct {
	sync.Mutex
	id   [large + 2]byte \`json:"id"\`
	when t.Time; next *Session
}

func (s *Session) Reset() { type Local struct{ x int }; const y = "secret" }

type (
	Pair[K comparable, V any] struct { key K; value V }
	Names = []string
)

func main() {
	for range 3 { println("}") }
}
`;

test('declarations without the rest of the file give the same types', () => {
  const declarations = goDeclarations(source);
  expect(declarations).not.toMatch(/secret|comment|func|var|Local|Wrong/);
  for (const type of ['map[string]Session', 'map[[large]int]Pair[int, Names]', 'map[int]*Session']) {
    const options = { entries: 100, line: newestGoLine };
    expect(predict(type, { ...options, source: declarations })).toEqual(
      predict(type, { ...options, source }),
    );
  }
});

test('any data come back as they were, wherever they stand', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const json = JSON.stringify(data);
      const page = fillPage(`<script>${dataMarker}</script>`, json);
      // Compared with what JSON keeps: it has no -0.
      expect(JSON.parse(page.slice('<script>'.length, -'</script>'.length))).toEqual(JSON.parse(json));
    }),
  );
});

test('lists of a report are cut at the limit and counted; the tree of the ledger never is', () => {
  const list = (count: number): number[] => Array.from({ length: count }, (_, place) => place);
  const report = {
    headline: 'one',
    ledger: { lines: list(30) },
    maps: list(10),
    findings: list(12),
    goroutines: { count: 7, groups: list(11) },
    totals: { all: { maps: 99 }, byType: list(25), byHolder: list(3) },
    cgroup: null,
  };
  const translation = { headline: 'eins', findings: [] };
  const data = { language: 'en', madeAt: '2026-01-02T03:04:05Z', translation } as const;
  expect(JSON.parse(reportJson(JSON.stringify(report), data, 10))).toEqual({
    ...data,
    report: {
      ...report,
      findings: list(10),
      goroutines: { count: 7, groups: list(10) },
      totals: { ...report.totals, byType: list(10) },
    },
    leftOut: { findings: 2, 'goroutines.groups': 1, 'totals.byType': 15 },
  });
});
