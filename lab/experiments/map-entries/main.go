// Map-entries measures many maps or long use: bytes of an empty map, of an entry of a set, what overwriting and churn at a
// constant number of entries do, and what one map of 256 buckets can weigh.
package main

import (
	"runtime"
	"strconv"
	"unsafe"

	"highwater.lab/internal/measure"
	"highwater.lab/internal/peek"
)

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"sizes":     sizes,
		"sets":      sets,
		"overwrite": overwrite,
		"churn":     churn,
		"buckets":   buckets,
	})
}

func sizes() measure.Metrics {
	const maps = 100_000
	kept := make([]map[int]int, maps)
	before := measure.LiveBytes()
	for i := range kept {
		kept[i] = make(map[int]int)
	}
	bytes := measure.Grown(before)
	runtime.KeepAlive(kept)
	var m map[int]int
	var s []int
	return measure.Metrics{
		"mapVariableBytes": unsafe.Sizeof(m),
		"sliceHeaderBytes": unsafe.Sizeof(s),
		"emptyMapBytes":    float64(bytes) / maps,
	}
}

func sets() measure.Metrics {
	const entries = 1_000_000
	return measure.Metrics{
		"intSetBytesPerEntry":     perEntry(entries, func(i int) int { return i }, struct{}{}),
		"intBoolBytesPerEntry":    perEntry(entries, func(i int) int { return i }, true),
		"intIntBytesPerEntry":     perEntry(entries, func(i int) int { return i }, 0),
		"stringSetBytesPerEntry":  perEntry(entries, text, struct{}{}),
		"stringIntBytesPerEntry":  perEntry(entries, text, 0),
		"stringBoolBytesPerEntry": perEntry(entries, text, true),
	}
}

var texts []string

func text(i int) string {
	for len(texts) <= i {
		texts = append(texts, strconv.Itoa(len(texts)))
	}
	return texts[i]
}

func perEntry[K comparable, V any](entries int, key func(int) K, value V) float64 {
	key(entries - 1)
	before := measure.LiveBytes()
	m := make(map[K]V)
	for i := 0; i < entries; i++ {
		m[key(i)] = value
	}
	bytes := measure.Grown(before)
	runtime.KeepAlive(m)
	return float64(bytes) / float64(entries)
}

// overwrite writes again, and inserts nothing, in maps of exactly eight entries.
func overwrite() measure.Metrics {
	const maps = 20_000
	kept := make([]map[int]int, maps)
	before := measure.LiveBytes()
	for i := range kept {
		kept[i] = make(map[int]int)
		for k := 0; k < 8; k++ {
			kept[i][k] = k
		}
	}
	filled := measure.Grown(before)
	for _, m := range kept {
		for k := 0; k < 8; k++ {
			m[k] = k + 1
		}
	}
	written := measure.Grown(before)
	runtime.KeepAlive(kept)
	return measure.Metrics{
		"filledBytesPerMap": float64(filled) / maps, "overwrittenBytesPerMap": float64(written) / maps,
		"overwrittenOverFilled": float64(written) / float64(filled),
	}
}

// churn deletes the oldest key and inserts a new one, so that there are always 100,000.
func churn() measure.Metrics {
	const entries, rotations = 100_000, 7_500_000
	before := measure.LiveBytes()
	m := make(map[int]int)
	for i := 0; i < entries; i++ {
		m[i] = i
	}
	filled, slots := measure.Grown(before), peek.Slots(m)
	for i := entries; i < entries+rotations; i++ {
		delete(m, i-entries)
		m[i] = i
	}
	churned := measure.Grown(before)
	slotsAfter := peek.Slots(m)
	runtime.KeepAlive(m)
	return measure.Metrics{
		"entries": len(m), "filledBytes": filled, "churnedBytes": churned, "slotsBefore": slots, "slotsAfter": slotsAfter,
		"churnedOverFilled": float64(churned) / float64(filled), "slotsRatio": float64(slotsAfter) / float64(slots),
	}
}

// buckets fills maps of type map[string]*int as far as 256 buckets (2048 slots) go, and deletes keys: article 001 §2.4. There
// are many maps, because the runtime itself allocates some kilobytes now and then.
func buckets() measure.Metrics {
	const maps, entries = 100, 1500
	keys := make([]string, entries)
	for i := range keys {
		keys[i] = strconv.Itoa(1_000_000 + i)
	}
	kept := make([]map[string]*int, maps)
	before := measure.LiveBytes()
	for i := range kept {
		kept[i] = make(map[string]*int)
		for _, key := range keys {
			kept[i][key] = new(int)
		}
	}
	bytes, slots := measure.Grown(before), peek.Slots(kept[0])
	cost := measure.CostOf(func() {
		for _, m := range kept {
			delete(m, keys[7])
		}
	})
	deleted := measure.Grown(before)
	runtime.KeepAlive(kept)
	return measure.Metrics{
		"slots": slots, "slotsAfterDelete": peek.Slots(kept[0]), "bytes": float64(bytes) / maps,
		"deletedBytes": float64(deleted) / maps, "allocationsPerDelete": float64(cost.Objects) / maps,
	}
}
