import { writeFileSync } from 'node:fs';
import { slotMs } from '../../src/profile/growth/recent-growth.ts';
import { troughGrid, troughParts } from '../../src/profile/growth/troughs.ts';
import { simulateService } from '../../src/profile/growth/testdata/simulated-service.ts';
const [out, from, n, sample, parts, harder] = process.argv.slice(2);
if (parts !== 'auto') troughParts.splice(0, 9, Number(parts));
const all: unknown[] = [];
const pack = (g: any) => ({ slotMs: g.slotMs, startMs: g.startMs, lows: [...g.lows].map((x) => Number.isNaN(x) ? null : x), runs: [...g.runs], runStarts: [...g.runStarts] });
for (let s = Number(from); s < Number(from) + Number(n); s++) {
  const options = { sampleSeconds: Number(sample), without: (process.env['WITHOUT'] ?? '').split(',') as 'cycle'[], line: (process.env['LINE'] ?? 'heap-alloc') as 'heap-alloc', ...(harder ? { harder: harder as 'bursts' } : {}) };
  const sim = simulateService(s, { days: 14, ...options });
  const leakStart = 24 * 7 + ((s * 7919) % (156 * 10)) / 10;
  const leaks = [false, true].map((leakDeploys) => ({ start: leakStart, grid: pack(troughGrid(simulateService(s + 500000, { days: (leakStart + 8) / 24, ...options, leakRate: 0.01, leakStartHours: leakStart, leakHours: 12, leakDeploys }).series, slotMs)) }));
  all.push({ seed: s, deployHours: sim.deployHours, stepHours: sim.stepHours, grid: pack(troughGrid(sim.series, slotMs)), leaks });
}
writeFileSync(out, JSON.stringify(all));
