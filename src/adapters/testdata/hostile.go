// Hostile answers HTTP in every way that a client can meet. It prints its ports and its pid as JSON and ends with its standard input.
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(answer))
	safe := httptest.NewTLSServer(http.HandlerFunc(answer))
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go serveRaw(raw)
	fmt.Printf("{\"plain\": %q, \"safe\": %q, \"raw\": \"http://%s\"}\n", server.URL, safe.URL, raw.Addr())
	io.Copy(io.Discard, os.Stdin)
}

// serveRaw answers what is no HTTP, and hangs up.
func serveRaw(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		io.WriteString(connection, "220 mail.example ESMTP\r\n")
		connection.Close()
	}
}

func answer(writer http.ResponseWriter, request *http.Request) {
	path := request.URL.Path
	// Below /as/login/ every path is a login.
	if strings.HasPrefix(path, "/as/") {
		path = "/" + strings.SplitN(path, "/", 4)[2]
	}
	switch path {
	case "/echo":
		writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(writer, "%s %s|%s|%s|", request.Method, request.URL.RawQuery, request.Header.Get("Authorization"), request.Header.Get("X-Scope"))
		io.Copy(writer, request.Body)
	case "/login":
		writer.Header().Set("Content-Type", "text/html")
		io.WriteString(writer, "<!DOCTYPE html><title>Log in</title>")
	case "/unauthorized":
		writer.WriteHeader(http.StatusUnauthorized)
	case "/forbidden":
		http.Error(writer, "not you", http.StatusForbidden)
	case "/broken":
		http.Error(writer, "panic: secret", http.StatusInternalServerError)
	case "/metrics-of-another":
		io.WriteString(writer, "# HELP mysql_up x\n# TYPE mysql_up gauge\nmysql_up 1\n")
	case "/away":
		http.Redirect(writer, request, "https://login.example/?next=secret-token", http.StatusFound)
	case "/near":
		http.Redirect(writer, request, "/echo", http.StatusFound)
	case "/loop":
		http.Redirect(writer, request, "/loop", http.StatusFound)
	case "/slow":
		io.WriteString(writer, "a")
		writer.(http.Flusher).Flush()
		time.Sleep(20 * time.Second)
	case "/silent":
		time.Sleep(20 * time.Second)
	case "/endless":
		for line := make([]byte, 1<<16); ; {
			if _, err := writer.Write(line); err != nil {
				return
			}
		}
	case "/gzip":
		compressed(writer, 1000)
	case "/bomb":
		// 4 GiB in some MB.
		compressed(writer, 1<<32)
	case "/torn":
		writer.Header().Set("Content-Length", "1000")
		io.WriteString(writer, "short")
	case "/damaged":
		writer.Header().Set("Content-Encoding", "gzip")
		io.WriteString(writer, "this is no gzip at all, whatever the header says")
	case "/brotli":
		writer.Header().Set("Content-Encoding", "br")
		io.WriteString(writer, "x")
	default:
		http.NotFound(writer, request)
	}
}

func compressed(writer http.ResponseWriter, size int) {
	writer.Header().Set("Content-Encoding", "gzip")
	writer.Header().Set("Content-Type", "text/plain")
	packed := gzip.NewWriter(writer)
	defer packed.Close()
	for block := make([]byte, 1<<16); size > 0; size -= len(block) {
		if _, err := packed.Write(block[:min(size, len(block))]); err != nil {
			return
		}
	}
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}
