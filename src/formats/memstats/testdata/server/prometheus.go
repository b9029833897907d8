//go:build prometheus

package main

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func init() {
	http.Handle("/metrics", promhttp.Handler())
	if all := everyMetric(); all != nil {
		registry := prometheus.NewRegistry()
		registry.MustRegister(all, collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
		http.Handle("/metrics-all", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	}
}
