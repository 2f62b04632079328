package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/internal/fault"
	"upline/internal/storetest"
)

// memorySessions is a SessionStore in memory. away, if it is set, is the error of everything.
type memorySessions struct {
	mutex   sync.Mutex
	records map[string]SessionRecord
	cuts    map[string]time.Time
	away    error
	writes  int
}

func newMemorySessions() *memorySessions {
	return &memorySessions{records: map[string]SessionRecord{}, cuts: map[string]time.Time{}}
}

func (m *memorySessions) do(work func() error) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.away != nil {
		return redisAway("sessions", m.away)
	}
	return work()
}

func (m *memorySessions) Find(_ context.Context, key string) (r SessionRecord, found bool, err error) {
	err = m.do(func() error { r, found = m.records[key]; return nil })
	return r, found, err
}

func (m *memorySessions) Create(_ context.Context, r SessionRecord, instead string) error {
	return m.do(func() error {
		if cut, is := m.cuts[r.User]; is && r.User != "" && !r.Authenticated.After(cut) {
			return fault.Conflictf("session", "ended")
		}
		delete(m.records, instead)
		r.Version = 1
		m.records[r.Key] = r
		m.writes++
		return nil
	})
}

func (m *memorySessions) Replace(_ context.Context, old string, r SessionRecord) error {
	return m.do(func() error {
		if was, is := m.records[old]; !is || was.Version != r.Version {
			return fault.Conflictf("session", "changed")
		}
		delete(m.records, old)
		r.Version++
		m.records[r.Key] = r
		m.writes++
		return nil
	})
}

func (m *memorySessions) Touch(_ context.Context, key string, r SessionRecord) error {
	return m.do(func() error {
		if was, is := m.records[key]; is {
			was.Seen, was.Address, was.Until = r.Seen, r.Address, r.Until
			m.records[key] = was
			m.writes++
		}
		return nil
	})
}

func (m *memorySessions) End(_ context.Context, key string) error {
	return m.do(func() error { delete(m.records, key); return nil })
}

func (m *memorySessions) List(_ context.Context, user string) (records []SessionRecord, err error) {
	err = m.do(func() error {
		for _, r := range m.records {
			if r.User == user {
				records = append(records, r)
			}
		}
		return nil
	})
	return records, err
}

func (m *memorySessions) EndAll(_ context.Context, user, except string, at time.Time) (ended int, err error) {
	err = m.do(func() error {
		if at.After(m.cuts[user]) {
			m.cuts[user] = at
		}
		before := len(m.records)
		maps.DeleteFunc(m.records, func(key string, r SessionRecord) bool { return r.User == user && key != except })
		ended = before - len(m.records)
		return nil
	})
	return ended, err
}

// Each store of sessions behaves as the interface says.
func TestSessionStores(t *testing.T) {
	t.Run("memory", func(t *testing.T) { testSessionStore(t, newMemorySessions()) })
	t.Run("Redis", func(t *testing.T) {
		client, err := OpenRedis(storetest.Redis(t), nil)
		must(t, err)
		t.Cleanup(func() { _ = client.Close() })
		testSessionStore(t, NewRedisSessions(client))
		keys, err := client.Keys(t.Context(), "*").Result()
		must(t, err)
		for _, key := range keys {
			if left, err := client.PTTL(t.Context(), key).Result(); err != nil || left <= 0 {
				t.Errorf("%s stays for ever: %v %v", key, left, err)
			}
		}
		if len(keys) < 4 {
			t.Errorf("%v", keys)
		}
	})
}

