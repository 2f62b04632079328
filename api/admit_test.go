package api

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// As many requests as are admitted are carried out at the same time; others wait for their turn, and are sent away when it does
// not come. Writers are counted by themselves.
func TestAdmit(t *testing.T) {
	contract := sample(t)
	release, inside, most := make(chan struct{}), atomic.Int32{}, atomic.Int32{}
	url := serve(t, func(e *gin.Engine) {
		e.GET("/api/v1/books", func(c *gin.Context) {
			most.Store(max(most.Load(), inside.Add(1)))
			<-release
			inside.Add(-1)
			c.Status(http.StatusNoContent)
		})
		e.POST("/api/v1/books", func(c *gin.Context) { c.Status(http.StatusCreated) })
	}, contract.admit(2, 1, 200*time.Millisecond)).URL
	var all sync.WaitGroup
	var done, away atomic.Int32
	for range 6 {
		all.Go(func() {
			a, err := tryAsk(t, "GET", url+"/api/v1/books", "")
			switch {
			case err == nil && a.status == http.StatusNoContent:
				done.Add(1)
			case err == nil && a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
				away.Add(1)
			default:
				t.Errorf("%d, %v", a.status, err)
			}
		})
	}
	for away.Load() < 4 {
		time.Sleep(time.Millisecond)
	}
	if a := ask(t, "POST", url+"/api/v1/books", ""); a.status != http.StatusCreated {
		t.Errorf("a writer, while all readers are at it: %d", a.status)
	}
	close(release)
	all.Wait()
	if done.Load() != 2 || most.Load() != 2 {
		t.Errorf("%d were carried out, %d at the same time: want 2 and 2", done.Load(), most.Load())
	}
	if a := ask(t, "GET", url+"/api/v1/books", ""); a.status != http.StatusNoContent {
		t.Errorf("afterwards: %d", a.status)
	}
}
