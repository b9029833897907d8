// Command oracle says what Go's own packages make of Go source: the truth that the tests of src/gosource compare with.
// It reads requests from standard input, one a line, and answers each with one line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if os.Args[1] == "time" {
		timeFiles()
		return
	}
	answer := map[string]func(string) any{"scan": scan, "literals": literals, "types": fileTypes}[os.Args[1]]
	if answer == nil {
		fmt.Fprintln(os.Stderr, "usage: oracle scan|literals|types|time")
		os.Exit(2)
	}
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		if err := encoder.Encode(answer(lines.Text())); err != nil {
			panic(err)
		}
	}
}
