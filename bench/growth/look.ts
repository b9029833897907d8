import { readFileSync } from 'node:fs';
import { RecentWatch, recentRules } from '../../src/profile/growth/recent-growth.ts';
const [file, overrides] = process.argv.slice(2);
Object.assign(recentRules, JSON.parse(overrides ?? '{}'));
const all = JSON.parse(readFileSync(file, 'utf8')).slice(0, 50);
const unpack = (g: any) => ({ ...g, lows: Float64Array.from(g.lows, (x: any) => x ?? NaN), runs: Int32Array.from(g.runs), runStarts: Int32Array.from(g.runStarts) });
const cols: Record<string, number[]> = {};
for (const one of all) {
  const w = new RecentWatch(unpack(one.grid));
  for (let last = 200; last < 670; last += 8) { const r: any = w.at(last); if (typeof r === 'string') continue; for (const k of Object.keys(r)) (cols[k] ??= []).push(Number(r[k])); }
}
for (const [k, v] of Object.entries(cols)) { v.sort((a, b) => a - b); console.log(k.padEnd(12), [.02, .1, .25, .5, .75, .9, .98].map((q) => v[Math.floor(q * v.length)].toFixed(5)).join(' ')); }
