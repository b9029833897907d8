// Memstats checks what articles 001 §3.1 and 003 §1 and §5 say of runtime.MemStats and GOGC.
package main

import (
	"runtime"
	"runtime/debug"
	runtimemetrics "runtime/metrics"
	"strings"
	"time"

	"highwater.lab/internal/measure"
)

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"sys": sys, "sawtooth": sawtooth, "gogc": gogc, "spans": spans, "objects": objects,
	})
}

func read() (stats runtime.MemStats) {
	runtime.ReadMemStats(&stats)
	return stats
}

// sys drops 400 MB and gives the pages back to the kernel.
func sys() measure.Metrics {
	block := make([][]byte, 400)
	for i := range block {
		block[i] = make([]byte, 1<<20)
		for at := 0; at < len(block[i]); at += 4096 {
			block[i][at] = 1
		}
	}
	peak, resident := read(), measure.ResidentBytes()
	runtime.KeepAlive(block)
	block = nil
	debug.FreeOSMemory()
	after, residentAfter := read(), measure.ResidentBytes()
	return measure.Metrics{
		"sysPeakBytes": peak.Sys, "sysAfterBytes": after.Sys, "sysAfterOverPeak": float64(after.Sys) / float64(peak.Sys),
		"releasedBytes": after.HeapReleased, "residentPeakBytes": resident, "residentAfterBytes": residentAfter,
		"residentAfterOverPeak": float64(residentAfter) / float64(resident),
		"sysLessReleasedBytes":  after.Sys - after.HeapReleased,
		"sysOverAllocAfter":     float64(after.Sys) / float64(after.Alloc),
		"totalAllocNeverBelow":  after.TotalAlloc >= after.Alloc && peak.TotalAlloc >= peak.Alloc,
		"totalAllocNeverFalls":  after.TotalAlloc >= peak.TotalAlloc,
		"allocFalls":            after.Alloc < peak.Alloc,
		"sysIsSumOfParts":       after.Sys == after.HeapSys+after.StackSys+after.MSpanSys+after.MCacheSys+after.BuckHashSys+after.GCSys+after.OtherSys,
		"metricsThatNameMaps":   metricsThatNameMaps(),
	}
}

func metricsThatNameMaps() int {
	count := 0
	for _, description := range runtimemetrics.All() {
		if strings.Contains(description.Name, "map") || strings.Contains(description.Name, "bucket") && !strings.Contains(description.Name, "profiling") {
			count++
		}
	}
	return count
}

var kept [][]byte

// hold keeps that many bytes alive in pieces of 1 KB.
func hold(bytes int) {
	kept = nil
	for i := 0; i < bytes/1024; i++ {
		kept = append(kept, make([]byte, 1024))
	}
}

var garbage []byte

// sawtooth allocates over a constant live heap: Alloc swings though nothing grows.
func sawtooth() measure.Metrics {
	hold(32 << 20)
	live := measure.LiveBytes()
	lowest, highest := live, live
	for i := 0; i < 200_000; i++ {
		garbage = make([]byte, 1024)
		if i%100 == 0 {
			alloc := measure.HeapBytes()
			if alloc < lowest {
				lowest = alloc
			}
			if alloc > highest {
				highest = alloc
			}
		}
	}
	runtime.KeepAlive(kept)
	return measure.Metrics{"lowestBytes": lowest, "highestBytes": highest, "highestOverLowest": float64(highest) / float64(lowest)}
}

func gogc() measure.Metrics {
	hold(32 << 20)
	metrics := measure.Metrics{}
	for name, percent := range map[string]int{"100": 100, "1000": 1000} {
		debug.SetGCPercent(percent)
		live := measure.LiveBytes()
		metrics["nextOverLive"+name] = float64(read().NextGC) / float64(live)
	}
	runtime.KeepAlive(kept)
	return metrics
}

// spans counts mspans in a healthy heap of 100 MB: article 003 alarms at 5000. MSpanInuse is bytes; an mspan has 168 of them at
// most (runtime/mheap.go, Go 1.18 to 1.26), so that the count is not overstated.
func spans() measure.Metrics {
	hold(100 << 20)
	runtime.GC()
	stats := read()
	runtime.KeepAlive(kept)
	return measure.Metrics{
		"heapInuseBytes": stats.HeapInuse, "spansAtLeast": stats.MSpanInuse / 168,
		"heapBytesPerSpan": float64(stats.HeapInuse) / float64(stats.MSpanInuse/160),
	}
}

// objects runs a service whose live objects are constant: 200,000 of them, replaced one by one for half a second.
func objects() measure.Metrics {
	pointers := make([]*[64]byte, 200_000)
	for i := range pointers {
		pointers[i] = new([64]byte)
	}
	var series []uint64
	started, before := time.Now(), read().Mallocs
	for round := 0; round < 5; round++ {
		for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
			for i := range pointers {
				pointers[i] = new([64]byte)
			}
		}
		runtime.GC()
		stats := read()
		series = append(series, stats.Mallocs-stats.Frees)
	}
	runtime.KeepAlive(pointers)
	return measure.Metrics{
		"mallocsPerSecond": float64(read().Mallocs-before) / time.Since(started).Seconds(),
		"series":           series, "first": series[0], "last": series[len(series)-1],
		"lastOverFirst": float64(series[len(series)-1]) / float64(series[0]),
	}
}
