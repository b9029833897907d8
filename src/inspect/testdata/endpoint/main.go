// Endpoint is a server that is asked by HTTP, in one of the states that its environment names. It prints one line of JSON with its
// port and with what it holds, and ends with its standard input.
package main

import (
	"encoding/json"
	"expvar"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"time"
)

type record [200]byte

var (
	boxed   map[int]record
	counts  map[int]int
	names   map[string][64]byte
	slices  [][]byte
	emptied map[int][128]byte
	inline  map[int][100]byte
	objects [][]byte
	outcome = map[string]int{}
)

func main() {
	if rate, err := strconv.Atoi(os.Getenv("RATE")); err == nil {
		runtime.MemProfileRate = rate
	}
	switch os.Getenv("HOLD") {
	case "idle":
		keepObjects(300)
		objects = nil
		runtime.GC()
	case "emptied":
		fillEmptied(300)
	case "boxes":
		fillBoxed(1_000_000)
		for key := range boxed {
			if key >= 100 {
				delete(boxed, key)
			}
		}
	case "full-boxes":
		fillBoxed(100_000)
	case "lines":
		fillCounts(200_000)
		fillNames(60_000)
		fillBoxed(20_000)
		keepSlices(16)
	case "goroutines":
		park(3000)
	case "generic":
		boxed, inline = map[int]record{}, map[int][100]byte{}
		for key := 0; key < 600_000; key++ {
			put(boxed, key, record{1})
			put(inline, key, [100]byte{1})
		}
		for key := range boxed {
			delete(boxed, key)
		}
	case "stacks":
		for path := 0; path < 2048; path++ {
			left(path, 11)
		}
	}
	runtime.GC()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, mounted())
	outcome["port"] = listener.Addr().(*net.TCPAddr).Port
	json.NewEncoder(os.Stdout).Encode(outcome)
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(boxed)
}

func fillBoxed(count int) {
	boxed = map[int]record{}
	for key := 0; key < count; key++ {
		boxed[key] = record{1}
	}
}

// put fills maps of every type at one line.
//
//go:noinline
func put[Value any](into map[int]Value, key int, value Value) {
	into[key] = value
}

func fillCounts(count int) {
	counts = map[int]int{}
	for key := 0; key < count; key++ {
		counts[key] = key
	}
}

func fillNames(count int) {
	names = map[string][64]byte{}
	for key := 0; key < count; key++ {
		names[fmt.Sprint("name ", key)] = [64]byte{1}
	}
}

func keepSlices(mebibytes int) {
	for ; mebibytes > 0; mebibytes-- {
		slices = append(slices, make([]byte, 1<<20))
	}
}

func fillEmptied(mebibytes int) {
	emptied = map[int][128]byte{}
	for key := 0; ; key++ {
		emptied[key] = [128]byte{1}
		if key%65536 != 0 {
			continue
		}
		runtime.GC()
		var now runtime.MemStats
		if runtime.ReadMemStats(&now); now.HeapAlloc >= uint64(mebibytes)<<20 {
			break
		}
	}
	for key := range emptied {
		delete(emptied, key)
	}
}

func keepObjects(mebibytes int) {
	for count := mebibytes * 16; count > 0; count-- {
		object := make([]byte, 64<<10)
		for place := 0; place < len(object); place += 4096 {
			object[place] = 1
		}
		objects = append(objects, object)
	}
}

// left and right call each other in 2,048 ways, and keep a kilobyte at the end of each.
func left(path, depth int) {
	if depth == 0 {
		slices = append(slices, make([]byte, 1024))
	} else if path&1 == 0 {
		left(path>>1, depth-1)
	} else {
		right(path>>1, depth-1)
	}
}

func right(path, depth int) {
	if depth == 0 {
		slices = append(slices, make([]byte, 1024))
	} else if path&1 == 0 {
		left(path>>1, depth-1)
	} else {
		right(path>>1, depth-1)
	}
}

func park(count int) {
	never := make(chan int)
	for ; count > 0; count-- {
		go waitForever(never)
	}
	for runtime.NumGoroutine() < 3000 {
		time.Sleep(time.Millisecond)
	}
	// All of them have to stand.
	time.Sleep(200 * time.Millisecond)
	outcome["goroutines"] = runtime.NumGoroutine()
}

func waitForever(never chan int) {
	var frame [4096]byte
	frame[0] = byte(<-never)
	fmt.Fprint(io.Discard, frame)
}

// mounted serves the profiles where PREFIX says, each handler by itself as routers do it, and asks for AUTHORIZATION.
func mounted() http.Handler {
	prefix := os.Getenv("PREFIX")
	if prefix == "" {
		return http.DefaultServeMux
	}
	mux := http.NewServeMux()
	if os.Getenv("NOINDEX") == "" {
		mux.HandleFunc(prefix+"/debug/pprof/", pprof.Index)
	}
	mux.HandleFunc(prefix+"/debug/pprof/symbol", pprof.Symbol)
	mux.Handle(prefix+"/debug/pprof/heap", pprof.Handler("heap"))
	mux.Handle(prefix+"/debug/pprof/goroutine", pprof.Handler("goroutine"))
	mux.Handle(prefix+"/debug/vars", expvar.Handler())
	wanted := os.Getenv("AUTHORIZATION")
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Authorization") != wanted {
			writer.Header().Set("WWW-Authenticate", "Basic")
			http.Error(writer, "who are you?", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(writer, request)
	})
}
