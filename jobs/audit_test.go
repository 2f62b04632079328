package jobs_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/graph/personal"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

// user changes things as a person does who is logged in.
func user(id string) graph.By {
	return graph.By{Within: graph.Everybody, Actor: "user:" + id, Session: "session-" + id, From: "192.0.2.1", Reason: "as asked by user " + id}
}

func (k *kept) audit() *jobs.Audit { return &jobs.Audit{Graph: k.graph, Archive: k.archive} }

func (k *kept) anchor() *audit.Anchor {
	k.Helper()
	a, err := k.audit().Anchor(k.Context())
	k.must(err)
	return a
}

// findings are all that a verification finds.
func (k *kept) findings(published ...audit.Head) (found []audit.Finding, summary audit.Summary) {
	k.Helper()
	summary, err := k.audit().Verify(k.Context(), published, func(f audit.Finding) { found = append(found, f) })
	k.must(err)
	if int(summary.Findings) != len(found) {
		k.Errorf("%d findings are counted, %d were reported", summary.Findings, len(found))
	}
	return found, summary
}

// sound wants that nothing is found.
func (k *kept) sound() audit.Summary {
	k.Helper()
	found, summary := k.findings()
	if len(found) > 0 {
		k.Fatalf("%d findings, the first: %v", len(found), found[0])
	}
	return summary
}

// people register, sell and change things, as users with addresses and reasons.
func (k *kept) people(p period.Period, names ...string) {
	k.Helper()
	ctx, day := k.Context(), p.Start()
	sponsor := k.snapshot(time.Time{}).Facts.Partners[0].ID
	for i, name := range names {
		by := user(fmt.Sprint(i % 3))
		k.must(k.graph.Register(ctx, graph.Registration{ID: name, Name: "Zoë " + name, Joined: day, Sponsor: sponsor}, by))
		order := graph.Order{ID: name + "o", Partner: name, Kind: "own", PlacedOn: day, PaidOn: period.Forever, Points: 1_000_000, CV: 1_000_000}
		k.must(k.graph.RecordOrder(ctx, order, by))
		k.must(k.graph.RecordPayment(ctx, order.ID, day+1, by))
		k.must(k.graph.RecordCancellation(ctx, graph.Cancellation{ID: name + "k", Order: order.ID, On: day + 1, Share: 500_000, Reason: "returned"}, by))
		k.must(k.graph.CorrectPartner(ctx, name, "Zoe "+name, day, by))
		k.must(k.graph.ChangeStatus(ctx, name, "suspended", day+2, period.Forever, by))
		_, err := k.graph.Look(ctx, by.Recorded(), chronicle.Look{
			Operation: "look at bank data", Kind: "Partner", Key: name, Subject: "partner:" + name, Fields: []string{"iban"},
		})
		k.must(err)
	}
}

// entriesOf are the entries of a person.
func (k *kept) entriesOf(subjects ...string) (entries []audit.Entry) {
	k.Helper()
	for e, err := range k.graph.EntriesOf(k.Context(), subjects) {
		k.must(err)
		entries = append(entries, e)
	}
	return entries
}

// Everything that is done leaves an entry that says who, from where, why, before and after; a settled company has one for each change.
func TestEveryChangeIsInTheAudit(t *testing.T) {
	k := newKept(t)
	next := k.company(2600)
	k.people(next, "zoe")
	k.must(k.graph.Move(t.Context(), graph.Move{Partner: "zoe", From: next.Start() + 5, Until: period.Forever}, user("1")))
	summary := k.sound()
	changes := storetest.Count(t, "MATCH (c:Change) RETURN 'all' AS key, count(c) AS count")["all"]
	if int(summary.Receipts) != changes || summary.Entries < summary.Receipts || changes < 10 {
		t.Errorf("of %d changes there are %d receipts and %d entries", changes, summary.Receipts, summary.Entries)
	}
	told := map[string]audit.Entry{}
	for _, e := range k.entriesOf("partner:zoe") {
		told[e.Operation] = e
		if e.Actor.Kind != audit.User || e.Session != "session-"+e.Actor.ID || e.Receipt == "" {
			t.Errorf("who did it: %+v", e)
		}
		if of, by := e.Details[0], e.Details[1]; of.Subject != "partner:zoe" || !strings.Contains(of.Body.Reason, "as asked") || of.Body.From != "" ||
			by.Subject != e.Actor.String() || by.Body.From != "192.0.2.1" {
			t.Errorf("whose it is, why and from where: %+v %+v", of, by)
		}
	}
	for operation, want := range map[string]string{
		"register partner":    `map[] map[id:"zoe" joined:"DAY" name:"Zoë zoe"`,
		"record order":        `cv:"100" id:"zoeo" kind:"own" paid_on:`,
		"record payment":      `paid_on:"DAY+1"`,
		"record cancellation": `id:"zoek" on:"DAY+1" order:"zoeo" reason:"returned" share:"0.5"`,
		"correct partner":     `map[name:"Zoë zoe"] map[name:"Zoe zoe"]`,
		"change status":       `map[status:[]] map[status:[{"above":null,"from":"DAY+2"`,
		"move partner":        `map[sponsor:[{"above":"`,
		"look at bank data":   `map[] map[]`,
	} {
		e, there := told[operation]
		if !there {
			t.Errorf("%s is not told", operation)
			continue
		}
		body := e.Details[0].Body
		text := fmt.Sprint(body.Before, " ", body.After)
		for i := range period.Day(3) {
			text = strings.ReplaceAll(text, `"`+(next.Start()+i).String()+`"`, `"DAY`+strings.TrimSuffix(fmt.Sprintf("+%d", i), "+0")+`"`)
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s: before and after are %s, want %s", operation, text, want)
		}
	}
	if e := told["look at bank data"]; fmt.Sprint(e.Fields) != "[iban]" || e.Kind != "Partner" || e.Key != "zoe" {
		t.Errorf("a look: %+v", e)
	}
}

