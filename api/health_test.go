package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

func TestHealth(t *testing.T) {
	var asked atomic.Int64
	var broken atomic.Bool
	var logged bytes.Buffer
	clock := new(stoppedClock)
	hang := make(chan struct{})
	defer close(hang)
	health := NewHealth(map[string]Probe{
		"neo4j": func(context.Context) error {
			asked.Add(1)
			if broken.Load() {
				return errors.New("bolt://10.0.0.1:7687 refuses")
			}
			return nil
		},
		"redis": func(context.Context) error {
			if broken.Load() {
				<-hang // and does not heed its context
			}
			return nil
		},
	}, slog.New(slog.NewJSONHandler(&logged, nil)))
	health.now = clock.now
	url := serve(t, func(e *gin.Engine) {
		e.GET("/healthz", Live)
		e.GET("/readyz", health.Ready)
	}).URL
	ready := func() (int, Readiness) {
		var r Readiness
		a := ask(t, "GET", url+"/readyz", "")
		must(t, json.Unmarshal([]byte(a.body), &r))
		return a.status, r
	}
	says := func(count int, text string) {
		t.Helper()
		if n := strings.Count(logged.String(), text); n != count {
			t.Errorf("the log says %d times %q, want %d: %s", n, text, count, &logged)
		}
	}
	up := map[string]StoreHealth{"neo4j": {State: "up"}, "redis": {State: "up"}}
	if status, r := ready(); status != 200 || !reflect.DeepEqual(r, Readiness{"ready", up}) {
		t.Errorf("%d %+v", status, r)
	}
	broken.Store(true)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { ask(t, "GET", url+"/readyz", "") })
	}
	group.Wait()
	if asked.Load() != 1 {
		t.Errorf("the stores were asked %d times within a second", asked.Load())
	}
	clock.pass(probeKept)
	says(0, "down")
	down := map[string]StoreHealth{"neo4j": {State: "down"}, "redis": {State: "down"}}
	for range 2 { // the log says it once
		if status, r := ready(); status != 503 || !reflect.DeepEqual(r, Readiness{"unready", down}) {
			t.Errorf("%d %+v", status, r)
		}
		clock.pass(probeKept)
	}
	if a := ask(t, "GET", url+"/readyz", ""); a.status != 503 || strings.Contains(a.body, "10.0.0.1") {
		t.Errorf("%d %s: where the stores are is nobody's business", a.status, a.body)
	}
	says(1, "bolt://10.0.0.1:7687 refuses")
	says(1, "no answer within 2s")
	if a := ask(t, "GET", url+"/healthz", ""); a.status != 200 {
		t.Errorf("%d: the process lives, whatever its stores do", a.status)
	}
	broken.Store(false)
	clock.pass(time.Minute)
	health.Drain()
	if status, r := ready(); status != 503 || !reflect.DeepEqual(r, Readiness{"stopping", up}) {
		t.Errorf("%d %+v", status, r)
	}
	says(2, "is up again")
}
