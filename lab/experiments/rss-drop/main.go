// Rss-drop fills a map, drops it, and watches RSS: what the kernel, and an autoscaler, see after one collection, after two, under
// GOMEMLIMIT, with MADV_FREE, and where the map is emptied instead of dropped.
package main

import (
	"runtime"
	"runtime/debug"
	"time"

	"highwater.lab/internal/measure"
)

const entries = 500_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"one-cycle":      func() measure.Metrics { return dropped(collect(1)) },
		"two-cycles":     func() measure.Metrics { return dropped(collect(2)) },
		"free-os-memory": func() measure.Metrics { return dropped(debug.FreeOSMemory) },
		// GOMEMLIMIT and GODEBUG come from the environment that the runner gives.
		"limit":         func() measure.Metrics { return dropped(collect(1)) },
		"madvise-free":  func() measure.Metrics { return dropped(debug.FreeOSMemory) },
		"emptied":       func() measure.Metrics { return emptied[[128]byte]() },
		"emptied-boxes": func() measure.Metrics { return emptied[[129]byte]() },
	})
}

func collect(cycles int) func() {
	return func() {
		for i := 0; i < cycles; i++ {
			runtime.GC()
			time.Sleep(time.Second)
		}
	}
}

func filled[V any]() map[int]V {
	m := make(map[int]V)
	for i := 0; i < entries; i++ {
		var v V
		m[i] = v
	}
	return m
}

func dropped(giveBack func()) measure.Metrics {
	metrics := measure.Metrics{"startBytes": measure.ResidentBytes()}
	m := filled[[128]byte]()
	metrics["fullBytes"] = measure.ResidentBytes()
	runtime.KeepAlive(m)
	m = nil
	giveBack()
	time.Sleep(3 * time.Second)
	return after(metrics)
}

func emptied[V any]() measure.Metrics {
	metrics := measure.Metrics{"startBytes": measure.ResidentBytes()}
	m := filled[V]()
	metrics["fullBytes"] = measure.ResidentBytes()
	for i := 0; i < entries; i++ {
		delete(m, i)
	}
	collect(2)()
	debug.FreeOSMemory()
	time.Sleep(time.Second)
	metrics = after(metrics)
	runtime.KeepAlive(m)
	return metrics
}

func after(metrics measure.Metrics) measure.Metrics {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	resident := measure.ResidentBytes()
	metrics["afterBytes"] = resident
	metrics["afterOverFull"] = float64(resident) / float64(metrics["fullBytes"].(uint64))
	metrics["afterOverStart"] = float64(resident) / float64(metrics["startBytes"].(uint64))
	metrics["allocBytes"], metrics["releasedBytes"] = stats.Alloc, stats.HeapReleased
	metrics["idleBytes"] = stats.HeapIdle - stats.HeapReleased
	return metrics
}
