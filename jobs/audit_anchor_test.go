package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"upline/graph/audit"
	"upline/internal/fault"
	"upline/internal/storetest"
	"upline/jobs"
)

// Anchors follow each other, wherever a process dies between them; what was published finds what no anchor holds yet.
func TestAnchors(t *testing.T) {
	k := newKept(t)
	next := k.company(2603)
	whole := k.archive
	for i, when := range []string{"", "before", "after", ""} {
		k.people(next, fmt.Sprint("z", i))
		if when == "" {
			k.anchor()
			continue
		}
		ctx, die := context.WithCancel(t.Context())
		k.archive = k.open(func(name, at string) {
			if strings.HasPrefix(name, "archive audit/") && at == when {
				die()
			}
		})
		if _, err := k.audit().Anchor(ctx); err == nil {
			t.Fatal("it did not die")
		}
		k.archive = whole
		k.sound()
	}
	if s := k.sound(); s.Anchors != 3 || s.Unanchored != 0 {
		t.Errorf("%+v", s)
	}
	k.people(next, "last")
	ledger, err := k.graph.Ledger(t.Context())
	k.must(err)
	if found, _ := k.findings(ledger.Heads...); len(found) > 0 {
		t.Errorf("with what was published: %v", found[0])
	}

	storetest.Bucket(t) // the object store is lost
	k.archive = k.open(func(string, string) {})
	if found, _ := k.findings(); len(found) != 1 || found[0].What != audit.AnchorBroken {
		t.Errorf("without anchors: %v", found)
	}
	_, err = k.audit().Anchor(t.Context())
	k.refused(err, fault.Conflict, "upline audit verify")
	k.must(k.audit().BeginAnchors(t.Context(), user("9")))
	_, err = k.audit().Anchor(t.Context())
	k.refused(err, fault.NotFound, "begin anew with --full") // the journal is lost, too
	k.write(true)
	k.anchor()
	k.sound()
	k.refused(k.audit().BeginAnchors(t.Context(), user("9")), fault.Conflict, "has anchors already")
}

// The audit comes back with the company: to a time, on top of an older state, with what was erased meanwhile; and goes on.
func TestAuditComesBack(t *testing.T) {
	k := newKept(t)
	next := k.company(2604)
	k.people(next, "zoe", "max")
	k.write(false)
	early := k.write(false)
	k.people(next, "leo")
	_, err := k.graph.Erase(t.Context(), "partner:zoe", "request 12", user("1").Recorded())
	k.must(err)
	k.anchor()
	k.write(false)
	want := k.sound()

	k.empty()
	k.restore(jobs.RestoreOptions{})
	if got := k.sound(); got != want {
		t.Errorf("restored: %+v, want %+v", got, want)
	}
	k.people(next, "pia")
	k.anchor()
	k.sound()

	k.empty()
	k.restore(jobs.RestoreOptions{KnownAt: early.KnownAt})
	if found, _ := k.findings(); len(found) == 0 {
		t.Error("an older state is not found, although anchors know what came later")
	}
	k.restore(jobs.RestoreOptions{OnTop: true})
	after := k.sound()
	if after.Erased != want.Erased || after.Anchors != want.Anchors+1 {
		t.Errorf("on top: %+v, want %+v", after, want)
	}
	k.people(next, "tom")
	k.anchor()
	k.sound()
}
