// Rss-idle drops a map, collects once, and then does nothing for five minutes, as a service after its peak: when does RSS fall
// by itself? The runtime collects an idle process every two minutes.
package main

import (
	"runtime"
	"time"

	"highwater.lab/internal/measure"
)

const (
	entries = 250_000
	watch   = 300
	step    = 10
)

func main() {
	m := make(map[int][128]byte)
	for i := 0; i < entries; i++ {
		m[i] = [128]byte{}
	}
	full := measure.ResidentBytes()
	runtime.KeepAlive(m)
	m = nil
	runtime.GC()
	started := time.Now()
	var series []uint64
	fellAt := 0
	for second := step; second <= watch; second += step {
		time.Sleep(time.Until(started.Add(time.Duration(second) * time.Second)))
		resident := measure.ResidentBytes()
		series = append(series, resident)
		if fellAt == 0 && resident < full/4 {
			fellAt = second
		}
	}
	measure.Print(measure.Metrics{
		"fullBytes": full, "series": series, "firstBytes": series[0], "after60Bytes": series[60/step-1],
		"lastBytes": series[len(series)-1], "fellBelowQuarterAtSecond": fellAt,
		"after60OverFull": float64(series[60/step-1]) / float64(full),
		"lastOverFull":    float64(series[len(series)-1]) / float64(full),
	})
}
