package measure

import (
	"sort"
	"time"
)

// Median of some durations in nanoseconds; it sorts them.
func Median(nanoseconds []float64) float64 {
	return Quantile(nanoseconds, 0.5)
}

// Quantile sorts the values and gives the one below which that share of them lies.
func Quantile(values []float64, share float64) float64 {
	sort.Float64s(values)
	place := int(share * float64(len(values)))
	if place >= len(values) {
		place = len(values) - 1
	}
	return values[place]
}

// PerOperation times `rounds` rounds of `operations` operations each and gives the median, in nanoseconds for one.
func PerOperation(rounds, operations int, round func()) float64 {
	times := make([]float64, 0, rounds)
	for i := 0; i < rounds; i++ {
		started := time.Now()
		round()
		times = append(times, float64(time.Since(started).Nanoseconds())/float64(operations))
	}
	return Median(times)
}

// Once is the nanoseconds of one run.
func Once(work func()) float64 {
	started := time.Now()
	work()
	return float64(time.Since(started).Nanoseconds())
}
