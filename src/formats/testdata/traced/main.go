// A program that traces itself and knows what its trace must say: it prints that as one line of JSON. It is built with Go 1.18
// and later. Usage: traced FILE [ROUNDS [flight | busy]]. With flight it writes what a flight recorder (Go 1.25+) has kept,
// which is less than the truth; with busy it allocates all the time.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"strconv"
	"sync"
	"time"
)

type session struct {
	user    [3]int
	payload [10]int
}

// Truth is what the trace must say.
type Truth struct {
	GoVersion string
	// Goroutines of each kind that were started while it was traced.
	Leaked, Background, Awaited, Pool int
	// Forced collections by collectNow, and by debug.FreeOSMemory in giveBack.
	Collections, GivenBack int
	// runtime.ReadMemStats by poll.
	Polls    int
	Sessions int
	Rounds   int
}

var (
	never    = make(chan int)
	sessions = map[int]session{}
	sink     []byte
	// What the collector has to mark, so that there is time for the program to assist it.
	ballast []*[64]*int
)

func leakHandler(w http.ResponseWriter, r *http.Request) {
	go func() {
		<-never
	}()
	fmt.Fprintln(w, "ok")
}

// Set where runtime/trace has a flight recorder.
var (
	startFlight func()
	writeFlight func(out io.Writer)
)

var background sync.WaitGroup

func backgroundHandler(w http.ResponseWriter, r *http.Request) {
	background.Add(1)
	go func() {
		time.Sleep(20 * time.Millisecond)
		background.Done()
	}()
	fmt.Fprintln(w, "ok")
}

func awaitHandler(w http.ResponseWriter, r *http.Request) {
	done := make(chan int)
	go func() {
		time.Sleep(time.Millisecond)
		done <- 1
	}()
	<-done
	fmt.Fprintln(w, "ok")
}

func startPool(count int, jobs chan int) {
	for i := 0; i < count; i++ {
		go func() {
			for range jobs {
			}
		}()
	}
}

//go:noinline
func collectNow() { runtime.GC() }

//go:noinline
func giveBack() { debug.FreeOSMemory() }

//go:noinline
func poll() {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
}

func churn(bytes int) {
	for done := 0; done < bytes; done += 4096 {
		sink = make([]byte, 4096)
	}
}

func get(client *http.Client, url string) {
	response, err := client.Get(url)
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}

func serve() string {
	mux := http.NewServeMux()
	mux.HandleFunc("/leak", leakHandler)
	mux.HandleFunc("/background", backgroundHandler)
	mux.HandleFunc("/await", awaitHandler)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, mux)
	return "http://" + listener.Addr().String()
}

func main() {
	runtime.GOMAXPROCS(2)
	rounds := 60
	if len(os.Args) > 2 {
		rounds, _ = strconv.Atoi(os.Args[2])
	}
	for i := 0; i < 20_000; i++ {
		ballast = append(ballast, &[64]*int{&i})
	}
	url := serve()
	client := &http.Client{}
	get(client, url+"/await")
	out, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	isFlight, isBusy := false, false
	if len(os.Args) > 3 {
		isFlight, isBusy = os.Args[3] == "flight", os.Args[3] == "busy"
	}
	if isFlight {
		startFlight()
	} else if err := trace.Start(out); err != nil {
		panic(err)
	}
	truth := Truth{GoVersion: runtime.Version(), Pool: 150}
	jobs := make(chan int)
	startPool(truth.Pool, jobs)
	var churners sync.WaitGroup
	stop := make(chan int)
	for i := 0; i < 2; i++ {
		churners.Add(1)
		go func() {
			defer churners.Done()
			for {
				select {
				case <-stop:
					return
				default:
					churn(1 << 17)
					if !isBusy {
						time.Sleep(2 * time.Millisecond)
					}
				}
			}
		}()
	}
	for truth.Rounds = 0; truth.Rounds < rounds; truth.Rounds++ {
		for i := 0; i < 2; i++ {
			get(client, url+"/leak")
			truth.Leaked++
			get(client, url+"/background")
			truth.Background++
			get(client, url+"/await")
			truth.Awaited++
			jobs <- i
		}
		for i := 0; i < 300; i++ {
			sessions[truth.Sessions] = session{}
			truth.Sessions++
		}
		if truth.Rounds%20 == 0 {
			collectNow()
			truth.Collections++
		}
		if truth.Rounds%30 == 0 {
			giveBack()
			truth.GivenBack++
		}
		poll()
		truth.Polls++
		time.Sleep(25 * time.Millisecond)
	}
	close(stop)
	churners.Wait()
	background.Wait()
	if isFlight {
		writeFlight(out)
	} else {
		trace.Stop()
	}
	out.Close()
	text, _ := json.Marshal(truth)
	fmt.Println(string(text))
	runtime.KeepAlive(ballast)
}
