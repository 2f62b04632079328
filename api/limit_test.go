package api

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// stoppedClock only moves when it is told to.
type stoppedClock struct{ nanoseconds atomic.Int64 }

func (c *stoppedClock) now() time.Time       { return time.Unix(1_800_000_000, c.nanoseconds.Load()) }
func (c *stoppedClock) pass(d time.Duration) { c.nanoseconds.Add(int64(d)) }
func statuses(n int, ask func() int) (all []int) {
	for range n {
		all = append(all, ask())
	}
	return all
}

func TestRateLimits(t *testing.T) {
	tokens, err := ParseTokens("anna=" + annasToken + ",ben=" + bensToken)
	must(t, err)
	clock := new(stoppedClock)
	limit := RateLimit(Limit{PerSecond: 1, Burst: 3}, Limit{PerSecond: 0.5, Burst: 2}, clock.now)
	server := serve(t, func(e *gin.Engine) {
		e.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
	}, Authenticate(tokens), limit, RequireActor(func(string) bool { return false }))
	as := func(header string) answer {
		return ask(t, "GET", server.URL+"/", "", "Authorization: "+header, "X-Forwarded-For: 10.1.2."+strconv.Itoa(time.Now().Nanosecond()%200))
	}

	if got := statuses(4, func() int { return as("Bearer " + annasToken).status }); fmt.Sprint(got) != "[200 200 200 429]" {
		t.Errorf("anna: %v", got)
	}
	if a := as("Bearer " + bensToken); a.status != 200 || a.header.Get("RateLimit-Limit") != "3" || a.header.Get("RateLimit-Remaining") != "2" {
		t.Errorf("ben pays for anna: %d %v", a.status, a.header)
	}
	a := as("Bearer " + annasToken)
	a.problem(t, 429, "too-many-requests")
	if a.header.Get("Retry-After") != "1" || a.header.Get("RateLimit-Remaining") != "0" {
		t.Errorf("%v", a.header)
	}
	clock.pass(time.Second)
	if got := statuses(2, func() int { return as("Bearer " + annasToken).status }); fmt.Sprint(got) != "[200 429]" {
		t.Errorf("anna, a second later: %v", got)
	}
	// Whoever guesses tokens has an address, whatever is said of it in headers.
	if got := statuses(4, func() int { return as("Bearer guess" + strconv.Itoa(time.Now().Nanosecond())).status }); fmt.Sprint(got) != "[401 401 429 429]" {
		t.Errorf("guesses: %v", got)
	}
}

func TestFullBucketsAreForgotten(t *testing.T) {
	clock := new(stoppedClock)
	b := &buckets{limit: Limit{PerSecond: 10, Burst: 10}, now: clock.now, of: map[string]*bucket{}}
	for i := range 100_000 {
		b.take(strconv.Itoa(i))
		clock.pass(100 * time.Microsecond)
	}
	if len(b.of) > 20_000 { // a second is enough to be full again
		t.Errorf("%d buckets are kept", len(b.of))
	}
}

func TestNetworks(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "2001:db8::1": "2001:db8::/64", "2001:db8:0:0:ffff::1": "2001:db8::/64", "::ffff:192.0.2.7": "192.0.2.7", "fe80::1%eth0": "fe80::/64",
		"": "unknown", "nowhere": "unknown",
	} {
		if got := networkOf(ip); got != want {
			t.Errorf("%q: %q, want %q", ip, got, want)
		}
	}
}
