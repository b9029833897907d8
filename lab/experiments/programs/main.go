// Programs runs small programs that the articles print, or describe, and tells how they end: what they print, whether they
// panic or are stopped by the runtime. Each is this program started again, since a fatal error cannot be caught.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"highwater.lab/internal/measure"
)

type config struct{ tags map[string]int }

func (c *config) add(tag string) { c.tags[tag]++ }

// Variables of the package, so that the compiler cannot tell that the maps are nil.
var (
	none   map[string]int
	shared = map[int]int{}
)

var programs = map[string]func(){
	"nil-read": func() {
		_, ok := none["key"]
		for range none {
			ok = true
		}
		delete(none, "key")
		fmt.Print(none["key"], len(none), ok)
	},
	"nil-write":     func() { none["key"] = 1 },
	"nil-field":     func() { new(config).add("tag") },
	"missing-key":   func() { fmt.Print(map[string]int{"a": 1}["b"]) },
	"modify-map":    modifyMap,
	"pointer-value": pointerValue,
	"two-writers":   func() { race(write, write) },
	"reader-writer": func() { race(write, look) },
	"gctrace": func() {
		for i := 0; i < 200; i++ {
			kept = make([]byte, 1<<20)
		}
	},
}

var kept []byte

// modifyMap is article 004 §1, with the closing brackets that it lacks.
func modifyMap() {
	data := map[string]int{"old": 42}
	func(m map[string]int) {
		m["new"] = 100
		delete(m, "old")
		m = make(map[string]int)
		m["local"] = 999
	}(data)
	fmt.Print(data)
}

// pointerValue is the program of article 001 §2.4.
func pointerValue() {
	m := make(map[string]*int)
	v := new(int)
	_ = v
	*m["key"] = 42
}

func write() {
	for i := 0; ; i = (i + 1) % 1000 {
		shared[i] = i
	}
}

func look() {
	for i := 0; ; i = (i + 1) % 1000 {
		if shared[i] < 0 {
			return
		}
	}
}

// race ends with the runtime's fatal error; after four seconds it gives up.
func race(one, other func()) {
	go one()
	go other()
	time.Sleep(4 * time.Second)
}

func main() {
	if program, ok := programs[measure.Variant()]; ok {
		program()
		return
	}
	metrics := measure.Metrics{}
	for name := range programs {
		stdout, stderr, ok := start(name)
		if name == "gctrace" {
			metrics["gctraceLines"], metrics["gctraceScvgLines"] = strings.Count(stderr, "gc "), strings.Count(stderr, "scvg")
			continue
		}
		metrics[name+"-ends"] = reason(stderr, ok)
		if ok {
			metrics[name+"-prints"] = stdout
		}
	}
	measure.Print(metrics)
}

func start(name string) (stdout, stderr string, ok bool) {
	self, err := os.Executable()
	if err != nil {
		measure.Fail(err)
	}
	command := exec.Command(self, name)
	command.Env = append(os.Environ(), "GOTRACEBACK=none", "GODEBUG=gctrace=1")
	var out, errors strings.Builder
	command.Stdout, command.Stderr = &out, &errors
	err = command.Run()
	return out.String(), errors.String(), err == nil
}

// reason is the runtime's message, or `well`.
func reason(stderr string, ok bool) string {
	if ok {
		return "well"
	}
	for _, line := range strings.Split(stderr, "\n") {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return line
		}
	}
	return "badly: " + stderr
}
