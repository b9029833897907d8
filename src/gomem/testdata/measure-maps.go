// Measures what maps cost: heap bytes (runtime.MemStats.HeapAlloc counts whole slots) after make with a hint, and after
// as many inserts, the mean of several maps. Prints one JSON array. Regenerate with: GOTOOLCHAIN=go1.23.12 go run measure-maps.go classic
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

type row struct {
	Type        string `json:"type"`
	Unit        int    `json:"unit"`
	Pointers    bool   `json:"pointers"`
	Entries     int    `json:"entries"`
	MadeBytes   uint64 `json:"madeBytes"`
	FilledBytes uint64 `json:"filledBytes"`
}

func heapBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

var (
	rows  []row
	texts []string
	swiss bool
)

func measure[K comparable, V any](name string, classicUnit, swissUnit int, pointers bool, key func(int) K, value V) {
	unit := classicUnit
	if swiss {
		unit = swissUnit
	}
	for _, entries := range []int{9, 13, 14, 26, 27, 100, 208, 209, 1000, 7000, 30000, 100000, 110000, 114688, 300000} {
		// The seed decides how keys spread, so the mean of several maps is what a model can be held to.
		copies := 1 + 40000/entries
		if copies > 500 {
			copies = 500
		}
		maps := make([]map[K]V, copies)
		before := heapBytes()
		for c := range maps {
			maps[c] = make(map[K]V, entries)
		}
		made := heapBytes()
		for _, m := range maps {
			for i := 0; i < entries; i++ {
				m[key(i)] = value
			}
		}
		filled := heapBytes()
		runtime.KeepAlive(maps)
		perMap := func(bytes uint64) uint64 { return uint64(math.Round(float64(bytes) / float64(copies))) }
		rows = append(rows, row{name, unit, pointers, entries, perMap(made - before), perMap(filled - before)})
	}
}

func main() {
	debug.SetGCPercent(-1)
	swiss = len(os.Args) > 1 && os.Args[1] == "swiss"
	for i := 0; i < 300000; i++ {
		texts = append(texts, fmt.Sprint(i))
	}
	rows = make([]row, 0, 1000)
	heapBytes()
	text := func(i int) string { return texts[i] }
	number := func(i int) int { return i }
	shared := new(int)
	measure("map[int]int", 144, 136, false, number, 0)
	measure("map[string]string", 272, 264, true, text, "")
	measure("map[string]*int", 208, 200, true, text, shared)
	measure("map[string]struct {}", 144, 200, true, text, struct{}{})
	measure("map[int64]struct {}", 80, 136, false, func(i int) int64 { return int64(i) }, struct{}{})
	measure("map[int32]bool", 56, 72, false, func(i int) int32 { return int32(i) }, true)
	measure("map[int][128]uint8", 1104, 1096, false, number, [128]uint8{})
	out, _ := json.Marshal(rows)
	os.Stdout.Write(out)
}