// Erasing takes out what is said of a person, and nothing else; the chain proves it, and says by which law. A partner whose contract
// runs, or has just ended, is not erased, unless somebody answers for it.
func TestErasureKeepsTheChainWhole(t *testing.T) {
	k := newKept(t)
	next := k.company(2601)
	k.people(next, "zoe", "max")
	k.anchor()
	before := k.sound()
	by, ctx := user("9"), t.Context()
	order := personal.Order{ID: "first", Person: "partner:zoe", Ground: "Art. 17(1)(a) GDPR, request 12"}
	_, err := k.personal().Erase(ctx, order, by)
	k.refused(err, fault.Conflict, "nobody knows yet until when it is kept")
	k.must(k.graph.ChangeStatus(ctx, "zoe", "terminated", next.Start()+3, period.Forever, by))
	_, err = k.personal().Erase(ctx, order, by)
	k.refused(err, fault.Conflict, "is erased from 20")
	_, err = k.personal().Erase(ctx, personal.Order{Person: "partner:zoe", Despite: true}, by)
	k.refused(err, fault.Invalid, "by which law")
	order.Despite = true
	proof, err := k.personal().Erase(ctx, order, by)
	k.must(err)
	count := proof.Entries
	if again, err := k.personal().Erase(ctx, order, by); err != nil || again.SHA256 != proof.SHA256 || again.Entries != count {
		t.Errorf("erased again: %+v, %v", again, err)
	}
	after := k.sound()
	if count < 8 || after.Erased-before.Erased != int64(count) {
		t.Errorf("%d entries were erased, and %d are proven", count, after.Erased-before.Erased)
	}
	if left := storetest.Count(t, "MATCH (b:AuditBody) WHERE b.text CONTAINS 'Zoe zoe' OR b.text CONTAINS 'Zoë zoe' RETURN 'all' AS key, count(b) AS count"); left["all"] > 0 {
		t.Errorf("%d bodies still say it", left["all"])
	}
	erasures := 0
	for _, e := range k.entriesOf("partner:zoe") {
		if e.Erasure != nil {
			erasures++
		} else if body := e.Details[0].Body; e.Details[0].Subject == "partner:zoe" && body != nil {
			t.Errorf("%s still says %+v", e.Operation, body)
		}
	}
	if erasures != 1 || len(k.entriesOf("partner:max")) < 7 {
		t.Errorf("there are %d erasures of zoe, and %d entries of max", erasures, len(k.entriesOf("partner:max")))
	}
	k.anchor()
	k.sound()
}

// Two processes write at the same time, while others verify, anchor and erase: the chains stay whole, and no change is without entry.
func TestWritersAtTheSameTime(t *testing.T) {
	k := newKept(t)
	next := k.company(2605)
	stores := []*graph.Store{k.graph, storetest.Open(t, k.config)}
	const writers, changes = 8, 25
	var all sync.WaitGroup
	for n := range writers {
		all.Go(func() {
			for i := range changes {
				registration := graph.Registration{ID: fmt.Sprintf("w%d-%d", n, i), Name: "W", Joined: next.Start()}
				if err := stores[n%2].Register(t.Context(), registration, user(fmt.Sprint(n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range 3 {
			if _, err := k.audit().Anchor(t.Context()); err != nil {
				t.Error(err)
			}
			if found, _ := k.findings(); len(found) > 0 {
				t.Errorf("meanwhile: %v", found[0])
			}
			if _, err := k.graph.Erase(t.Context(), "user:1", "request 13", user("9").Recorded()); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	if s := k.sound(); s.Entries < writers*changes {
		t.Errorf("%+v", s)
	}
	registered := storetest.Count(t, "MATCH (e:AuditEntry {operation: 'register partner'}) RETURN 'all' AS key, count(e) AS count")["all"]
	if registered != writers*changes {
		t.Errorf("%d registrations are in the audit, want %d", registered, writers*changes)
	}
}

// A job anchors, another one verifies, and fails when something was altered.
func TestAuditJobs(t *testing.T) {
	k := newKept(t)
	k.company(2606)
	k.work()
	for range 2 {
		for _, job := range []graph.NewJob{jobs.AnchorAudit(), jobs.VerifyAudit()} {
			added, err := k.graph.AddJob(t.Context(), job, tester)
			k.must(err)
			if got := await(t, k.settlement(), added); got.State != graph.Done {
				t.Fatalf("%s is %s: %s", got.Kind, got.State, got.Error)
			}
		}
	}
	storetest.Run(t, "MATCH (e:AuditEntry {operation: 'import begin'}) SET e.text = replace(e.text, 'shell', 'Shell')")
	added, err := k.graph.AddJob(t.Context(), jobs.VerifyAudit(), tester)
	k.must(err)
	if got := await(t, k.settlement(), added); got.State != graph.Failed || !strings.Contains(got.Error, "findings, the first of which is") {
		t.Errorf("the job is %s: %s", got.State, got.Error)
	}
}
