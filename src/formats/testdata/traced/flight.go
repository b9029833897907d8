//go:build go1.25

package main

import (
	"io"
	"runtime/trace"
	"time"
)

func init() {
	var recorder *trace.FlightRecorder
	startFlight = func() {
		recorder = trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: 300 * time.Millisecond})
		if err := recorder.Start(); err != nil {
			panic(err)
		}
	}
	writeFlight = func(out io.Writer) {
		if _, err := recorder.WriteTo(out); err != nil {
			panic(err)
		}
		recorder.Stop()
	}
}
