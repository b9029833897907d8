import { expect, test } from 'vitest';
import { newestGoLine, predict } from '../../predict/index.ts';
import { fillPage, dataMarker } from './fill-page.ts';
import { goDeclarations } from './go-declarations.ts';
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
