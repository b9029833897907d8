// Measures how many groups of a Swiss table are full when it holds a number of keys: the groups in which every delete
// leaves a tombstone. Prints one line for each capacity: the share of full groups at loads of 0/32, 1/32 … 28/32 (0/16 …
// 14/16 for 16 slots), the mean of many tables, half of them grown from one of half the size, half made with a hint. The
// last line is the standard deviation from table to table of the number of full groups, at the same loads, divided by the
// square root of the number of groups, for tables of 1024 slots. Three minutes on one core:
// GOTOOLCHAIN=go1.26.3 go run measure-full-groups.go
package main

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
	"unsafe"
)

// Layouts of internal/runtime/maps.Map and table, Go 1.24 to 1.26.
type swissMap struct {
	used          uint64
	seed          uintptr
	directory     unsafe.Pointer
	directoryLen  int
	depthAndFlags uint64
	clearSeq      uint64
}

type swissTable struct {
	used, capacity, growthLeft uint16
	localDepth                 uint8
	index                      int
	groups                     unsafe.Pointer
	lengthMask                 uint64
}

// A group of map[int]struct{}: control word and eight slots of 16 bytes.
const groupBytes = 8 + 8*16

func fullGroups(m map[int]struct{}) (full int) {
	header := *(**swissMap)(unsafe.Pointer(&m))
	table := **(***swissTable)(unsafe.Pointer(&header.directory))
	for group := uintptr(0); group <= uintptr(table.lengthMask); group++ {
		control := *(*uint64)(unsafe.Add(table.groups, group*groupBytes))
		if control&0x8080808080808080 == 0 {
			full++
		}
	}
	return full
}

type sums struct{ count, sum, square float64 }

func (s *sums) add(value float64) {
	s.count++
	s.sum += value
	s.square += value * value
}

func (s *sums) mean() float64 { return s.sum / math.Max(1, s.count) }

func (s *sums) deviation() float64 {
	return math.Sqrt(math.Max(0, s.square/math.Max(1, s.count)-s.mean()*s.mean()))
}

func main() {
	const slotsOfAllTables = 4_000_000_000
	next := 0
	for capacity := 16; capacity <= 1024; capacity *= 2 {
		limit := capacity * 7 / 8
		steps := 32
		if capacity == 16 {
			steps = 16
		}
		step := capacity / steps
		byLoad := make([]sums, steps*7/8+1)
		for table := 0; table < slotsOfAllTables/capacity/bits.Len(uint(capacity)); table++ {
			hint := limit
			if table%2 == 0 && capacity > 16 {
				hint = limit / 2
			}
			m := make(map[int]struct{}, hint)
			for keys := 1; keys <= limit; keys++ {
				m[next] = struct{}{}
				next += 7919
				// A map with the smaller hint has not reached this capacity yet.
				if keys%step == 0 && (hint == limit || keys > hint) {
					byLoad[keys/step].add(float64(fullGroups(m)))
				}
			}
		}
		line := make([]string, len(byLoad))
		for load := range byLoad {
			line[load] = fmt.Sprintf("%.5f", byLoad[load].mean()/float64(capacity/8))
		}
		fmt.Printf("%d: [%s],\n", capacity, strings.Join(line, ", "))
		if capacity == 1024 {
			for load := range byLoad {
				line[load] = fmt.Sprintf("%.3f", byLoad[load].deviation()/math.Sqrt(float64(capacity/8)))
			}
			fmt.Printf("deviation: [%s],\n", strings.Join(line, ", "))
		}
	}
}
