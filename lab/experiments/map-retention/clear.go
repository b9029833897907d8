//go:build go1.21

package main

const canClear = true

func clearMap(m map[int]value) { clear(m) }
