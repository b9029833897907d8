import { RecentWatch, slotMs, recentRules } from '../../src/profile/growth/recent-growth.ts';
import { troughGrid } from '../../src/profile/growth/troughs.ts';
import { simulateService } from '../../src/profile/growth/testdata/simulated-service.ts';
const all = ['cycle','steps','bursts','deploys','noise','saw-tooth','gaps'] as const;
for (const keep of [['noise','saw-tooth'],['cycle'], ['bursts'], ['noise','saw-tooth','cycle', 'bursts', 'gaps']])
for (const pre of [0, 6,12,24,36]) {
  recentRules.slotsBefore = pre;
  const sds: number[] = [];
  for (let s = 1; s <= 30; s++) {
    const sim = simulateService(s, { days: 10, sampleSeconds: 15, line: 'heap-alloc', without: all.filter((x) => !keep.includes(x)) });
    const w = new RecentWatch(troughGrid(sim.series, slotMs));
    const r = w.at(450); if (typeof r !== 'string') sds.push(r.deviation * 100);
  }
  sds.sort((a, b) => a - b);
  console.log(keep.join('+') || 'nothing', pre, sds.length, 'sd %/h: q10', sds[Math.floor(sds.length*.1)]?.toFixed(3), 'median', sds[sds.length >> 1]?.toFixed(3), 'q90', sds[Math.floor(sds.length*.9)]?.toFixed(3));
}
