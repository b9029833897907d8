// Heap-profile writes heap profiles of a program that fills maps and looks for the words that articles 001 §3 and 003 §5 tell
// their readers to look for.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"strings"

	"highwater.lab/internal/measure"
)

// waterlineHolder is the name of the package variable that holds the map; a tool that shows references would print it.
var waterlineHolder = map[string]*[64]byte{}

func main() {
	var traced bytes.Buffer
	if err := trace.Start(&traced); err != nil {
		measure.Fail(err)
	}
	for i := 0; i < 300_000; i++ {
		waterlineHolder[strconv.Itoa(i)] = new([64]byte)
	}
	trace.Stop()
	runtime.GC()
	runtime.GC()
	text, proto := profile(1), inflated(profile(0))
	metrics := measure.Metrics{
		"defaultRate":         runtime.MemProfileRate,
		"traceNamesHolder":    count(traced.Bytes(), "waterlineHolder"),
		"mmapShare":           share(text, "runtime.mmap"),
		"mallocgcShare":       share(text, "runtime.mallocgc"),
		"mapassignShare":      share(text, "mapassign_faststr"),
		"mspanShare":          share(text, "runtime.mspan"),
		"mainShare":           share(text, "main.main"),
		"linesWithInuseSpace": count(text, "inuse_space"),
		"protoNamesMapassign": count(proto, "mapassign_faststr"),
		"protoNamesMspan":     count(proto, "runtime.mspan"),
		"protoNamesMain":      count(proto, "main.main"),
	}
	runtime.KeepAlive(waterlineHolder)
	measure.Print(metrics)
}

func count(text []byte, word string) int { return bytes.Count(text, []byte(word)) }

// share is the part of the bytes in use whose stack, as the text shows it, has a function of that name. A record is a line
// `objects: bytes [objects: bytes] @ addresses` and a line `#	address	function+offset	file:line` for each frame.
func share(text []byte, function string) float64 {
	total, named, bytesOfRecord, counted := 0, 0, 0, false
	for _, line := range strings.Split(string(text), "\n") {
		var objects, inUse int
		if n, _ := fmt.Sscanf(line, "%d: %d [", &objects, &inUse); n == 2 {
			bytesOfRecord, counted = inUse, false
			total += inUse
		} else if strings.HasPrefix(line, "#\t") && strings.Contains(line, function) && !counted {
			named += bytesOfRecord
			counted = true
		}
	}
	if total == 0 {
		measure.Fail("the profile has no bytes in use")
	}
	return float64(named) / float64(total)
}

func profile(debug int) []byte {
	var to bytes.Buffer
	if err := pprof.Lookup("heap").WriteTo(&to, debug); err != nil {
		measure.Fail(err)
	}
	return to.Bytes()
}

// inflated gives the profile.proto message; its strings stand in it as they are.
func inflated(packed []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		measure.Fail(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		measure.Fail(err)
	}
	return plain
}
