package api

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

func TestHealth(t *testing.T) {
	var asked atomic.Int64
	var broken atomic.Bool
	clock := new(stoppedClock)
	hang := make(chan struct{})
	defer close(hang)
	health := NewHealth(map[string]Probe{
		"neo4j": func(context.Context) error {
			asked.Add(1)
			if broken.Load() {
				return errors.New("the schema lacks 1 migration")
			}
			return nil
		},
		"redis": func(context.Context) error {
			if broken.Load() {
				<-hang // and does not heed its context
			}
			return nil
		},
	})
	health.now = clock.now
	url := serve(t, func(e *gin.Engine) {
		e.GET("/healthz", health.Live)
		e.GET("/readyz", health.Ready)
	}).URL
	ready := func() (int, Readiness) {
		var r Readiness
		a := ask(t, "GET", url+"/readyz", "")
		must(t, json.Unmarshal([]byte(a.body), &r))
		return a.status, r
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
	down := map[string]StoreHealth{"neo4j": {"down", "the schema lacks 1 migration"}, "redis": {"down", "no answer within 2s"}}
	if status, r := ready(); status != 503 || !reflect.DeepEqual(r, Readiness{"unready", down}) {
		t.Errorf("%d %+v", status, r)
	}
	if a := ask(t, "GET", url+"/healthz", ""); a.status != 200 {
		t.Errorf("%d: the process lives, whatever its stores do", a.status)
	}
	broken.Store(false)
	clock.pass(time.Minute)
	health.Drain()
	if status, r := ready(); status != 503 || !reflect.DeepEqual(r, Readiness{"stopping", up}) {
		t.Errorf("%d %+v", status, r)
	}
}
