// Lifetimes asks what the collector lets go: tickers nobody stopped, pools nobody puts into, goroutines that wait for ever,
// maps that point to themselves, values swapped by atomic.Value.
package main

import (
	"bytes"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"highwater.lab/internal/measure"
)

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		// Which timers a program gets is said by GODEBUG=asynctimerchan, which the go line of go.mod decides where it is not set.
		"tickers-old": tickers, "tickers-new": tickers,
		"pools": pools, "goroutines": goroutines, "cycles": cycles, "swaps": swaps,
	})
}

func tickers() measure.Metrics {
	const count = 100_000
	before := measure.LiveBytes()
	for i := 0; i < count; i++ {
		time.NewTicker(time.Hour)
	}
	return measure.Metrics{"bytesPerTicker": float64(measure.Grown(before)) / count}
}

func pools() measure.Metrics {
	pool := sync.Pool{New: func() any { return new([1024]byte) }}
	before := measure.LiveBytes()
	for i := 0; i < 100_000; i++ {
		pool.Get()
	}
	unreturned := measure.Grown(before)
	kept := make([]any, 10_000)
	for i := range kept {
		kept[i] = pool.Get()
	}
	for _, object := range kept {
		pool.Put(object)
	}
	kept = nil
	runtime.GC()
	afterOne := measure.HeapBytes()
	runtime.GC()
	afterTwo := measure.HeapBytes()
	runtime.KeepAlive(&pool)
	// A buffer that is reset and used again, against a new one each time.
	var buffer bytes.Buffer
	text := make([]byte, 64<<10)
	buffer.Write(text)
	reset := measure.CostOf(func() {
		for i := 0; i < 100; i++ {
			buffer.Reset()
			buffer.Write(text)
		}
	})
	fresh := measure.CostOf(func() {
		for i := 0; i < 100; i++ {
			escaped = new(bytes.Buffer)
			escaped.Write(text)
		}
	})
	return measure.Metrics{
		"bytesOfGetsWithoutPut": unreturned, "putBytesAfterOneCycle": afterOne - before, "putBytesAfterTwoCycles": int64(afterTwo) - int64(before),
		"resetBufferBytes": float64(reset.Bytes) / 100, "freshBufferBytes": float64(fresh.Bytes) / 100,
	}
}

var escaped *bytes.Buffer

func goroutines() measure.Metrics {
	const count = 20_000
	var stats runtime.MemStats
	before := measure.LiveBytes()
	runtime.ReadMemStats(&stats)
	stacks := stats.StackInuse
	never := make(chan struct{})
	for i := 0; i < count; i++ {
		captured := make([]byte, 1024)
		go func() {
			<-never
			runtime.KeepAlive(captured)
		}()
	}
	heap := measure.Grown(before)
	runtime.ReadMemStats(&stats)
	return measure.Metrics{
		"heapBytesPerGoroutine":  float64(heap) / count,
		"stackBytesPerGoroutine": float64(stats.StackInuse-stacks) / count,
		"bytesPerGoroutine":      float64(heap+stats.StackInuse-stacks) / count,
		"alive":                  runtime.NumGoroutine() - 1,
	}
}

type node struct {
	name    string
	refs    map[string]*node
	payload [1 << 20]byte
}

// cycles is article 004 §2.4: a map that holds a node that holds the map.
func cycles() measure.Metrics {
	const count = 50
	before := measure.LiveBytes()
	highest := uint64(0)
	for i := 0; i < count; i++ {
		m := make(map[string]*node)
		m["root"] = &node{name: "root", refs: m}
		if now := measure.HeapBytes(); now > highest {
			highest = now
		}
	}
	return measure.Metrics{"bytes": measure.Grown(before), "allocatedBytes": count << 20}
}

// swaps is article 004 §4.4: atomic.Value with a large value, and the map that a swap leaves behind.
func swaps() measure.Metrics {
	var large atomic.Value
	stored := func() (ok bool) {
		defer func() { ok = recover() == nil }()
		large.Store([1024]byte{1: 7})
		return large.Load().([1024]byte)[1] == 7
	}()
	var config atomic.Value
	fill := func() *map[int]int {
		m := make(map[int]int)
		for i := 0; i < 500_000; i++ {
			m[i] = i
		}
		return &m
	}
	before := measure.LiveBytes()
	config.Store(fill())
	one := measure.Grown(before)
	config.Store(fill())
	two := measure.Grown(before)
	runtime.KeepAlive(&config)
	return measure.Metrics{"storesKilobyteValue": stored, "swappedOverFirst": float64(two) / float64(one)}
}
