package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"go/scanner"
	"go/token"
	"hash"
	"os"
	"strings"
)

type scanError struct {
	Offset  int
	Message string
}

type scanAnswer struct {
	Path       string
	TokenCount int
	// Over kind, offset and literal of each token.
	Digest     string
	ErrorCount int
	Errors     []scanError
}

type scanToken struct {
	Kind    string
	Offset  int
	Literal string
}

// eachToken gives every token of go/scanner, comments included, and collects the errors.
func eachToken(path string, visit func(scanToken)) []scanError {
	source, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	var errors []scanError
	report := func(at token.Position, message string) {
		// Line directives are no part of the language, and no token depends on them.
		if !strings.HasPrefix(message, "invalid line number") && !strings.HasPrefix(message, "invalid column number") {
			errors = append(errors, scanError{at.Offset, message})
		}
	}
	set := token.NewFileSet()
	file := set.AddFile(path, -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, report, scanner.ScanComments)
	for {
		pos, kind, literal := s.Scan()
		visit(scanToken{kind.String(), file.Offset(pos), literal})
		if kind == token.EOF {
			return errors
		}
	}
}

func put(sum hash.Hash, t scanToken) {
	var head [8]byte
	binary.LittleEndian.PutUint32(head[0:], uint32(t.Offset))
	binary.LittleEndian.PutUint32(head[4:], uint32(len(t.Literal)))
	sum.Write(head[:])
	sum.Write([]byte(t.Kind))
	sum.Write([]byte{0})
	sum.Write([]byte(t.Literal))
}

func scan(path string) any {
	answer := scanAnswer{Path: path}
	sum := sha256.New()
	errors := eachToken(path, func(t scanToken) {
		answer.TokenCount++
		put(sum, t)
	})
	answer.Digest = hex.EncodeToString(sum.Sum(nil))
	answer.ErrorCount = len(errors)
	answer.Errors = errors
	if len(errors) > 100 {
		answer.Errors = errors[:100]
	}
	return answer
}
