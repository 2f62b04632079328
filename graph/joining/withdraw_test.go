package joining_test

import (
	"testing"
	"time"

	"upline/graph/joining"
	"upline/internal/fault"
)

// Whoever has the last link withdraws as long as there is no partner; nobody else does, and nothing else changes.
func TestWithdrawingByALink(t *testing.T) {
	received := joining.Receive("one", "first", nil, here, minutes(0))
	resent, outcome := received.Resend("second", nil, here, minutes(5))
	if outcome != joining.Done {
		t.Fatal(outcome)
	}
	registered, err := accepted(t).Register("P1", nil, "", minutes(9))
	must(t, err)
	refused, err := received.Refuse("user:1", "twice", minutes(1))
	must(t, err)
	withdrawn, err := received.Withdraw("", "", here, minutes(1))
	must(t, err)
	for name, c := range map[string]struct {
		process joining.Process
		hash    string
		want    joining.Outcome
	}{
		"before the confirmation":          {received, "first", joining.Retracted},
		"when the link is too old":         {received, "first", joining.Retracted},
		"by the newer link":                {resent, "second", joining.Retracted},
		"by a link before the last":        {resent, "first", joining.LinkSuperseded},
		"by a link of another application": {received, "other", joining.LinkUnknown},
		"after the acceptance":             {accepted(t), accepted(t).Used, joining.Released},
		"when there is a partner":          {registered, registered.Used, joining.LinkUsed},
		"when it is refused":               {refused, "first", joining.LinkUnknown},
		"a second time":                    {withdrawn, "first", joining.LinkUnknown},
	} {
		next, outcome := c.process.WithdrawBy(c.hash, here, minutes(60*24*9))
		if outcome != c.want {
			t.Errorf("%s: %d, want %d", name, outcome, c.want)
		}
		done := outcome == joining.Retracted || outcome == joining.Released
		if (next.State == joining.Withdrawn && next.Version == c.process.Version+1) != done || !done && next.Version != c.process.Version {
			t.Errorf("%s: %s, %d steps after %d", name, next.State, next.Version, c.process.Version)
		}
		if last := next.Events[len(next.Events)-1]; done && (last.Kind != joining.EventWithdrawn || last.Origin != here || last.By != "") {
			t.Errorf("%s: %+v", name, last)
		}
	}
}

// Who records it for the applicant is named, and how the applicant said so.
func TestWithdrawingForAnApplicant(t *testing.T) {
	next, err := accepted(t).Withdraw("user:1", "by telephone", joining.Origin{}, minutes(9))
	must(t, err)
	if last := next.Events[len(next.Events)-1]; last.By != "user:1" || last.Note != "by telephone" {
		t.Errorf("%+v", last)
	}
}

// The last time that a consent was given or revoked counts; the other one is not touched.
func TestConsentsAreGivenAndRevoked(t *testing.T) {
	p, err := accepted(t).Register("P1", nil, "", minutes(9))
	must(t, err)
	is := func(name string, p joining.Process, consent string, want bool, since time.Time) {
		t.Helper()
		if at, given := p.ConsentSince(consent, true); given != want || !at.Equal(since) {
			t.Errorf("%s: %s is %v since %v, want %v since %v", name, consent, given, at, want, since)
		}
	}
	is("as on the form", p, joining.ConsentNewsletter, true, p.Received)
	p, err = p.Consent(joining.ConsentNewsletter, false, "", here, minutes(20))
	must(t, err)
	is("revoked", p, joining.ConsentNewsletter, false, minutes(20))
	is("the other one", p, joining.ConsentPhone, true, p.Received)
	p, err = p.Consent(joining.ConsentNewsletter, true, "user:1", joining.Origin{}, minutes(30))
	must(t, err)
	is("given again", p, joining.ConsentNewsletter, true, minutes(30))
	if _, err := accepted(t).Consent(joining.ConsentNewsletter, false, "", here, minutes(20)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("before there is a partner: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
