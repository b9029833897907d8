// Timers that nobody stops: tickers that a slice holds, AfterFunc and time.After far ahead. What one of each takes is told
// by the allocator itself: every size class of which as many objects were made belongs to them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

const (
	tickerCount = 10000
	funcCount   = 20000
	afterCount  = 12000
	stopped     = 3000
)

var (
	tickers []*time.Ticker
	used    = time.NewTicker(time.Hour)
	total   int
)

func expire(session int) { total += session }

// The bytes of all objects that were made count at a time or more.
func allocated(count int, make func(int)) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < count; i++ {
		make(i)
	}
	runtime.ReadMemStats(&after)
	bytes := uint64(0)
	for class := range after.BySize {
		made := after.BySize[class].Mallocs - before.BySize[class].Mallocs
		bytes += made / uint64(count) * uint64(count) * uint64(after.BySize[class].Size)
	}
	return bytes
}

func main() {
	debug.SetGCPercent(-1)
	tickers = make([]*time.Ticker, tickerCount)
	tickerBytes := allocated(tickerCount, func(i int) { tickers[i] = time.NewTicker(time.Hour) })
	funcBytes := allocated(funcCount, func(i int) { time.AfterFunc(2*time.Hour, func() { expire(i) }) })
	afterBytes := allocated(afterCount, func(int) { time.After(3 * time.Hour) })
	kept := make([]*time.Timer, stopped)
	for i := range kept {
		kept[i] = time.NewTimer(time.Hour)
		kept[i].Stop()
	}
	go func() { <-used.C }()
	time.Sleep(10 * time.Millisecond)
	runtime.GC()
	fmt.Printf(`{"tickers":%d,"tickerBytes":%d,"funcs":%d,"funcBytes":%d,"afters":%d,"afterBytes":%d}`+"\n",
		tickerCount, tickerBytes, funcCount, funcBytes, afterCount, afterBytes)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(kept)
	runtime.KeepAlive(tickers)
}
