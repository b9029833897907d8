// Server tells of its memory in all the ways that Go programs do, and knows the truth: GET /truth renders each way between two
// readings of MemStats. It prints one line of JSON with its port and ends when its standard input is closed.
package main

import (
	"bytes"
	"encoding/json"
	"expvar"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	_ "net/http/pprof"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
)

var (
	live    []any
	emptied map[int][128]byte
	outside []byte
)

func main() {
	hold := flag.String("hold", "", "what to keep: idle, map, objects, garbage, outside")
	mebibytes := flag.Int("mebibytes", 0, "how much of it")
	profileRate := flag.Int("rate", runtime.MemProfileRate, "MemProfileRate")
	flag.Parse()
	runtime.MemProfileRate = *profileRate
	fill(*hold, *mebibytes<<20)
	http.HandleFunc("/runtime-metrics", serveRuntimeMetrics)
	http.HandleFunc("/truth", serveTruth)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, nil)
	port := listener.Addr().(*net.TCPAddr).Port
	fmt.Printf("{\"port\": %d, \"goVersion\": %q}\n", port, runtime.Version())
	io.Copy(io.Discard, os.Stdin)
}

func fill(hold string, size int) {
	switch hold {
	case "idle":
		keep(size)
		live = nil
		// One collection frees the pages; the scavenger gives them back after the one after it.
		runtime.GC()
	case "objects":
		keep(size)
	case "garbage":
		debug.SetGCPercent(400)
		keep(size)
		live = nil
	case "map":
		emptied = fillMap(size)
		for key := range emptied {
			delete(emptied, key)
		}
		runtime.GC()
	case "outside":
		memory, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			panic(err)
		}
		for place := 0; place < len(memory); place += 4096 {
			memory[place] = 1
		}
		outside = memory
	}
}

func keep(size int) {
	for size > 0 {
		object := make([]byte, 64<<10)
		for place := 0; place < len(object); place += 4096 {
			object[place] = 1
		}
		live = append(live, object)
		size -= len(object)
	}
}

// fillMap adds entries until the map has what is asked for: the arrays that it outgrew do not count.
func fillMap(size int) map[int][128]byte {
	filled := map[int][128]byte{}
	for key := 0; ; key++ {
		filled[key] = [128]byte{1}
		if key%1024 != 0 || heapAlloc() < size {
			continue
		}
		if runtime.GC(); heapAlloc() >= size {
			return filled
		}
	}
}

func heapAlloc() int {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return int(now.HeapAlloc)
}

func serveRuntimeMetrics(writer http.ResponseWriter, _ *http.Request) {
	var samples []metrics.Sample
	for _, description := range metrics.All() {
		samples = append(samples, metrics.Sample{Name: description.Name})
	}
	metrics.Read(samples)
	for _, sample := range samples {
		switch sample.Value.Kind() {
		case metrics.KindUint64:
			fmt.Fprintf(writer, "%s %d\n", sample.Name, sample.Value.Uint64())
		case metrics.KindFloat64:
			fmt.Fprintf(writer, "%s %g\n", sample.Name, sample.Value.Float64())
		}
	}
}

type rendering struct {
	Text          string
	Before, After runtime.MemStats
}

// serveTruth keeps the collector off meanwhile, so that each number moves one way only and lies between the readings.
func serveTruth(writer http.ResponseWriter, _ *http.Request) {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(100_000))
	renderings := map[string]rendering{}
	for name, path := range map[string]string{
		"expvar":          "/debug/vars",
		"heap":            "/debug/pprof/heap?debug=1",
		"prometheus":      "/metrics",
		"all-prometheus":  "/metrics-all",
		"runtime-metrics": "/runtime-metrics",
	} {
		recorder := httptest.NewRecorder()
		recorder.Body = &bytes.Buffer{}
		var read rendering
		runtime.ReadMemStats(&read.Before)
		http.DefaultServeMux.ServeHTTP(recorder, httptest.NewRequest("GET", path, nil))
		runtime.ReadMemStats(&read.After)
		if recorder.Code == http.StatusOK {
			read.Text = recorder.Body.String()
			renderings[name] = read
		}
	}
	json.NewEncoder(writer).Encode(renderings)
}

var _ = expvar.Handler
