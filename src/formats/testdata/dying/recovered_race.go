//go:build race

package main

func recovered() {}
