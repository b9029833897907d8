// An HTTP server that has served: pools, timers, finalizers and deadlines in use as they should be.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"time"
)

const (
	requestCount = 2000
	workerCount  = 8
)

var (
	bodies = sync.Pool{New: func() interface{} { return new(bytes.Buffer) }}
	served [1 << 20]int64
)

func handle(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	body := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(body)
	body.Reset()
	json.NewEncoder(body).Encode(map[string]string{"path": r.URL.Path, "error": fmt.Sprint(ctx.Err())})
	w.Header().Set("Content-Encoding", "gzip")
	zipped := gzip.NewWriter(w)
	zipped.Write(body.Bytes())
	zipped.Close()
}

func main() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(handle))
	server.Config.ReadTimeout = time.Minute
	server.Config.IdleTimeout = time.Hour
	server.Start()
	var workers sync.WaitGroup
	for worker := 0; worker < workerCount; worker++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			ticker := time.NewTicker(time.Millisecond)
			defer ticker.Stop()
			for i := 0; i < requestCount/workerCount; i++ {
				response, err := http.Get(server.URL)
				if err == nil {
					io.Copy(io.Discard, response.Body)
					response.Body.Close()
				}
				select {
				case <-ticker.C:
				case <-time.After(time.Second):
				}
			}
		}()
	}
	workers.Wait()
	for i := range served {
		served[i] = 1
	}
	fmt.Println("{}")
	os.Stdin.Read(make([]byte, 1))
}
