package api

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel"
)

// A collector gets the spans of requests, which go on with the trace of their client, at the latest when the server stops.
func TestTraces(t *testing.T) {
	var mutex sync.Mutex
	var got []byte
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body io.Reader = r.Body
		if r.Header.Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(r.Body)
			if err != nil {
				t.Error(err)
				return
			}
			body = unpacked
		}
		text, _ := io.ReadAll(body)
		mutex.Lock()
		defer mutex.Unlock()
		if r.URL.Path == "/v1/traces" {
			got = append(got, text...)
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	before, propagator := otel.GetTracerProvider(), otel.GetTextMapPropagator()
	defer func() { otel.SetTracerProvider(before); otel.SetTextMapPropagator(propagator) }()
	tracing, err := NewTracing(t.Context())
	must(t, err)
	url := serve(t, func(e *gin.Engine) {
		e.GET("/partners/:id", func(c *gin.Context) { c.Status(http.StatusOK) })
	}, tracing.Middleware()).URL
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	ask(t, "GET", url+"/partners/zeno", "", "traceparent: 00-"+id+"-00f067aa0ba902b7-01")
	must(t, tracing.Shutdown(t.Context()))
	mutex.Lock()
	defer mutex.Unlock()
	raw, _ := hex.DecodeString(id)
	if !bytes.Contains(got, raw) || !bytes.Contains(got, []byte("/partners/:id")) || !bytes.Contains(got, []byte("upline")) {
		t.Errorf("%d bytes came, without the span", len(got))
	}
}

func TestNoCollectorNoTraces(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	tracing, err := NewTracing(t.Context())
	must(t, err)
	url := serve(t, func(e *gin.Engine) {
		e.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
	}, tracing.Middleware()).URL
	if a := ask(t, "GET", url+"/", ""); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	must(t, tracing.Shutdown(t.Context()))
}
