// Copies is articles 003 §4 and 002's advice in small: arrays by value and by pointer, strings and byte slices, adding
// strings up, runes.
package main

import (
	"flag"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"highwater.lab/internal/measure"
)

func main() {
	testing.Init()
	if err := flag.Set("test.benchtime", "100ms"); err != nil {
		measure.Fail(err)
	}
	measure.Pick(map[string]func() measure.Metrics{"arrays": arrays, "bytes": bytes, "concat": concat, "runes": runes})
}

func note(metrics measure.Metrics, name string, benchmark func(b *testing.B)) {
	result := testing.Benchmark(benchmark)
	metrics[name+"Ns"] = float64(result.T.Nanoseconds()) / float64(result.N)
	metrics[name+"Allocations"] = float64(result.MemAllocs) / float64(result.N)
	metrics[name+"Bytes"] = float64(result.MemBytes) / float64(result.N)
}

//go:noinline
func byValue(a [1024]byte) byte { return a[512] }

//go:noinline
func byPointer(a *[1024]byte) byte { return a[512] }

var (
	sinkByte  byte
	sinkBytes []byte
	sinkText  string
	sinkInt   int
	sinkRunes []rune
)

func arrays() measure.Metrics {
	var a [1024]byte
	for i := range a {
		a[i] = byte(i)
	}
	metrics := measure.Metrics{}
	// As printed in the article: the compiler drops both statements.
	note(metrics, "blankValue", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			_ = a
		}
	})
	pointer := &a
	note(metrics, "blankPointer", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			_ = *pointer
		}
	})
	note(metrics, "value", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sinkByte = byValue(a)
		}
	})
	note(metrics, "pointer", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sinkByte = byPointer(&a)
		}
	})
	metrics["valueOverPointer"] = metrics["valueNs"].(float64) / metrics["pointerNs"].(float64)
	return metrics
}

func bytes() measure.Metrics {
	text := strings.Repeat("x", 1024)
	metrics := measure.Metrics{"aliasNs": nil, "aliasAllocations": nil, "convertOverAlias": nil}
	note(metrics, "convert", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sinkBytes = []byte(text)
		}
	})
	if canAlias {
		note(metrics, "alias", func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				sinkBytes = alias(text)
			}
		})
		metrics["convertOverAlias"] = metrics["convertNs"].(float64) / metrics["aliasNs"].(float64)
	}
	// Where the compiler sees that nobody writes, it does not copy.
	note(metrics, "range", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			for _, c := range []byte(text) {
				sinkInt += int(c)
			}
		}
	})
	lookup := map[string]int{text: 1}
	raw := []byte(text)
	note(metrics, "lookup", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sinkInt += lookup[string(raw)]
		}
	})
	return metrics
}

func concat() measure.Metrics {
	metrics := measure.Metrics{}
	note(metrics, "plus", func(b *testing.B) {
		for n := 0; n < b.N; n++ {
			s := "a"
			for i := 0; i < 1000; i++ {
				s += strconv.Itoa(i)
			}
			sinkText = s
		}
	})
	note(metrics, "builder", func(b *testing.B) {
		for n := 0; n < b.N; n++ {
			var to strings.Builder
			to.Grow(1024)
			for i := 0; i < 1000; i++ {
				to.WriteString(strconv.Itoa(i))
			}
			sinkText = to.String()
		}
	})
	double := func(pieces int) float64 {
		return measure.PerOperation(9, 1, func() {
			s := ""
			for i := 0; i < pieces; i++ {
				s += "0123456789abcdef"
			}
			sinkText = s
		})
	}
	// Twice the pieces, four times the bytes to copy.
	metrics["bytesTwiceOverOnce"] = plusBytes(4000) / plusBytes(2000)
	metrics["nsTwiceOverOnce"] = double(8000) / double(4000)
	metrics["plusOverBuilderBytes"] = metrics["plusBytes"].(float64) / metrics["builderBytes"].(float64)
	metrics["plusOverBuilderNs"] = metrics["plusNs"].(float64) / metrics["builderNs"].(float64)
	return metrics
}

func plusBytes(pieces int) float64 {
	cost := measure.CostOf(func() {
		s := ""
		for i := 0; i < pieces; i++ {
			s += "0123456789abcdef"
		}
		sinkText = s
	})
	return float64(cost.Bytes)
}

// runes takes the strings of the article as they are printed there: man and computer side by side, with no joiner.
func runes() measure.Metrics {
	emoji := "👨💻"
	text := "a👨💻"
	points := []rune(text)
	before := cap(points)
	sinkRunes = []rune(text)
	escapedBefore := cap(sinkRunes)
	sinkRunes = append(sinkRunes, 'x')
	appended := append(points, 'x')
	sizes := map[int]bool{}
	largest := 0
	for rest := "Hello世界🚀é"; len(rest) > 0; {
		_, size := utf8.DecodeRuneInString(rest)
		sizes[size] = true
		if size > largest {
			largest = size
		}
		rest = rest[size:]
	}
	first, _ := utf8.DecodeRuneInString("世界")
	return measure.Metrics{
		"emojiBytes": len(emoji), "emojiRunes": len([]rune(emoji)), "joinedRunes": len([]rune("👨\u200d💻")),
		"textBytes": len(text), "textRunes": len(points), "capBefore": before, "capAfter": cap(appended),
		"escapedCapBefore": escapedBefore, "escapedCapAfter": cap(sinkRunes),
		"largestSize": largest, "sizesSeen": len(sizes), "codeOfShi": int(first),
	}
}
