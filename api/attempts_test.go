package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/storetest"
)

// memoryAttempts is an AttemptStore in memory.
type memoryAttempts struct {
	mutex    sync.Mutex
	counters map[string][]counted
	away     error
	most     int // the longest that a counter was
}

type counted struct {
	id string
	at time.Time
}

func newMemoryAttempts() *memoryAttempts { return &memoryAttempts{counters: map[string][]counted{}} }

func (m *memoryAttempts) Take(_ context.Context, counters []Counter, id string, now time.Time, seen []Count) (counts []Count, taken bool, err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.away != nil {
		return nil, false, redisAway("attempts", m.away)
	}
	for _, c := range counters {
		old := func(a counted) bool { return a.at.Before(now.Add(-c.Window)) }
		m.counters[c.Key] = slices.DeleteFunc(m.counters[c.Key], old)
		count := Count{Failures: len(m.counters[c.Key])}
		if count.Failures > 0 {
			count.Last = m.counters[c.Key][count.Failures-1].at
		}
		counts = append(counts, count)
	}
	if !slices.EqualFunc(counts, seen, func(a, b Count) bool { return a.Failures == b.Failures && a.Last.Equal(b.Last) }) {
		return counts, false, nil
	}
	for _, c := range counters {
		all := m.counters[c.Key]
		all = append(all[max(0, len(all)+1-access.MaxKept):], counted{id, now.UTC().Truncate(time.Microsecond)})
		m.counters[c.Key] = all
		m.most = max(m.most, len(all))
	}
	return counts, true, nil
}

func (m *memoryAttempts) GiveBack(_ context.Context, counters []Counter, id string, clear []bool) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.away != nil {
		return redisAway("attempts", m.away)
	}
	for i, c := range counters {
		m.counters[c.Key] = slices.DeleteFunc(m.counters[c.Key], func(a counted) bool { return clear[i] || a.id == id })
	}
	return nil
}

// doubling lets three attempts fail, and has the next one wait a second, then two, four, up to a quarter of an hour; twenty from one
// address are free.
func doubling(by CounterKind, count Count, now time.Time) time.Duration {
	free := map[CounterKind]int{ByAccount: 3, ByDevice: 3, ByCode: 3, ByAddress: 20}[by]
	if count.Failures < free {
		return 0
	}
	wait := time.Second << min(count.Failures-free, 10)
	return count.Last.Add(min(wait, 15*time.Minute)).Sub(now)
}

func newAttempts(t *testing.T) (*Attempts, *memoryAttempts, *stoppedClock) {
	t.Helper()
	store, clock := newMemoryAttempts(), new(stoppedClock)
	return NewAttempts(store, doubling, ringOf(t, strings.Repeat("k", 32)), clock.now), store, clock
}

// Each store of attempts behaves as the interface says.
func TestAttemptStores(t *testing.T) {
	t.Run("memory", func(t *testing.T) { testAttemptStore(t, newMemoryAttempts()) })
	t.Run("Redis", func(t *testing.T) {
		client, err := OpenRedis(storetest.Redis(t), nil)
		must(t, err)
		t.Cleanup(func() { _ = client.Close() })
		testAttemptStore(t, NewRedisAttempts(client))
		keys, err := client.Keys(t.Context(), attemptPrefix+"*").Result()
		must(t, err)
		for _, key := range keys {
			if left, err := client.PTTL(t.Context(), key).Result(); err != nil || left <= 0 || left > time.Hour {
				t.Errorf("%s stays for %v: %v", key, left, err)
			}
		}
		if len(keys) == 0 {
			t.Error("nothing was kept")
		}
	})
}

