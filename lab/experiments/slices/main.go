// Slices is article 003 §1 and §3: how append grows, what a slice of a large array keeps, and what a function that appends
// gives back.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"unsafe"

	"highwater.lab/internal/measure"
)

func main() {
	measure.Pick(map[string]func() measure.Metrics{"append": appendGrowth, "windows": windows, "parameter": parameter})
}

// appendGrowth appends one by one from a capacity of 1 and notes each new capacity.
func appendGrowth() measure.Metrics {
	s := make([]int, 0, 1)
	capacities := []int{cap(s)}
	firstEight := 0
	largeRatio, peak, peakLarge := 0.0, 0.0, 0.0
	for i := 0; i < 2_000_000; i++ {
		before := cap(s)
		s = append(s, i)
		if cap(s) == before {
			continue
		}
		if i < 8 {
			firstEight++
		}
		// Old and new array are alive together while the elements move.
		held := float64(before+cap(s)) / float64(before)
		if len(s) < 256 && held > peak {
			peak = held
		}
		if before > 500_000 {
			largeRatio, peakLarge = float64(cap(s))/float64(before), held
		}
		capacities = append(capacities, cap(s))
	}
	doubles := 0
	for place := 1; place < len(capacities) && capacities[place] == 2*capacities[place-1]; place++ {
		doubles = capacities[place]
	}
	return measure.Metrics{
		"growthsInEight": firstEight, "capacities": capacities[:14], "doublesUpTo": doubles, "largeGrowth": largeRatio,
		"peakOverDataSmall": peak, "peakOverDataLarge": peakLarge, "elementsBeforeThird": capacities[0] + capacities[1] + capacities[2],
		"elementBytes": unsafe.Sizeof(int(0)), "freeShareAfterGrowth": freeShareAfterGrowth(s),
	}
}

// freeShareAfterGrowth is (cap-len)/cap where it is largest: just after a growth. Just before one it is nothing.
func freeShareAfterGrowth(s []int) float64 {
	for len(s) < cap(s) {
		s = append(s, 0)
	}
	s = append(s, 0)
	return float64(cap(s)-len(s)) / float64(cap(s))
}

const large = 100 << 20

var small []byte

// windows keeps 1 KB of 100 MB in several ways and asks what is alive once the large slice is gone.
func windows() measure.Metrics {
	before := measure.LiveBytes()
	big := make([]byte, large)
	start := uintptr(unsafe.Pointer(&big[0]))
	small = big[50<<20 : 50<<20+1024]
	metrics := measure.Metrics{
		"windowOffsetBytes": uintptr(unsafe.Pointer(&small[0])) - start,
		"windowCapBytes":    cap(small),
	}
	big = nil
	metrics["windowKeepsBytes"] = measure.Grown(before)
	debug.FreeOSMemory()
	metrics["afterFreeOSMemoryBytes"] = measure.Grown(before)
	small = small[:len(small):len(small)]
	metrics["cutCapKeepsBytes"] = measure.Grown(before)
	small = append([]byte{}, small...)
	metrics["appendCopyKeepsBytes"] = measure.Grown(before)
	small = make([]byte, large)[:1024]
	fresh := make([]byte, 1024)
	copy(fresh, small)
	small = fresh
	metrics["copyKeepsBytes"] = measure.Grown(before)
	small = nil

	const slices = 1000
	kept := make([][]byte, slices)
	before = measure.LiveBytes()
	for i := range kept {
		kept[i] = make([]byte, 1024, 10240)
	}
	metrics["lenOneOfTenBytes"] = float64(measure.Grown(before)) / slices
	runtime.KeepAlive(kept)
	return metrics
}

func appendTo(s []int) {
	s = append(s, 42)
	_ = s
}

//go:noinline
func appendMany(s []int) []int {
	for i := 0; i < 100; i++ {
		s = append(s, i)
	}
	return s
}

//go:noinline
func sumOfTen() int {
	s := make([]int, 10)
	for i := range s {
		s[i] = i
	}
	sum := 0
	for _, v := range s {
		sum += v
	}
	return sum
}

var sink int

func parameter() measure.Metrics {
	s := make([]int, 1, 2)
	appendTo(s)
	stack := measure.CostOf(func() {
		for i := 0; i < 1000; i++ {
			sink += sumOfTen()
		}
	})
	grown := measure.CostOf(func() {
		for i := 0; i < 1000; i++ {
			sink += len(appendMany(nil))
		}
	})
	return measure.Metrics{
		"printed":                  fmt.Sprint(len(s), cap(s)),
		"smallSliceAllocations":    float64(stack.Objects) / 1000,
		"growingAppendAllocations": float64(grown.Objects) / 1000,
	}
}
