package access_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/graph/access"
)

// counter is what Redis keeps under one key, as package api keeps it.
type counter struct {
	limit access.Limit
	times []time.Time
}

func (c *counter) failures(now time.Time) (f access.Failures) {
	c.times = slices.DeleteFunc(c.times, func(at time.Time) bool { return now.Sub(at) >= c.limit.Window })
	if len(c.times) > access.MaxKept {
		c.times = c.times[len(c.times)-access.MaxKept:]
	}
	if f.Count = len(c.times); f.Count > 0 {
		f.Latest = c.times[f.Count-1]
	}
	return f
}

func TestWaitsGrow(t *testing.T) {
	for _, test := range []struct {
		limit access.Limit
		count int
		ago   time.Duration
		want  time.Duration
	}{
		{access.AccountLimit, 0, 0, 0},
		{access.AccountLimit, 5, 0, 0},
		{access.AccountLimit, 6, 0, time.Second},
		{access.AccountLimit, 7, 0, 2 * time.Second},
		{access.AccountLimit, 7, time.Second, time.Second},
		{access.AccountLimit, 7, 2 * time.Second, 0},
		{access.AccountLimit, 15, 0, 512 * time.Second},
		{access.AccountLimit, 16, 0, 15 * time.Minute},
		{access.AccountLimit, 1 << 40, 0, 15 * time.Minute},
		{access.AccountLimit, 1 << 40, 24 * time.Hour, 0},
		{access.AccountLimit, 16, -time.Hour, 15 * time.Minute}, // another server's clock is ahead
		{access.AddressLimit, 50, 0, 0},
		{access.AddressLimit, 51, 0, time.Second},
		{access.AddressLimit, 61, 0, 15 * time.Minute},
	} {
		if got := test.limit.Wait(access.Failures{Count: test.count, Latest: noon.Add(-test.ago)}, noon); got != test.want {
			t.Errorf("%d failures, the latest %v ago: wait %v, want %v", test.count, test.ago, got, test.want)
		}
	}
	if got := access.AccountLimit.Wait(access.Failures{}, noon); got != 0 {
		t.Errorf("nobody has failed: wait %v", got)
	}
}

// More failures never shorten a wait, time never lengthens it, and it is bounded.
func TestWaitsAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.SampledFrom([]access.Limit{access.AccountLimit, access.AddressLimit}).Draw(t, "limit")
		f := access.Failures{Count: rapid.IntRange(0, 200).Draw(t, "count"), Latest: noon}
		now := noon.Add(time.Duration(rapid.Int64Range(0, int64(25*time.Hour)).Draw(t, "later")))
		later := now.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "still later")))
		wait := limit.Wait(f, now)
		if wait < 0 || wait > limit.Longest || limit.Wait(f, later) > wait {
			t.Fatalf("wait %v, and %v later", wait, limit.Wait(f, later))
		}
		if limit.Wait(f, now.Add(wait)) != 0 {
			t.Fatalf("after %v there is more to wait", wait)
		}
		more := access.Failures{Count: f.Count + 1, Latest: f.Latest}
		if limit.Wait(more, now) < wait {
			t.Fatalf("%d failures wait %v, one more %v", f.Count, wait, limit.Wait(more, now))
		}
	})
}

// Ten thousand guesses a minute, for a day: as many get through as the limits say, whatever the address.
func TestGuessesAreFew(t *testing.T) {
	account, address := &counter{limit: access.AccountLimit}, &counter{limit: access.AddressLimit}
	atAccount, fromAddress := 0, 0
	for now := noon; now.Before(noon.Add(24 * time.Hour)); now = now.Add(6 * time.Millisecond) {
		// The clock jumps to when the next guess can be made: those before are refused.
		next := account.limit.Wait(account.failures(now), now)
		other := address.limit.Wait(address.failures(now), now)
		if next == 0 {
			account.times = append(account.times, now)
			atAccount++
		}
		if other == 0 {
			address.times = append(address.times, now)
			fromAddress++
		}
		if next > 0 && other > 0 {
			now = now.Add(min(next, other))
		}
	}
	if atAccount < 100 || atAccount > 115 {
		t.Errorf("%d guesses at one account in a day, want some 110", atAccount)
	}
	if fromAddress < atAccount || fromAddress > 1500 {
		t.Errorf("%d guesses from one address in a day", fromAddress)
	}
}
