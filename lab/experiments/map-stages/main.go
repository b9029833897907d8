// Map-stages is the program of articles 000 and 002: fill a map with a million entries, delete them all, collect, and read
// MemStats.Alloc in between. The article's readings are `start`, `filled` (nothing collected by hand) and `deleted`; a
// collection right after `filled` tells the live structure from garbage.
package main

import (
	"runtime"

	"highwater.lab/internal/measure"
)

const entries = 1_000_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"int-128":        func() measure.Metrics { return stages(0, number, zero[[128]byte]) },
		"int-128-hinted": func() measure.Metrics { return stages(entries, number, zero[[128]byte]) },
		"int-128-unkept": unkept,
		"int-129":        func() measure.Metrics { return stages(0, number, zero[[129]byte]) },
		"int-64":         func() measure.Metrics { return stages(0, number, zero[[64]byte]) },
		"int-256":        func() measure.Metrics { return stages(0, number, zero[[256]byte]) },
		"int-16":         func() measure.Metrics { return stages(0, number, zero[[16]byte]) },
		"pointer-16":     func() measure.Metrics { return stages(0, number, fresh[[16]byte]) },
		"pointer-128":    func() measure.Metrics { return stages(0, number, fresh[[128]byte]) },
		"pointer-129":    func() measure.Metrics { return stages(0, number, fresh[[129]byte]) },
		"key-128":        func() measure.Metrics { return stages(0, key128, zero[int]) },
		"key-129":        func() measure.Metrics { return stages(0, key129, zero[int]) },
	})
}

func number(i int) int { return i }

func zero[V any]() V {
	var value V
	return value
}

func fresh[V any]() *V { return new(V) }

func key128(i int) (key [128]byte) {
	spell(key[:], i)
	return key
}

func key129(i int) (key [129]byte) {
	spell(key[:], i)
	return key
}

func spell(key []byte, i int) {
	for place := 0; i > 0; place++ {
		key[place] = byte(i)
		i >>= 8
	}
}

func stages[K comparable, V any](hint int, key func(int) K, value func() V) measure.Metrics {
	metrics := measure.Metrics{}
	metrics["emptyProgramBytes"] = measure.HeapBytes()
	m := make(map[K]V, hint)
	metrics["startBytes"] = measure.HeapBytes()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	mallocs := stats.Mallocs
	for i := 0; i < entries; i++ {
		m[key(i)] = value()
	}
	runtime.ReadMemStats(&stats)
	metrics["filledBytes"] = stats.Alloc
	metrics["cyclesWhileFilling"], metrics["allocationsWhileFilling"] = stats.NumGC, stats.Mallocs-mallocs
	runtime.GC()
	live := measure.HeapBytes()
	metrics["liveBytes"] = live
	metrics["garbageBytes"] = int64(stats.Alloc) - int64(live)
	for i := 0; i < entries; i++ {
		delete(m, key(i))
	}
	runtime.GC()
	metrics["deletedBytes"] = measure.HeapBytes()
	runtime.KeepAlive(m)
	return metrics
}

// unkept is the same without the last KeepAlive: nothing mentions the map after the deletes.
func unkept() measure.Metrics {
	m := make(map[int][128]byte)
	for i := 0; i < entries; i++ {
		m[i] = [128]byte{}
	}
	for i := 0; i < entries; i++ {
		delete(m, i)
	}
	runtime.GC()
	return measure.Metrics{"deletedBytes": measure.HeapBytes()}
}
