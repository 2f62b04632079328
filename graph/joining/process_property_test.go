package joining_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/graph/joining"
	"upline/internal/period"
)

// once are the events that happen at most once, each after those it lists.
var once = map[joining.EventKind][]joining.EventKind{
	joining.EventReceived:   nil,
	joining.EventConfirmed:  {joining.EventReceived},
	joining.EventAccepted:   {joining.EventConfirmed, joining.EventShown},
	joining.EventRegistered: {joining.EventConfirmed, joining.EventShown, joining.EventAccepted},
	joining.EventPlaced:     {joining.EventRegistered},
	joining.EventEnded:      {joining.EventRegistered},
	joining.EventExpired:    nil,
	joining.EventWithdrawn:  nil,
	joining.EventRefused:    nil,
}

// Whatever comes in whatever order: nobody is registered without a confirmation and an acceptance, ends exclude each other, a
// step that is refused or repeated changes nothing, and the process before a step stays as it was.
func TestNobodyIsRegisteredWithoutConfirmationAndAcceptance(t *testing.T) {
	registered := 0
	rapid.Check(t, func(t *rapid.T) {
		p, at := begun(), noon
		for range rapid.IntRange(10, 60).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 1, 2, 30, 60, 60, 120, 300, 600, 3600, 3600, 7200, 86_400, 40 * 86_400}).Draw(t, "seconds")) * time.Second)
			before := p
			events := slices.Clone(before.Events)
			var next joining.Process
			var changed bool
			if rapid.IntRange(0, 3).Draw(t, "forward") > 0 {
				next = forward(t, p, at)
				changed = next.Version != p.Version
			} else {
				next, changed = anyStep(t, p, at)
			}
			if !changed && !reflect.DeepEqual(next, before) {
				t.Fatalf("a step that has no effect changes\n%+v to\n%+v", before, next)
			}
			if !reflect.DeepEqual(before.Events, events) {
				t.Fatal("the process before the step has other events")
			}
			if next.Version < before.Version || next.Version != len(next.Events) {
				t.Fatalf("version %d after %d with %d events", next.Version, before.Version, len(next.Events))
			}
			p = next
		}
		holds(t, p)
		if p.Partner != "" {
			registered++
		}
	})
	if registered == 0 {
		t.Error("no way led to a registration: the property says nothing")
	}
}

// forward takes the step that follows, if it is not too late; so that some ways lead somewhere.
func forward(t *rapid.T, p joining.Process, at time.Time) joining.Process {
	next := p
	switch p.State {
	case joining.Received:
		next, _ = p.Confirm(p.Links[len(p.Links)-1].Hash, here, at)
	case joining.Confirmed:
		next, _ = p.Show(shown, here, at)
	case joining.Shown:
		var hashes []string
		for _, text := range p.Texts {
			hashes = append(hashes, text.SHA256)
		}
		next, _ = p.Accept(hashes, here, at)
	case joining.Accepted:
		next, _ = p.Register("P1", rapid.SampledFrom([]*period.Day{nil, tank()}).Draw(t, "tank"), "job", at)
	case joining.Registered:
		next, _ = p.Place("zoe", at)
	}
	return next
}

// anyStep takes a random step, and says whether it had an effect.
func anyStep(t *rapid.T, p joining.Process, at time.Time) (joining.Process, bool) {
	hash := rapid.SampledFrom([]string{"h1", "h2", "unknown"}).Draw(t, "hash")
	var err error
	next, outcome := p, joining.Done
	switch rapid.IntRange(0, 10).Draw(t, "step") {
	case 0:
		next, outcome = p.Confirm(hash, here, at)
	case 1:
		next, outcome = p.Resend("h2", nil, here, at)
	case 2, 3:
		next, err = p.Show(rapid.SampledFrom([][]joining.Text{shown, shown[:1]}).Draw(t, "texts"), here, at)
	case 4, 5:
		next, err = p.Accept(rapid.SampledFrom([][]string{{"aa", "bb"}, {"aa"}, nil}).Draw(t, "hashes"), here, at)
	case 6:
		waiting := rapid.SampledFrom([]*period.Day{nil, tank()}).Draw(t, "waiting")
		next, err = p.Register(rapid.SampledFrom([]string{"P1", "P2", ""}).Draw(t, "partner"), waiting, "job", at)
	case 7:
		next, err = p.Place("job", at)
	case 8:
		next, err = p.Expire(at)
	case 9:
		next, err = p.End(joining.End{Kind: joining.EndWithdrawal, From: day("2026-12-01")}, "", here, at)
	default:
		switch rapid.IntRange(0, 4).Draw(t, "end") {
		case 0:
			next, err = p.Withdraw("", "", here, at)
		case 1:
			next, err = p.Refuse("sam", rapid.SampledFrom([]string{"", "twice"}).Draw(t, "reason"), at)
		default:
			next = p.MailSent(joining.SentMail{MessageID: hash}, at)
		}
	}
	return next, err == nil && outcome == joining.Done && next.Version != p.Version
}

// holds checks what must hold of every process.
func holds(t *rapid.T, p joining.Process) {
	seen := map[joining.EventKind]int{}
	last := time.Time{}
	for _, event := range p.Events {
		if event.At.Before(last) {
			t.Fatalf("time runs backwards: %+v", p.Events)
		}
		last = event.At
		before, single := once[event.Kind]
		if single && seen[event.Kind] > 0 {
			t.Fatalf("%s twice: %s", event.Kind, kinds(p))
		}
		for _, earlier := range before {
			if seen[earlier] == 0 {
				t.Fatalf("%s without %s: %s", event.Kind, earlier, kinds(p))
			}
		}
		seen[event.Kind]++
	}
	partner := p.State == joining.Registered || p.State == joining.Ended
	if partner != (seen[joining.EventRegistered] == 1) || (p.Partner != "") != partner || p.Waiting != nil && p.State != joining.Registered {
		t.Fatalf("%s with partner %q: %s", p.State, p.Partner, kinds(p))
	}
	if ends := seen[joining.EventExpired] + seen[joining.EventWithdrawn] + seen[joining.EventRefused] + seen[joining.EventRegistered]; ends > 1 {
		t.Fatalf("%d ends: %s", ends, kinds(p))
	}
}
