import { RecentWatch, slotMs } from '../../src/profile/growth/recent-growth.ts';
import { troughGrid, troughParts } from '../../src/profile/growth/troughs.ts';
import { simulateService } from '../../src/profile/growth/testdata/simulated-service.ts';
const all = ['cycle','steps','deploys','noise','saw-tooth','gaps'] as const;
for (const keep of [['noise','saw-tooth'], ['noise','saw-tooth','cycle']])
for (const line of ['heap-alloc', 'heap-live'] as const) for (const parts of [1,3,10,30,0,'auto'] as const) {
  troughParts.splice(0, 9, ...(parts === 'auto' ? [1,3,10,30,0] : [parts]));
  const sds: number[] = []; const scat: number[] = [];
  for (let s = 1; s <= 24; s++) {
    const sim = simulateService(s, { days: 10, sampleSeconds: 15, line, without: all.filter((x) => !keep.includes(x)) });
    const g = troughGrid(sim.series, slotMs); const w = new RecentWatch(g);
    const d: number[] = []; for (let i = 1; i < g.lows.length; i++) d.push(Math.abs(Math.log(g.lows[i] / g.lows[i-1])) * 100);
    d.sort((a, b) => a - b); scat.push(d[d.length >> 1] * 1.48 / 1.41);
    const r = w.at(450); if (typeof r !== 'string') sds.push(r.deviation * 100);
  }
  const f = (v: number[]) => { v.sort((a, b) => a - b); return [.1,.5,.9].map((q) => v[Math.floor(v.length * q)]?.toFixed(3)).join(' '); };
  console.log(keep.join('+'), line, 'parts', parts, 'n', sds.length, 'deviation %/h', f(sds), 'slot scatter %', f(scat));
}
