package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what Prometheus fetches from /metrics. They have a registry of their own, so that nothing comes in by itself.
type Metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	inFlight  prometheus.Gauge
	jobs      *prometheus.CounterVec
	jobTimes  *prometheus.HistogramVec
	listeners prometheus.Gauge
}

// NewMetrics returns metrics that count nothing yet.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "upline_http_requests_total", Help: "Requests answered, by the template of their route, method and class of status.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "upline_http_request_duration_seconds", Help: "How long requests took, by the template of their route and method.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "upline_http_requests_in_flight", Help: "Requests that are being answered."}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "upline_jobs_total", Help: "Jobs that came to a state, by kind.",
		}, []string{"kind", "state"}),
		jobTimes: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "upline_job_duration_seconds", Help: "How long jobs took, by kind.", Buckets: prometheus.ExponentialBuckets(.1, 4, 10),
		}, []string{"kind"}),
		listeners: prometheus.NewGauge(prometheus.GaugeOpts{Name: "upline_event_listeners", Help: "Connections that listen to events."}),
	}
	m.registry.MustRegister(m.requests, m.durations, m.inFlight, m.jobs, m.jobTimes, m.listeners,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Count returns the middleware that counts requests.
func (m *Metrics) Count() gin.HandlerFunc {
	return func(c *gin.Context) {
		begin := time.Now()
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			m.requests.WithLabelValues(routeOf(c), methodOf(c.Request), strconv.Itoa(c.Writer.Status()/100)+"xx").Inc()
			m.durations.WithLabelValues(routeOf(c), methodOf(c.Request)).Observe(time.Since(begin).Seconds())
		}()
		c.Next()
	}
}

// Job counts a job that came to a state; took is zero for states that do not end it.
func (m *Metrics) Job(kind, state string, took time.Duration) {
	m.jobs.WithLabelValues(kind, state).Inc()
	if took > 0 {
		m.jobTimes.WithLabelValues(kind).Observe(took.Seconds())
	}
}

// Listeners says how many listen to events. It is what NewHub wants.
func (m *Metrics) Listeners(n int) { m.listeners.Set(float64(n)) }

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
