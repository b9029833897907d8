import { RecentWatch, recentRules, slotMs } from '../../src/profile/growth/recent-growth.ts';
import { troughGrid } from '../../src/profile/growth/troughs.ts';
import { simulateService, type SimulationOptions } from '../../src/profile/growth/testdata/simulated-service.ts';
const n = Number(process.argv[2] ?? 50), sampleSeconds = Number(process.argv[3] ?? 15), line = (process.argv[4] ?? 'heap-alloc') as 'heap-alloc';
const seed0 = Number(process.argv[5] ?? 1);
const overrides = JSON.parse(process.argv[6] ?? '{}'); Object.assign(recentRules, overrides);
const t0 = performance.now();
let falseSeries = 0, falseAlarms = 0; let states: Record<string, number> = {};
const zs: number[] = [];
for (let s = seed0; s < seed0 + n; s++) {
  const sim = simulateService(s, { days: 14, sampleSeconds, line });
  const grid = troughGrid(sim.series, slotMs); const watch = new RecentWatch(grid);
  let any: string[] = [];
  for (let last = 1; last < grid.lows.length - 1; last += 2) {
    const r = watch.at(last);
    if (typeof r === 'string') { states[r] = (states[r] ?? 0) + 1; continue; }
    states.ok = (states.ok ?? 0) + 1;
    if (r.isGrowing) { any.push(`${(last/2).toFixed(1)}h z=${(r.excess/r.deviation).toFixed(1)} e=${(100*r.excess).toFixed(2)} n=${r.slots}`); falseAlarms++; }
  }
  if (any.length) { falseSeries++; console.log(s, any.slice(0, 3).join(' | '), 'deploys', sim.deployHours.map((h) => h.toFixed(0)).join(','), 'steps', sim.stepHours.map((h) => h.toFixed(0)).join(',')); }
}
console.log('false series', falseSeries, 'of', n, 'alarms', falseAlarms, states, (performance.now() - t0).toFixed(0), 'ms');
const t1 = performance.now();
for (const leakDeploys of [false, true]) {
  let caught = 0, total = 0, known = 0; const hoursTo: number[] = []; const miss: string[] = [];
  for (let s = seed0; s < seed0 + n; s++) {
    const leakStart = 24 * 4 + ((s * 7919) % (24 * 8 * 10)) / 10;
    const sim = simulateService(s + 500000, { days: Math.ceil((leakStart + 7) / 24), sampleSeconds, line, leakRate: 0.01, leakStartHours: leakStart, leakHours: 12, leakDeploys });
    const grid = troughGrid(sim.series, slotMs); const watch = new RecentWatch(grid);
    total++; let got = false; let k = false; let z = 0; let r;
    for (let last = Math.ceil(leakStart * 2); (last + 1) / 2 <= leakStart + 6; last++) {
      r = watch.at(last);
      if (typeof r === 'string') continue;
      k = true; z = r.excess / r.deviation;
      if (r.isGrowing) { got = true; hoursTo.push((last + 1) / 2 - leakStart); break; }
    }
    if (k) known++;
    if (got) caught++; else miss.push(typeof r === 'string' ? r : `z=${z.toFixed(1)} e=${(100*r!.excess).toFixed(2)} sd=${(100*r!.deviation).toFixed(2)}`);
  }
  console.log(leakDeploys ? 'leak with deploy' : 'leak in running', caught, 'of', total, 'known', known, 'missed:', miss.slice(0, 25).join('; '));
}
console.log((performance.now() - t1).toFixed(0), 'ms');
