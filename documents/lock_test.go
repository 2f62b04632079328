package documents_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"pgregory.net/rapid"

	"upline/documents"
	"upline/documents/retention"
	"upline/internal/fault"
)

// keep puts an object with a retention, and returns its name.
func keep(t *testing.T, a *documents.Archive, data []byte, r documents.Retention) (name string) {
	t.Helper()
	ref, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), int64(len(data)), r)
	if err != nil {
		t.Fatal(err)
	}
	return "evidence/" + ref.SHA256
}

// only returns the version of an object that has one.
func only(t *testing.T, a *documents.Archive, data []byte) documents.Version {
	t.Helper()
	versions, err := a.Versions(t.Context(), "evidence", refOf(data))
	if err != nil || len(versions) != 1 {
		t.Fatalf("%+v, %v, want one version", versions, err)
	}
	return versions[0]
}

// hour is a time in so many hours, to the second, as the stores have it.
func hour(n int) time.Time {
	return time.Now().UTC().Truncate(time.Second).Add(time.Duration(n) * time.Hour)
}

// An object is kept as was asked, and to ask twice changes nothing.
func modes(t *testing.T, config documents.Config) {
	a, until := open(t, config), hour(1)
	for name, c := range map[string]struct{ asked, want documents.Retention }{
		"compliance":   {documents.Retention{Until: until}, documents.Retention{Until: until, Lock: retention.Compliance}},
		"governance":   {documents.Retention{Until: until, Lock: retention.Governance}, documents.Retention{Until: until, Lock: retention.Governance}},
		"none":         {documents.Retention{}, documents.Retention{}},
		"unlocked":     {documents.Retention{Until: until, Lock: retention.Unlocked}, documents.Retention{}},
		"over already": {documents.Retention{Until: hour(-1)}, documents.Retention{}},
		"as a term says": {
			documents.RetentionOf(retention.Term{Until: hour(9), Lock: retention.Governance, Locked: until}),
			documents.Retention{Until: until, Lock: retention.Governance},
		},
	} {
		data := content(1000)
		for range 2 {
			keep(t, a, data, c.asked)
			v := only(t, a, data)
			if v.Kept != c.want || v.Held || !v.Latest || !v.Whole || v.Size != 1000 || v.Marker {
				t.Errorf("%s: %+v, want it kept %+v", name, v, c.want)
			}
			if locked := !c.want.Until.IsZero(); v.Locked(time.Now()) != locked || v.Locked(hour(2)) {
				t.Errorf("%s: locked now %v, later %v", name, v.Locked(time.Now()), v.Locked(hour(2)))
			}
		}
	}
}

// A store that does not tell the lock where it tells the size is asked for it.
func locksThatAreNotTold(t *testing.T, config documents.Config) {
	address, err := url.Parse(config.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	silent := httputil.NewSingleHostReverseProxy(address)
	silent.ModifyResponse = func(answer *http.Response) error {
		for header := range answer.Header {
			if strings.HasPrefix(header, "X-Amz-Object-Lock-") {
				answer.Header.Del(header)
			}
		}
		return nil
	}
	server := httptest.NewServer(silent)
	defer server.Close()
	config.Endpoint = server.URL
	modes(t, config)
	holds(t, config)
}

// Whatever is asked for one after the other, by Put or Extend: the strictest lock and the latest end win.
func locksOnlyGrow(t *testing.T, config documents.Config) {
	a := open(t, config)
	rapid.Check(t, func(rt *rapid.T) {
		data := content(100)
		keep(t, a, data, documents.Retention{})
		lock, until := retention.Unlocked, time.Time{}
		for range rapid.IntRange(1, 4).Draw(rt, "steps") {
			asked := documents.Retention{
				Until: hour(rapid.IntRange(-1, 5).Draw(rt, "hours")).Add(30 * time.Minute),
				Lock:  rapid.SampledFrom([]retention.Lock{retention.Compliance, retention.Governance, retention.Unlocked}).Draw(rt, "lock"),
			}
			if rapid.Bool().Draw(rt, "extend") {
				if err := a.Extend(t.Context(), "evidence", refOf(data), asked); err != nil {
					rt.Fatal(err)
				}
			} else {
				keep(t, a, data, asked)
			}
			if asked.Lock != retention.Unlocked && asked.Until.After(time.Now()) {
				if asked.Lock < lock {
					lock = asked.Lock
				}
				if asked.Until.After(until) {
					until = asked.Until
				}
			}
			want := documents.Retention{Until: until, Lock: lock}
			if lock == retention.Unlocked {
				want = documents.Retention{}
			}
			if v := only(t, a, data); v.Kept != want {
				rt.Fatalf("%+v, want it kept %+v", v, want)
			}
		}
	})
	wantKind(t, a.Extend(t.Context(), "evidence", refOf(content(10)), documents.Retention{Until: hour(1)}), fault.NotFound, "is not in bucket")
}

// Who extends beside others does not fail because one of them went further, and none is undone.
func locksGrowSideBySide(t *testing.T, config documents.Config) {
	a := open(t, config)
	for _, lock := range []retention.Lock{retention.Compliance, retention.Governance} {
		data := content(1000)
		keep(t, a, data, documents.Retention{})
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				if err := a.Extend(t.Context(), "evidence", refOf(data), documents.Retention{Until: hour(1 + n), Lock: lock}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if v := only(t, a, data); v.Kept.Lock != lock || v.Kept.Until.Before(hour(8).Add(-time.Minute)) {
			t.Errorf("%+v, want it kept for 8 hours", v)
		}
	}
}

// A hold keeps what no retention keeps, hidden or not, until it is released; and leaves the retention alone.
func holds(t *testing.T, config documents.Config) {
	a, s3, data := open(t, config), client(t, config), content(1000)
	until := hour(1)
	name := keep(t, a, data, documents.Retention{})
	hold := func(on bool) {
		t.Helper()
		for range 2 {
			if err := a.Hold(t.Context(), "evidence", refOf(data), on); err != nil {
				t.Fatal(err)
			}
		}
	}
	hold(true)
	v := only(t, a, data)
	if !v.Held || !v.Locked(hour(1000)) {
		t.Fatalf("%+v", v)
	}
	if err := s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{}); err != nil { // that only hides it
		t.Fatal(err)
	}
	hold(false)
	hold(true)
	if err := s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{VersionID: v.ID, GovernanceBypass: true}); err == nil {
		t.Fatal("what is on hold can be deleted")
	}
	fetched(t, a, data)
	if err := a.Extend(t.Context(), "evidence", refOf(data), documents.Retention{Until: until, Lock: retention.Governance}); err != nil {
		t.Fatal(err)
	}
	hold(false)
	versions, err := a.Versions(t.Context(), "evidence", refOf(data))
	if err != nil || len(versions) != 2 || versions[1].Held || versions[1].Kept != (documents.Retention{Until: until, Lock: retention.Governance}) {
		t.Fatalf("%+v, %v", versions, err)
	}
	wantKind(t, a.Hold(t.Context(), "evidence", refOf(content(10)), true), fault.NotFound, "is not in bucket")
}
