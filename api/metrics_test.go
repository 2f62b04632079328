package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	url := serve(t, func(e *gin.Engine) {
		e.GET("/metrics", gin.WrapH(m.Handler()))
		e.GET("/partners/:id", func(c *gin.Context) { c.Status(http.StatusOK) })
	}, m.Count()).URL
	for _, id := range []string{"anna", "ben", "zeno"} {
		ask(t, "GET", url+"/partners/"+id, "")
	}
	ask(t, "GET", url+"/wp-login.php", "")
	ask(t, "INVENTED", url+"/x", "")
	m.Job("settle", "running", 0)
	m.Job("settle", "done", 3*time.Second)
	m.Listeners(2)
	text := ask(t, "GET", url+"/metrics", "").body
	for _, want := range []string{
		`upline_http_requests_total{method="GET",route="/partners/:id",status="2xx"} 3`,
		`upline_http_requests_total{method="GET",route="none",status="4xx"} 1`,
		`upline_http_requests_total{method="OTHER",route="none",status="4xx"} 1`,
		`upline_http_request_duration_seconds_count{method="GET",route="/partners/:id"} 3`,
		`upline_http_requests_in_flight 1`, // this one
		`upline_jobs_total{kind="settle",state="done"} 1`,
		`upline_jobs_total{kind="settle",state="running"} 1`,
		`upline_job_duration_seconds_sum{kind="settle"} 3`,
		`upline_event_listeners 2`,
		"go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("%s is not there", want)
		}
	}
	if strings.Contains(text, "zeno") || strings.Contains(text, "wp-login") {
		t.Error("paths are labels: they are without end, and personal")
	}
}
