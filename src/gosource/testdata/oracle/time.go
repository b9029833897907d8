package main

import (
	"bufio"
	"encoding/json"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"time"
)

type timing struct {
	TokenCount int
	// Nanoseconds over all files.
	Scan  int64
	Parse int64
}

// timeFiles scans and parses the files named on standard input, all read before, and says how long each took.
func timeFiles() {
	var sources [][]byte
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		source, err := os.ReadFile(lines.Text())
		if err != nil {
			panic(err)
		}
		sources = append(sources, source)
	}
	var answer timing
	start := time.Now()
	for _, source := range sources {
		set := token.NewFileSet()
		var s scanner.Scanner
		s.Init(set.AddFile("", -1, len(source)), source, nil, 0)
		for {
			_, kind, _ := s.Scan()
			answer.TokenCount++
			if kind == token.EOF {
				break
			}
		}
	}
	answer.Scan = int64(time.Since(start))
	start = time.Now()
	for _, source := range sources {
		// Files of the compiler's tests do not parse; they cost what they cost.
		_, _ = parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	}
	answer.Parse = int64(time.Since(start))
	json.NewEncoder(os.Stdout).Encode(answer)
}