func testAttemptStore(t *testing.T, store AttemptStore) {
	ctx, now := t.Context(), time.Now().UTC().Truncate(time.Microsecond)
	both := []Counter{{"account", time.Hour}, {"address", time.Minute}}
	take := func(counters []Counter, id string, at time.Time, seen []Count, want string) {
		t.Helper()
		counts, taken, err := store.Take(ctx, counters, id, at, seen)
		must(t, err)
		got := strconv.FormatBool(taken)
		for _, c := range counts {
			got += fmt.Sprintf(" %d", c.Failures)
			if c.Failures > 0 {
				got += fmt.Sprintf("@%v", c.Last.Sub(now))
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	none := []Count{{}, {}}
	one := []Count{{1, now}, {1, now}}
	take(both, "a", now, nil, "false 0 0")
	take(both, "a", now, none, "true 0 0")
	take(both, "b", now, none, "false 1@0s 1@0s") // somebody came in between
	take(both, "b", now.Add(time.Second), one, "true 1@0s 1@0s")
	take(both[:1], "", now.Add(time.Second), nil, "false 2@1s")
	take(both[1:], "", now.Add(time.Minute), nil, "false 2@1s") // the window's edge is in it
	take(both, "", now.Add(time.Minute+time.Microsecond), nil, "false 2@1s 1@1s")
	must(t, store.GiveBack(ctx, both, "b", []bool{false, false}))
	take(both, "", now.Add(time.Second), nil, "false 1@0s 0")
	take(both, "c", now.Add(time.Second), []Count{{1, now}, {}}, "true 1@0s 0")
	must(t, store.GiveBack(ctx, both, "c", []bool{true, false}))
	take(both, "", now.Add(time.Second), nil, "false 0 0")
	seen := []Count{{}}
	for i := range access.MaxKept + 5 {
		at := now.Add(time.Duration(i) * time.Millisecond)
		counts, taken, err := store.Take(ctx, both[:1], fmt.Sprint(i), at, seen)
		must(t, err)
		if !taken || counts[0] != seen[0] {
			t.Fatalf("%d: %v %v, want %v", i, taken, counts, seen)
		}
		seen = []Count{{min(i+1, access.MaxKept), at}}
	}
	take(both[:1], "", now, nil, "false 100@104ms")
}

func TestAttempts(t *testing.T) {
	a, store, clock := newAttempts(t)
	ctx := t.Context()
	begin := func(account, address, device string) (*Attempt, int) {
		t.Helper()
		attempt, err := a.Begin(ctx, account, address, device)
		if err == nil {
			return attempt, 0
		}
		var r *Refusal
		if !errors.As(err, &r) || r.Status != http.StatusTooManyRequests || !strings.Contains(r.Msg, r.Header.Get("Retry-After")+" s") {
			t.Fatalf("%v", err)
		}
		seconds, err := strconv.Atoi(r.Header.Get("Retry-After"))
		must(t, err)
		return nil, seconds
	}
	waits := func(account, address, device string, want int) {
		t.Helper()
		if attempt, seconds := begin(account, address, device); seconds != want {
			t.Errorf("%s waits %d s, want %d", account, seconds, want)
		} else if attempt != nil {
			must(t, attempt.Drop(ctx))
		}
	}
	for range 3 {
		begin("anna", "192.0.2.1", "")
	}
	waits("anna", "192.0.2.2", "", 1) // from everywhere
	waits("ben", "192.0.2.1", "", 0)
	waits("anna", "192.0.2.1", "annas phone", 0)
	clock.pass(time.Second - time.Microsecond)
	waits("anna", "192.0.2.2", "", 1)
	clock.pass(time.Microsecond)
	waits("anna", "192.0.2.2", "", 0)
	begin("anna", "192.0.2.2", "")
	waits("anna", "192.0.2.2", "", 2)
	clock.pass(2 * time.Second)
	attempt, _ := begin("anna", "192.0.2.2", "")
	must(t, attempt.Succeed(ctx)) // the account begins anew
	for range 3 {
		begin("anna", "192.0.2.3", "")
	}
	waits("anna", "192.0.2.3", "", 1)

	// An address that guesses at many accounts is slowed down, also when it logs in to its own now and then; an IPv6 network is one.
	for i := range 20 {
		begin(fmt.Sprint("somebody", i), fmt.Sprintf("2001:db8::%x", i), "")
		if i == 10 {
			own, _ := begin("thief", "2001:db8::1", "")
			must(t, own.Succeed(ctx))
		}
	}
	waits("anybody", "2001:db8::ffff", "", 1)
	waits("anybody", "2001:db8:1::ffff", "", 0)
	waits("anybody", "2001:db8::ffff", "a known phone", 0)

	// A known device is slowed down by its own failures only, and by itself.
	for range 3 {
		begin("cleo", "192.0.2.9", "cleos phone")
	}
	waits("cleo", "192.0.2.9", "cleos phone", 1)
	waits("cleo", "192.0.2.9", "cleos desk", 0)
	waits("cleo", "192.0.2.9", "", 0)
	for range 3 {
		_, err := a.BeginCode(ctx, "cleo")
		must(t, err)
	}
	if _, err := a.BeginCode(ctx, "cleo"); err == nil {
		t.Error("codes may be tried for ever")
	}
	waits("cleo", "192.0.2.9", "", 0) // wrong codes say nothing of passwords
	if _, err := a.BeginCode(ctx, "anna"); err != nil {
		t.Errorf("wrong passwords use up the tries of codes: %v", err)
	}
	for key := range store.counters {
		if strings.Contains(key, "anna") || strings.Contains(key, "192") || len(key) != 43 {
			t.Errorf("the store is told %q", key)
		}
	}
	store.away = errors.New("connection refused")
	if _, err := a.Begin(ctx, "dora", "192.0.2.77", ""); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
	if err := attempt.Succeed(ctx); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
}

// Nobody gets new tries because a key is replaced, in whatever order servers hear of it; and who logs in begins anew at all of them.
func TestAttemptsOutliveTheirKey(t *testing.T) {
	_, store, clock := newAttempts(t)
	older, newer := strings.Repeat("k", 32), strings.Repeat("n", 32)
	servers := map[string]*Attempts{}
	for name, secrets := range map[string][]string{"before": {older}, "early": {older, newer}, "late": {newer, older}, "after": {newer}} {
		servers[name] = NewAttempts(store, doubling, ringOf(t, secrets...), clock.now)
	}
	try := func(server string) (*Attempt, error) {
		return servers[server].Begin(t.Context(), "anna", "192.0.2.1", "")
	}
	for _, server := range []string{"early", "late", "early"} { // three are free
		_, err := try(server)
		must(t, err)
	}
	for server := range servers {
		if _, err := try(server); err == nil {
			t.Errorf("%s allows a fourth", server)
		}
	}
	clock.pass(time.Hour)
	attempt, err := try("late")
	must(t, err)
	must(t, attempt.Succeed(t.Context()))
	for server := range servers {
		if _, err := try(server); err != nil {
			t.Errorf("%s does not begin anew: %v", server, err)
		}
	}
}

// A thousand attempts at once are no more than a thousand one after the other.
func TestAttemptsAtOnce(t *testing.T) {
	a, _, _ := newAttempts(t)
	var made atomic.Int64
	var all sync.WaitGroup
	for i := range 1000 {
		all.Go(func() {
			if _, err := a.Begin(t.Context(), "anna", fmt.Sprintf("10.0.%d.%d", i/250, i%250), ""); err == nil {
				made.Add(1)
			}
		})
	}
	all.Wait()
	if n := made.Load(); n < 1 || n > 3 {
		t.Errorf("%d attempts were made, want 3 at most", n)
	}
}

// Ten thousand guesses a minute at one account, from as many addresses, for ten minutes: a handful is let through; the owner, whose device
// is known, gets in at once each time, after a slip of the finger, too; and nobody else notices.
func TestOwnersAreNotShutOut(t *testing.T) {
	a, store, clock := newAttempts(t)
	ctx := t.Context()
	const perMinute, minutes = 10_000, 10
	guesses := 0
	for i := range perMinute * minutes {
		clock.pass(time.Minute / perMinute)
		if _, err := a.Begin(ctx, "anna@example.com", fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255), ""); err == nil {
			guesses++
		}
		if i%perMinute != perMinute/2 { // every minute
			continue
		}
		if _, err := a.Begin(ctx, "anna@example.com", "192.0.2.1", "annas phone"); err != nil { // fails
			t.Fatalf("the owner is shut out: %v", err)
		}
		attempt, err := a.Begin(ctx, "anna@example.com", "192.0.2.1", "annas phone")
		if err != nil {
			t.Fatalf("the owner is shut out: %v", err)
		}
		must(t, attempt.Succeed(ctx))
		other, err := a.Begin(ctx, "ben@example.com", "192.0.2.2", "")
		if err != nil {
			t.Fatalf("another is shut out: %v", err)
		}
		must(t, other.Succeed(ctx))
	}
	if guesses != 12 { // three, and after 1, 2, 4 … 256 s
		t.Errorf("%d guesses in ten minutes were let through", guesses)
	}
	if store.most > access.MaxKept {
		t.Errorf("a counter has grown to %d", store.most)
	}
	if _, err := a.Begin(ctx, "anna@example.com", "192.0.2.1", ""); err == nil {
		t.Error("on a device that nobody knows, there is no wait")
	}
}
