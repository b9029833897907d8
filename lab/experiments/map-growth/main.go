// Map-growth watches the arrays of growing maps: what the garbage after filling is made of, at how many entries a map
// doubles, and what hints, equal low bits of keys and inserts during iteration do to it.
package main

import (
	"highwater.lab/internal/measure"
)

const million = 1_000_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"int-128": func() measure.Metrics { return watch[[128]byte](1152, 0) },
		// A value of 129 bytes lies in a box of 144 of its own, beside the bucket of 144.
		"int-129":      func() measure.Metrics { return watch[[129]byte](144, 144) },
		"doublings":    doublings,
		"hints":        hints,
		"iteration":    iteration,
		"mid-growth":   midGrowth,
		"small-pieces": smallPieces,
	})
}