func testSessionStore(t *testing.T, store SessionStore) {
	ctx, now := t.Context(), time.Now().UTC().Truncate(time.Microsecond)
	record := func(key, user string) SessionRecord {
		return SessionRecord{
			Key: key, User: user, Data: []byte(`{"id":"` + key + `"}`), Version: 1, Authenticated: now, Seen: now, Address: "192.0.2.1",
			Until: now.Add(time.Minute), Ends: now.Add(time.Hour),
		}
	}
	same := func(key string, want SessionRecord) {
		t.Helper()
		got, found, err := store.Find(ctx, key)
		must(t, err)
		if !found || string(got.Data) != string(want.Data) || got.Version != want.Version || got.User != want.User || got.Key != key ||
			got.Address != want.Address || !got.Seen.Equal(want.Seen) || !got.Until.Equal(want.Until) || !got.Ends.Equal(want.Ends) || !got.Authenticated.Equal(want.Authenticated) {
			t.Errorf("%s is %+v, want %+v", key, got, want)
		}
	}
	gone := func(keys ...string) {
		t.Helper()
		for _, key := range keys {
			if r, found, err := store.Find(ctx, key); found || err != nil {
				t.Errorf("%s is there: %+v %v", key, r, err)
			}
		}
	}
	listed := func(user, want string) {
		t.Helper()
		records, err := store.List(ctx, user)
		must(t, err)
		var keys []string
		for _, r := range records {
			keys = append(keys, r.Key)
		}
		slices.Sort(keys)
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("%s has %q, want %q", user, got, want)
		}
	}
	refused := func(err error) {
		t.Helper()
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v, want a conflict", err)
		}
	}

	visitor := record("v", "")
	visitor.Authenticated = time.Time{}
	must(t, store.Create(ctx, visitor, ""))
	must(t, store.Create(ctx, record("a1", "anna"), "v"))
	must(t, store.Create(ctx, record("a2", "anna"), ""))
	must(t, store.Create(ctx, record("b1", "ben"), ""))
	gone("v", "none")
	same("a1", record("a1", "anna"))
	listed("anna", "a1 a2")
	listed("", "")

	moved := record("a3", "anna")
	moved.Data = []byte(`{"id":"moved"}`)
	must(t, store.Replace(ctx, "a1", moved))
	moved.Version = 2
	same("a3", moved)
	gone("a1")
	listed("anna", "a2 a3")
	refused(store.Replace(ctx, "a1", record("a4", "anna"))) // it is gone
	refused(store.Replace(ctx, "a3", record("a4", "anna"))) // it is another version
	gone("a4")
	must(t, store.Replace(ctx, "a3", moved)) // in its own place
	moved.Version = 3
	same("a3", moved)

	moved.Seen, moved.Address, moved.Until = now.Add(time.Second), "192.0.2.9", now.Add(2*time.Minute)
	must(t, store.Touch(ctx, "a3", moved))
	same("a3", moved)
	must(t, store.Touch(ctx, "a1", moved))
	gone("a1")

	must(t, store.End(ctx, "a2"))
	must(t, store.End(ctx, "a2"))
	gone("a2")
	listed("anna", "a3")
	must(t, store.Create(ctx, record("a5", "anna"), ""))
	must(t, store.Create(ctx, record("a6", "anna"), ""))
	if n, err := store.EndAll(ctx, "anna", "a5", now.Add(time.Second)); n != 2 || err != nil {
		t.Errorf("%d have ended, want 2: %v", n, err)
	}
	if n, err := store.EndAll(ctx, "anna", "a5", now); n != 0 || err != nil { // late: the later time holds
		t.Errorf("%d have ended, want 0: %v", n, err)
	}
	gone("a3", "a6")
	listed("anna", "a5")
	listed("ben", "b1")
	late := record("a7", "anna")
	for _, at := range []time.Time{now, now.Add(time.Second)} { // authenticated before all ended, or just then
		late.Authenticated = at
		refused(store.Create(ctx, late, "b1"))
		gone("a7")
	}
	listed("ben", "b1")
	late.Authenticated = now.Add(time.Second + time.Microsecond)
	must(t, store.Create(ctx, late, ""))
	must(t, store.Create(ctx, record("v2", ""), "")) // nobody's sessions were ended
	listed("anna", "a5 a7")
}
