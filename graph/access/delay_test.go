package access_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/graph/access"
)

// counter is what Redis keeps under one key, as the package describes it.
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
		next := access.Attempt{Account: account.failures(now)}.Wait(now)
		other := access.Attempt{Address: address.failures(now)}.Wait(now)
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

// While others guess at an account, its owner gets in: from a known device, or with a second factor, also from the address
// of those who guess. Without either they wait, but never for long.
func TestOthersDoNotLockAnybodyOut(t *testing.T) {
	others := access.Failures{Count: access.MaxKept, Latest: noon}
	attacked := access.Attempt{Account: others, Address: others}
	if got := attacked.Wait(noon); got != 15*time.Minute {
		t.Errorf("without proof: wait %v", got)
	}
	for _, own := range []struct {
		proof  access.Proof
		device int
		want   time.Duration
	}{
		{access.KnownDevice, 0, 0},
		{access.KnownDevice, 5, 0},
		{access.KnownDevice, 6, time.Second},
		{access.KnownDevice, access.MaxKept, 15 * time.Minute}, // a stolen device guesses no more than anybody
		{access.SecondFactor, access.MaxKept, 0},
	} {
		attempt := attacked
		attempt.Proof, attempt.Device = own.proof, access.Failures{Count: own.device, Latest: noon}
		if got := attempt.Wait(noon); got != own.want {
			t.Errorf("proof %d after %d failures of its own: wait %v, want %v", own.proof, own.device, got, own.want)
		}
	}
	// What a device did does not count for those who do not have it.
	if got := (access.Attempt{Device: others}).Wait(noon); got != 0 {
		t.Errorf("somebody else waits %v for what a device did", got)
	}
	// Either counter is enough to wait.
	for _, attempt := range []access.Attempt{{Account: others}, {Address: others}} {
		if got := attempt.Wait(noon); got != 15*time.Minute {
			t.Errorf("%+v waits %v", attempt, got)
		}
	}
}

func TestKeysOfCounters(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::1": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := access.AddressKey(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s counts under %s, want %s", address, got, want)
		}
	}
	if got := access.AddressKey(netip.Addr{}); got != "unknown" {
		t.Errorf("no address counts under %s", got)
	}
}
