// Toolchain-facts asks the Go toolchain itself what the articles say of it: whether functions exist, what `go vet` and the
// escape analysis report, what stands in the runtime's source. It needs the `go` command that GOTOOLCHAIN selects.
package main

import (
	"embed"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"highwater.lab/internal/measure"
)

//go:embed snippets
var snippets embed.FS

func main() {
	folder, err := os.MkdirTemp("", "highwater-lab-")
	if err != nil {
		measure.Fail(err)
	}
	metrics := facts(folder)
	os.RemoveAll(folder)
	measure.Print(metrics)
}

func facts(folder string) measure.Metrics {
	metrics := measure.Metrics{}
	// Without this, a toolchain that compiles nothing would look like one that lacks every function.
	if output, ok := tool(folder, "known", "build"); !ok {
		measure.Fail("go build fails where it should not: " + strings.TrimSpace(output))
	}
	for _, name := range []string{"set-map-expand", "load-or-store-func", "reflect-map-header", "copy-map", "read-only-get"} {
		_, ok := tool(folder, name, "build")
		metrics[name+"-compiles"] = ok
	}
	// The file behind the build tag is no Go at all: with a check it would be refused.
	_, plain := tool(folder, "mapcheck", "build")
	_, tagged := tool(folder, "mapcheck", "build", "-tags=mapcheck")
	metrics["mapcheck-acceptsBrokenFile"], metrics["mapcheck-acceptsItWithTag"] = plain, tagged

	for _, name := range []string{"nil-map-direct", "nil-map-parameter"} {
		output, ok := tool(folder, name, "vet")
		metrics[name+"-vetReports"] = !ok && strings.Contains(output, "map")
	}

	escapes, _ := tool(folder, "escaping-map", "build", "-gcflags=-m")
	metrics["escaping-map-movedToHeapLines"] = lines(escapes, `make\(map.*moved to heap`)
	metrics["escaping-map-escapesToHeapLines"] = lines(escapes, `make\(map.*escapes to heap`)
	literal, _ := tool(folder, "local-config", "build", "-gcflags=-m")
	metrics["local-config-mapEscapes"] = lines(literal, `make\(map.*escapes to heap`) > 0
	metrics["local-config-mapDoesNot"] = lines(literal, `make\(map.*does not escape`) > 0
	inlined, _ := tool(folder, "through-interface", "build", "-gcflags=-m=2")
	metrics["through-interface-inlinesGet"] = lines(inlined, `inlining call to \(\*readOnlyMap\)\.Get`) > 0
	metrics["through-interface-canInlineGet"] = lines(inlined, `can inline \(\*readOnlyMap\)\.Get`) > 0

	source := runtimeSource()
	for _, word := range []string{"bucketsShiftedLoad", "initGrow", "growWork", "hashGrow", "SetMapExpand", "shrink"} {
		metrics["source-"+word] = strings.Count(source, word)
	}
	metrics["source-mutexFreeThrow"] = strings.Count(source, "concurrent map writes") > 0
	return metrics
}

// tool runs `go build` or `go vet` on one snippet, in a module of its own.
func tool(folder, name string, words ...string) (output string, ok bool) {
	place := filepath.Join(folder, name)
	unpack(place, name)
	command := exec.Command("go", append(words, ".")...)
	command.Dir = place
	command.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=off", "GO111MODULE=on")
	text, err := command.CombinedOutput()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		measure.Fail(err)
	}
	return string(text), err == nil
}

// unpack writes the files of a snippet. They end in .txt here, so that no tool takes them for part of this program.
func unpack(place, name string) {
	if err := os.MkdirAll(place, 0o755); err != nil {
		measure.Fail(err)
	}
	entries, err := snippets.ReadDir("snippets")
	if err != nil {
		measure.Fail(err)
	}
	write := func(file, text string) {
		if err := os.WriteFile(filepath.Join(place, file), []byte(text), 0o644); err != nil {
			measure.Fail(err)
		}
	}
	// Go 1.19 refuses some module paths without a dot.
	write("go.mod", "module highwater.lab/snippet\n\ngo 1.18\n")
	for _, entry := range entries {
		if entry.Name() != name+".txt" && !strings.HasPrefix(entry.Name(), name+"+") {
			continue
		}
		text, err := snippets.ReadFile("snippets/" + entry.Name())
		if err != nil {
			measure.Fail(err)
		}
		write(strings.TrimSuffix(entry.Name(), ".txt")+".go", string(text))
	}
}

func lines(text, pattern string) int {
	return len(regexp.MustCompile(pattern).FindAllString(text, -1))
}

// runtimeSource is the Go text of the map implementation: runtime/map*.go and internal/runtime/maps.
func runtimeSource() string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		measure.Fail(err)
	}
	var text strings.Builder
	for _, pattern := range []string{"src/runtime/*map*.go", "src/runtime/hashmap*.go", "src/internal/runtime/maps/*.go"} {
		files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), pattern))
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			content, err := os.ReadFile(file)
			if err != nil {
				measure.Fail(err)
			}
			text.Write(content)
		}
	}
	if text.Len() == 0 {
		measure.Fail("no source of maps under GOROOT")
	}
	return text.String()
}
