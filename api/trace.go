package api

import (
	"context"
	"os"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"

	"upline/internal/fault"
)

const service = "upline"

// Tracing sends traces to a collector, if the environment names one as OpenTelemetry has it: OTEL_EXPORTER_OTLP_ENDPOINT, or
// OTEL_EXPORTER_OTLP_TRACES_ENDPOINT; their other variables hold, too. Without one, nothing is traced.
type Tracing struct {
	provider    *trace.TracerProvider // nil: nothing is traced
	propagators propagation.TextMapPropagator
}

// NewTracing connects to the collector.
//
// Errors: Invalid when its address cannot be understood.
func NewTracing(ctx context.Context) (*Tracing, error) {
	t := &Tracing{propagators: propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})}
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return t, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "trace", Msg: "OTEL_EXPORTER_OTLP_ENDPOINT is not an address such as http://localhost:4318", Err: err}
	}
	about, err := resource.New(ctx,
		resource.WithTelemetrySDK(), resource.WithAttributes(attribute.String("service.name", service)), resource.WithFromEnv())
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "trace", Msg: "OTEL_RESOURCE_ATTRIBUTES cannot be read: write name=value, parted by commas", Err: err}
	}
	t.provider = trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(about))
	otel.SetTracerProvider(t.provider) // for what asks below the API, such as drivers
	otel.SetTextMapPropagator(t.propagators)
	return t, nil
}

// Middleware begins a span for each request, or goes on with the one that its traceparent names.
func (t *Tracing) Middleware() gin.HandlerFunc {
	if t.provider == nil {
		return func(*gin.Context) {}
	}
	return otelgin.Middleware(service, otelgin.WithTracerProvider(t.provider), otelgin.WithPropagators(t.propagators))
}

// Shutdown sends what was not sent yet.
func (t *Tracing) Shutdown(ctx context.Context) error {
	if t.provider == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}
