package oracle

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"os"
	"testing"

	"k8s.io/klog/v2"
)

var (
	out   = flag.String("out", "", "where the cases are written")
	cases = flag.Int("cases", 2400, "how many")
	seed  = flag.Uint64("seed", 1, "of the first of them")
)

// document has one entry a case in each list: what is alike stands together, which packs better.
type document struct {
	Kubernetes string   `json:"kubernetes"`
	Common     Options  `json:"common"`
	Reasons    []string `json:"reasons"`
	// Options are nil where they are the common ones.
	Options    []*Options          `json:"options"`
	Specs      []json.RawMessage   `json:"specs"`
	Containers [][]Container       `json:"containers"`
	PodLevel   []map[string]string `json:"podLevel"`
	Overhead   []map[string]string `json:"overhead"`
	Steps      [][]Step            `json:"steps"`
	// Results are [ticks, replicas, place in Reasons, values of metrics…].
	Results [][][]any `json:"results"`
}

// TestWriteCases runs the controller on random cases and writes down what it saw and did.
func TestWriteCases(t *testing.T) {
	if *out == "" {
		t.Skip("-out FILE is missing")
	}
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	common := Options{Tolerance: 0.1, WindowSeconds: 300, SyncSeconds: 15, CPUSeconds: 300, ReadySeconds: 30}
	written := document{Kubernetes: "v1.36.3", Common: common}
	places := map[string]int{}
	ticks := 0
	for i := 0; i < *cases; i++ {
		c, next := newCase(*seed + uint64(i))
		run(t, c, func(replicas int32, now int) *Step {
			step := next(replicas, now)
			if step != nil {
				c.Steps = append(c.Steps, *step)
				return &c.Steps[len(c.Steps)-1]
			}
			return nil
		})
		var options *Options
		if c.Options != common {
			options = &c.Options
		}
		var results [][]any
		for _, r := range c.Results {
			place, known := places[r.Reasons]
			if !known {
				place = len(written.Reasons)
				places[r.Reasons] = place
				written.Reasons = append(written.Reasons, r.Reasons)
			}
			entry := []any{1, r.Replicas, place}
			for _, text := range r.Currents {
				entry = append(entry, text)
			}
			ticks++
			if last := len(results) - 1; last >= 0 && same(results[last], entry) {
				results[last][0] = results[last][0].(int) + 1
				continue
			}
			results = append(results, entry)
		}
		written.Options = append(written.Options, options)
		written.Specs = append(written.Specs, without(t, c.Spec, "scaleTargetRef"))
		written.Containers = append(written.Containers, c.Containers)
		written.PodLevel = append(written.PodLevel, c.PodLevel)
		written.Overhead = append(written.Overhead, c.Overhead)
		written.Steps = append(written.Steps, c.Steps)
		written.Results = append(written.Results, results)
	}
	text, err := json.Marshal(written)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	w.Write(text)
	w.Close()
	if err := os.WriteFile(*out, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases, %d reconciliations, %d bytes", *cases, ticks, packed.Len())
}

func without(t *testing.T, value any, key string) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, key)
	text, _ = json.Marshal(fields)
	return text
}

func same(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 1; i < len(a); i++ {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
