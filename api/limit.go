package api

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"
)

// Limit is how often somebody may ask: Burst times at once, and PerSecond in the long run.
type Limit struct {
	PerSecond float64
	Burst     int
}

// full is how long an empty bucket takes to be full again.
func (l Limit) full() time.Duration {
	return time.Duration(float64(l.Burst) / l.PerSecond * float64(time.Second))
}

// buckets holds a bucket for each key that has asked lately. One that is full again is forgotten: a new one is full, too.
type buckets struct {
	limit Limit
	now   func() time.Time
	mutex sync.Mutex
	of    map[string]*bucket
	swept time.Time
}

type bucket struct {
	limiter *rate.Limiter
	used    time.Time
}

// take takes a token out of a key's bucket. If there is none, it says after how long there will be one.
func (b *buckets) take(key string) (wait time.Duration, left int) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	now := b.now()
	b.sweep(now)
	one := b.of[key]
	if one == nil {
		one = &bucket{limiter: rate.NewLimiter(rate.Limit(b.limit.PerSecond), b.limit.Burst)}
		b.of[key] = one
	}
	one.used = now
	if one.limiter.AllowN(now, 1) {
		return 0, int(one.limiter.TokensAt(now))
	}
	missing := 1 - one.limiter.TokensAt(now)
	return time.Duration(missing / b.limit.PerSecond * float64(time.Second)), 0
}

// sweep forgets what has not been used for so long that it is full. It looks at each bucket once in that time.
func (b *buckets) sweep(now time.Time) {
	if now.Sub(b.swept) < b.limit.full() {
		return
	}
	b.swept = now
	for key, one := range b.of {
		if now.Sub(one.used) >= b.limit.full() {
			delete(b.of, key)
		}
	}
}

// RateLimit refuses with 429 who asks too often: per actor, or per address where nobody is known. The address is the
// connection's, unless gin was told which proxies to trust. now may be nil: time.Now.
func RateLimit(actors, addresses Limit, now func() time.Time) gin.HandlerFunc {
	if now == nil {
		now = time.Now
	}
	known := &buckets{limit: actors, now: now, of: map[string]*bucket{}}
	unknown := &buckets{limit: addresses, now: now, of: map[string]*bucket{}}
	return func(c *gin.Context) {
		b, key := known, ActorOf(c.Request.Context())
		if key == "" {
			b, key = unknown, networkOf(c.ClientIP())
		}
		wait, left := b.take(key)
		seconds := int(math.Ceil(wait.Seconds()))
		h := c.Writer.Header()
		h.Set("RateLimit-Limit", strconv.Itoa(b.limit.Burst))
		h.Set("RateLimit-Remaining", strconv.Itoa(left))
		h.Set("RateLimit-Reset", strconv.Itoa(seconds))
		if wait > 0 {
			Refuse(c, &Refusal{
				Status: http.StatusTooManyRequests, Msg: "too many requests: wait " + strconv.Itoa(seconds) + " s",
				Header: http.Header{"Retry-After": {strconv.Itoa(seconds)}},
			})
		}
	}
}

// networkOf names the counter of a client's address: an IPv4 address, however it is written, or the /64 of an IPv6 address, of which
// one customer has all. All that come from nowhere share one.
func networkOf(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return "unknown"
	}
	if address = address.Unmap().WithZone(""); address.Is4() {
		return address.String()
	}
	network, _ := address.Prefix(64) // every IPv6 address has one
	return network.String()
}
