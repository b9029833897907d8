package oracle

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
)

var quantities = flag.String("quantities", "", "where the quantities are written")

// TestWriteQuantities writes down what Kubernetes makes of a text: [text] where it is refused, else
// [text, milli-units, its canonical form, the float64 of AsApproximateFloat64, milli-units printed as BinarySI and as DecimalSI].
func TestWriteQuantities(t *testing.T) {
	if *quantities == "" {
		t.Skip("-quantities FILE is missing")
	}
	var rows [][]any
	seen := map[string]bool{}
	for _, text := range texts() {
		if seen[text] {
			continue
		}
		seen[text] = true
		q, err := resource.ParseQuantity(text)
		if err != nil {
			rows = append(rows, []any{text})
			continue
		}
		milli := q.MilliValue()
		rows = append(rows, []any{text, strconv.FormatInt(milli, 10), q.String(), q.AsApproximateFloat64(),
			resource.NewMilliQuantity(milli, resource.BinarySI).String(), resource.NewMilliQuantity(milli, resource.DecimalSI).String()})
	}
	out, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*quantities, out, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d quantities, %d bytes", len(rows), len(out))
}

func texts() []string {
	out := []string{"", "0", "00", "-0", "+5", "1.", ".5", "-.5Mi", ".", "-", "+", "1.5.2", "1Kii", "1K", "1ki", "1e3", "1E3", "1E", "1Ei", "8Ei", "7Ei",
		"1e-3", "1e-9", "1e-10", "0.1n", "-0.1n", "1e", "e3", "1e+3", "1 Mi", "1m ", "abc", "512m", "0.5Ki", "0.3Mi", "1.7Gi", "-1.5Gi", "1023", "1024Ki",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808", "9223372036854775", "9223372036854776", "12345678901234567890", "0.1234567891", "100000000000000000000Gi",
		"1e18", "1e16", "1E15", "16Pi", "5P", "9E", "10E", "0.0000000001", "0Mi", "0.0", "000.5", "007Mi", "1_000", "0x10", "1Mi5", "1e1.5", "--1", "1n", "1001n", "-1001n", "999999999n", "1u"}
	r := rand.New(rand.NewPCG(7, 7))
	suffixes := []string{"", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "e-3", "E2", "e6", "e-7", "e-11"}
	for range 600 {
		number := fmt.Sprint(r.Int64N([]int64{10, 1000, 1_000_000, 1 << 40, 1 << 62}[r.IntN(5)]))
		if r.IntN(3) == 0 {
			number += "." + fmt.Sprint(r.Int64N([]int64{10, 1000, 1_000_000, 1 << 40}[r.IntN(4)]))
		}
		if r.IntN(8) == 0 {
			number = "-" + number
		}
		out = append(out, number+suffixes[r.IntN(len(suffixes))])
	}
	return out
}
