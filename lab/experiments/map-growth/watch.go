package main

import (
	"runtime"

	"highwater.lab/internal/measure"
	"highwater.lab/internal/peek"
)

// account is MemStats at one growth of the map.
type account struct {
	entries         int
	mallocs, totals uint64
}

// watch fills a map with a million values and keeps the account of its arrays. An array becomes garbage once it is
// evacuated (classic) or its tables are split (Swiss); whether that garbage is still there at the end depends on when the
// last collection began. `bucketBytes` is the size class of a classic bucket, `boxBytes` that of a boxed value.
func watch[V any](bucketBytes, boxBytes uint64) measure.Metrics {
	m := make(map[int]V)
	var stats runtime.MemStats
	var growths []account
	bucketLog2 := any(0)
	cycle, entriesAtCycle, totalAtCycle := uint32(0), 0, uint64(0)
	for i := 0; i < million; i++ {
		var value V
		m[i] = value
		if log2 := peek.BucketLog2(m); log2 != nil && log2 != bucketLog2 {
			bucketLog2 = log2
			runtime.ReadMemStats(&stats)
			growths = append(growths, account{i, stats.Mallocs, stats.TotalAlloc})
		}
		// Reading the account stops the world for microseconds; 250 times in a million inserts do no harm.
		if i%4000 == 0 {
			runtime.ReadMemStats(&stats)
			if stats.NumGC != cycle {
				cycle, entriesAtCycle, totalAtCycle = stats.NumGC, i, stats.TotalAlloc
			}
		}
	}
	runtime.ReadMemStats(&stats)
	live := measure.LiveBytes()
	runtime.KeepAlive(m)
	metrics := measure.Metrics{
		"filledBytes":                  stats.Alloc,
		"liveBytes":                    live,
		"garbageBytes":                 int64(stats.Alloc) - int64(live),
		"allocatedBytes":               stats.TotalAlloc,
		"entriesAtLastCycle":           entriesAtCycle,
		"allocatedBytesSinceLastCycle": stats.TotalAlloc - totalAtCycle,
		"lastArrayBytes":               nil,
		"previousArrayBytes":           nil,
		"previousOverflowBytes":        nil,
	}
	if last := len(growths) - 1; last >= 2 {
		metrics["lastArrayBytes"], metrics["previousOverflowBytes"] = arrayBetween(growths[last-1], growths[last], bucketBytes, boxBytes)
		metrics["previousArrayBytes"], _ = arrayBetween(growths[last-2], growths[last-1], bucketBytes, boxBytes)
	}
	return metrics
}

// arrayBetween splits what was allocated between two growths: the array that the second one made, the overflow buckets
// of the array before, and boxes, one an insert.
func arrayBetween(from, to account, bucketBytes, boxBytes uint64) (arrayBytes, overflowBytes uint64) {
	boxes := uint64(0)
	if boxBytes > 0 {
		boxes = uint64(to.entries - from.entries)
	}
	overflowBytes = (to.mallocs - from.mallocs - 1 - boxes) * bucketBytes
	return to.totals - from.totals - overflowBytes - boxes*boxBytes, overflowBytes
}
