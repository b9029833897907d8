// Map-retention asks what brings the bytes of a million entries back: deleting, clearing, refilling, rebuilding, dropping;
// and whether any map ever becomes smaller while it is in use.
package main

import (
	"runtime"
	"runtime/debug"
	"sync"

	"highwater.lab/internal/measure"
)

const million = 1_000_000

type value = [128]byte

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"emptied":     emptied,
		"refilled":    refilled,
		"rebuilt":     rebuilt,
		"replaced":    replaced,
		"quarter":     quarter,
		"sync-map":    syncMap,
		"article-001": article001,
	})
}

func filled() map[int]value {
	m := make(map[int]value)
	insert(m, 0)
	return m
}

func insert(m map[int]value, from int) {
	for i := from; i < from+million; i++ {
		m[i] = value{}
	}
}

// emptied compares the ways to empty a map; clear() needs Go 1.21.
func emptied() measure.Metrics {
	before := measure.LiveBytes()
	m := filled()
	metrics := measure.Metrics{"filledBytes": measure.Grown(before)}
	for i := 0; i < million; i++ {
		delete(m, i)
	}
	metrics["deletedBytes"] = measure.Grown(before)
	insert(m, 0)
	for k := range m {
		delete(m, k)
	}
	metrics["rangeDeletedBytes"] = measure.Grown(before)
	metrics["clearedBytes"] = nil
	if canClear {
		insert(m, 0)
		clearMap(m)
		metrics["clearedBytes"] = measure.Grown(before)
	}
	debug.FreeOSMemory()
	metrics["afterFreeOSMemoryBytes"] = measure.Grown(before)
	runtime.KeepAlive(m)
	return metrics
}

// refilled empties and refills with new keys, three times over.
func refilled() measure.Metrics {
	before := measure.LiveBytes()
	m := filled()
	series := []uint64{measure.Grown(before)}
	for round := 1; round <= 3; round++ {
		for k := range m {
			delete(m, k)
		}
		insert(m, round*million)
		series = append(series, measure.Grown(before))
	}
	runtime.KeepAlive(m)
	return measure.Metrics{"series": series, "lastOverFirst": float64(series[3]) / float64(series[0])}
}

// rebuilt keeps one entry in a hundred and copies those to a new map.
func rebuilt() measure.Metrics {
	before := measure.LiveBytes()
	m := filled()
	for i := 0; i < million; i++ {
		if i%100 != 0 {
			delete(m, i)
		}
	}
	metrics := measure.Metrics{"deletedBytes": measure.Grown(before)}
	fresh := make(map[int]value, len(m))
	for k, v := range m {
		fresh[k] = v
	}
	m = fresh
	metrics["rebuiltBytes"] = measure.Grown(before)
	runtime.KeepAlive(m)
	return metrics
}

func replaced() measure.Metrics {
	before := measure.LiveBytes()
	m := filled()
	for i := 0; i < million; i++ {
		delete(m, i)
	}
	metrics := measure.Metrics{"deletedBytes": measure.Grown(before)}
	// Without this the map is dead from the last delete on, and the reading above would be of nothing.
	runtime.KeepAlive(m)
	m = make(map[int]value)
	metrics["madeBytes"] = measure.Grown(before)
	m[1] = value{}
	metrics["madeAndUsedBytes"] = measure.Grown(before)
	m = nil
	metrics["nilBytes"] = measure.Grown(before)
	runtime.KeepAlive(m)
	return metrics
}

// quarter keeps an eighth of the entries and goes on inserting: article 001 says that below a quarter a map is marked and
// merged at its next growth.
func quarter() measure.Metrics {
	before := measure.LiveBytes()
	m := filled()
	series := []uint64{measure.Grown(before)}
	for i := million / 8; i < million; i++ {
		delete(m, i)
	}
	series = append(series, measure.Grown(before))
	next := million
	for _, inserts := range []int{10_000, 100_000, 1_900_000} {
		for end := next + inserts; next < end; next++ {
			m[next] = value{}
		}
		series = append(series, measure.Grown(before))
	}
	runtime.KeepAlive(m)
	lowest := series[0]
	for _, bytes := range series {
		if bytes < lowest {
			lowest = bytes
		}
	}
	return measure.Metrics{"series": series, "lowestOverFirst": float64(lowest) / float64(series[0])}
}

func syncMap() measure.Metrics {
	before := measure.LiveBytes()
	var m sync.Map
	for i := 0; i < million; i++ {
		m.Store(i, i)
	}
	// Reading them all moves the dirty map to the read one (Go 1.23 and older), as a service that reads would.
	m.Range(func(_, _ any) bool { return true })
	filled := measure.Grown(before)
	for i := 0; i < million; i++ {
		m.Delete(i)
	}
	m.Range(func(_, _ any) bool { return true })
	deleted := measure.Grown(before)
	runtime.KeepAlive(&m)
	return measure.Metrics{
		"filledBytes": filled, "deletedBytes": deleted, "keptShare": float64(deleted) / float64(filled),
	}
}

// article001 is the program of article 001: a map[int]int made for a million, filled, and emptied.
func article001() measure.Metrics {
	m := make(map[int]int, million)
	for i := 0; i < million; i++ {
		m[i] = i
	}
	runtime.GC()
	afterFill := measure.HeapBytes()
	for k := range m {
		delete(m, k)
	}
	runtime.GC()
	afterDelete := measure.HeapBytes()
	runtime.KeepAlive(m)
	return measure.Metrics{
		"afterFillBytes": afterFill, "afterDeleteBytes": afterDelete,
		"deletedOverFilled": float64(afterDelete) / float64(afterFill),
	}
}
