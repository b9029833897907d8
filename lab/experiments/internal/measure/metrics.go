// Package measure is what the experiments share: reading the heap, summing up timings, and the one line of JSON that each
// program prints. It builds with Go 1.18.
package measure

import (
	"encoding/json"
	"fmt"
	"os"
)

// Metrics is what a program measured: numbers (bytes, nanoseconds, counts), booleans, texts, lists of numbers; nil says
// that the thing does not exist on this version of Go.
type Metrics map[string]any

// Print writes the metrics as one line of JSON; the program's other output, if any, is not read.
func Print(metrics Metrics) {
	line, err := json.Marshal(metrics)
	if err != nil {
		Fail(err)
	}
	os.Stdout.Write(append(line, '\n'))
}

// Fail ends the program with a reason: the runner then records none of its metrics.
func Fail(reason any) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}

// Variant is the first argument: which part of an experiment this process is to measure.
func Variant() string {
	if len(os.Args) < 2 {
		Fail("name a variant")
	}
	return os.Args[1]
}

// Pick runs the part that the first argument names and prints what it measured.
func Pick(parts map[string]func() Metrics) {
	part, ok := parts[Variant()]
	if !ok {
		Fail("no variant " + Variant())
	}
	Print(part())
}
