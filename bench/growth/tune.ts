import { readFileSync } from 'node:fs';
import { RecentWatch, recentRules } from '../../src/profile/growth/recent-growth.ts';
const [file, overrides, verbose] = process.argv.slice(2);
Object.assign(recentRules, JSON.parse(overrides ?? '{}'));
const all = file.split(',').flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
const unpack = (g: any) => ({ ...g, lows: Float64Array.from(g.lows, (x: any) => x ?? NaN), runs: Int32Array.from(g.runs), runStarts: Int32Array.from(g.runStarts) });
let falseSeries = 0; const states: Record<string, number> = {};
const devs: number[] = [];
for (const one of all) {
  const grid = unpack(one.grid); const w = new RecentWatch(grid); const any: string[] = [];
  for (let last = 1; last < grid.lows.length - 1; last += 2) {
    const r = w.at(last);
    const k = typeof r === 'string' ? r : r.isGrowing ? 'growing' : r.isStep ? 'step' : 'ok';
    states[k] = (states[k] ?? 0) + 1;
    if (typeof r !== 'string') { devs.push(r.deviation * 100); if (r.isGrowing) any.push(`${(last / 2).toFixed(1)}h e=${(100 * r.excess).toFixed(2)} z=${(r.excess / r.deviation).toFixed(1)} n=${r.slots}`); }
  }
  if (any.length) { falseSeries++; if (verbose) console.log(one.seed, any.slice(0, 3).join(' | '), 'deploys', one.deployHours.map((h: number) => h.toFixed(0)).join(','), 'steps', one.stepHours.map((h: number) => h.toFixed(0)).join(',')); }
}
devs.sort((a, b) => a - b);
const q = (x: number) => devs[Math.floor(devs.length * x)]?.toFixed(2);
console.log('false', falseSeries, 'of', all.length, JSON.stringify(states), 'deviation %/h q10', q(0.1), 'q50', q(0.5), 'q90', q(0.9), 'q95', q(.95));
for (const kind of [0]) {
  let caught = 0; const miss: string[] = []; let hours = 0;
  for (const one of all) {
    const { start, grid: g } = one.leaks[kind]; const grid = unpack(g); const w = new RecentWatch(grid);
    let got = false; let r: any; let best = '';
    for (let last = Math.ceil(start * 2); (last + 1) / 2 <= start + 6; last++) {
      r = w.at(last);
      if (typeof r !== 'string') best = `e=${(100 * r.excess).toFixed(2)} sd=${(100 * r.deviation).toFixed(2)}${r.isStep ? ' step' : ''}`; else best = r;
      if (typeof r !== 'string' && r.isGrowing) { got = true; hours += (last + 1) / 2 - start; break; }
    }
    if (got) caught++; else miss.push(`${one.seed}: ${best}`);
  }
  console.log(kind ? 'with deploy' : 'in running', caught, 'of', all.length, 'after', (hours / caught).toFixed(1), 'h; missed', miss.slice(0, verbose ? 20 : 5).join('; '));
}
