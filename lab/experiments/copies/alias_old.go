//go:build !go1.21

package main

const canAlias = false

func alias(string) []byte { return nil }
