package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	// probeTerm is how long a store may take to answer whether it is there.
	probeTerm = 2 * time.Second
	// probeKept is how long an answer holds, so that nobody can load the stores by asking.
	probeKept = time.Second
)

// Probe asks a store whether it is there and has what the API needs of it, such as its schema. Its error goes to the log.
type Probe func(ctx context.Context) error

// Health says whether this server is ready. It begins to be with its first answer, and ends with Drain.
type Health struct {
	probes   map[string]Probe
	log      *slog.Logger
	now      func() time.Time
	draining atomic.Bool
	mutex    sync.Mutex
	kept     map[string]StoreHealth
	asked    time.Time
	said     map[string]string // what the log says is missing of each store
}

// StoreHealth is how a store was found. What is wrong with it stands in the log alone.
type StoreHealth struct {
	State string `json:"state"` // up or down
}

// Readiness is the answer of /readyz.
type Readiness struct {
	State  string                 `json:"state"` // ready, unready or stopping
	Stores map[string]StoreHealth `json:"stores"`
}

// NewHealth returns the health of a server that needs some stores. What is wrong with one goes to the log, once.
func NewHealth(probes map[string]Probe, log *slog.Logger) *Health {
	return &Health{probes: probes, log: log, now: time.Now, said: map[string]string{}}
}

// Drain says from now on that this server is not ready, so that nobody sends it more requests.
func (h *Health) Drain() { h.draining.Store(true) }

// Live answers that the process lives.
func Live(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"state": "alive"}) }

// Ready answers whether the server is ready: 200, or 503 with which stores are down.
func (h *Health) Ready(c *gin.Context) {
	r := Readiness{State: "ready", Stores: h.stores(c.Request.Context())}
	status := http.StatusOK
	for _, store := range r.Stores {
		if store.State != "up" {
			r.State, status = "unready", http.StatusServiceUnavailable
		}
	}
	if h.draining.Load() {
		r.State, status = "stopping", http.StatusServiceUnavailable
	}
	c.JSON(status, r)
}

// stores asks all stores at once, unless they were asked just now. Who comes meanwhile waits for the same answer.
func (h *Health) stores(ctx context.Context) map[string]StoreHealth {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.kept != nil && h.now().Sub(h.asked) < probeKept {
		return h.kept
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTerm) // others wait for it, should this client go
	defer cancel()
	type found struct{ name, missing string }
	answers := make(chan found, len(h.probes)) // roomy: a probe that does not heed its context ends by itself
	missing := map[string]string{}
	for name, probe := range h.probes {
		missing[name] = silence
		go func() { answers <- found{name, missingOf(ctx, probe)} }()
	}
	for range h.probes {
		select {
		case f := <-answers:
			missing[f.name] = f.missing
		case <-ctx.Done():
		}
	}
	h.kept, h.asked = h.tell(missing), h.now()
	return h.kept
}

// silence is what is wrong with a store that does not answer.
var silence = "no answer within " + probeTerm.String()

// missingOf is what is wrong with a store; empty: nothing.
func missingOf(ctx context.Context, probe Probe) string {
	err := probe(ctx)
	switch {
	case err == nil:
		return ""
	case ctx.Err() != nil:
		return silence
	}
	return err.Error()
}

// tell says how the stores were found, and in the log what has changed since it was last asked.
func (h *Health) tell(missing map[string]string) map[string]StoreHealth {
	health := map[string]StoreHealth{}
	for name, text := range missing {
		health[name] = StoreHealth{State: "up"}
		if text != "" {
			health[name] = StoreHealth{State: "down"}
		}
		switch text {
		case h.said[name]:
		case "":
			h.log.Info("a store is up again", "store", name)
		default:
			h.log.Warn("a store is down", "store", name, "error", text)
		}
		h.said[name] = text
	}
	return health
}
