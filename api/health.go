package api

import (
	"context"
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

// Probe asks a store whether it is there and has what the API needs of it, such as its schema. Its error is shown to everyone:
// it says what is missing in a few words, and holds no addresses.
type Probe func(ctx context.Context) error

// Health says whether this server is ready. It begins to be with its first answer, and ends with Drain.
type Health struct {
	probes   map[string]Probe
	now      func() time.Time
	draining atomic.Bool
	mutex    sync.Mutex
	kept     map[string]StoreHealth
	asked    time.Time
}

// StoreHealth is how a store was found.
type StoreHealth struct {
	State   string `json:"state"` // up or down
	Missing string `json:"missing,omitempty"`
}

// Readiness is the answer of /readyz.
type Readiness struct {
	State  string                 `json:"state"` // ready, unready or stopping
	Stores map[string]StoreHealth `json:"stores"`
}

// NewHealth returns the health of a server that needs some stores.
func NewHealth(probes map[string]Probe) *Health {
	return &Health{probes: probes, now: time.Now}
}

// Drain says from now on that this server is not ready, so that nobody sends it more requests.
func (h *Health) Drain() { h.draining.Store(true) }

// Live answers that the process lives.
func (h *Health) Live(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"state": "alive"}) }

// Ready answers whether the server is ready: 200, or 503 with what is missing.
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
	type found struct {
		name   string
		health StoreHealth
	}
	answers := make(chan found, len(h.probes)) // roomy: a probe that does not heed its context ends by itself
	health := map[string]StoreHealth{}
	for name, probe := range h.probes {
		health[name] = StoreHealth{State: "down", Missing: "no answer within " + probeTerm.String()}
		go func() { answers <- found{name, healthOf(ctx, probe)} }()
	}
	for range h.probes {
		select {
		case f := <-answers:
			health[f.name] = f.health
		case <-ctx.Done():
		}
	}
	h.kept, h.asked = health, h.now()
	return health
}

func healthOf(ctx context.Context, probe Probe) StoreHealth {
	err := probe(ctx)
	switch {
	case err == nil:
		return StoreHealth{State: "up"}
	case ctx.Err() != nil:
		return StoreHealth{State: "down", Missing: "no answer within " + probeTerm.String()}
	}
	return StoreHealth{State: "down", Missing: err.Error()}
}
