package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// Operators answers those who watch over a process: /healthz, that it lives; /readyz, which stores are up; /metrics, what it has done. What
// it needs and how much there is to do is nobody else's business, so this is answered on a listener that the public does not reach.
// No health: no /readyz.
func Operators(health *Health, metrics *Metrics) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(Recover())
	e.GET("/healthz", Live)
	if health != nil {
		e.GET("/readyz", health.Ready)
	}
	e.GET("/metrics", gin.WrapH(metrics.Handler()))
	return e
}
