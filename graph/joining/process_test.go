package joining_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

var (
	here  = joining.Origin{Address: "192.0.2.7", UserAgent: "Firefox"}
	shown = []joining.Text{{Kind: "contract", Language: "de", Version: "1", SHA256: "aa"}, {Kind: "withdrawal", Language: "de", Version: "1", SHA256: "bb"}}
)

func begun() joining.Process { return joining.Receive("p", "h1", nil, here, noon) }

// tank is a last day in the holding tank.
func tank() *period.Day {
	last := day("2026-12-04")
	return &last
}

func minutes(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

// accepted walks the straight way to an accepted contract.
func accepted(t *testing.T) joining.Process {
	t.Helper()
	p, outcome := begun().Confirm("h1", here, minutes(1))
	if outcome != joining.Done {
		t.Fatalf("confirm: %v", outcome)
	}
	p, err := p.Show(shown, here, minutes(2))
	if err != nil {
		t.Fatal(err)
	}
	p, err = p.Accept([]string{"aa", "bb"}, here, minutes(3))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func kinds(p joining.Process) string {
	var all []string
	for _, event := range p.Events {
		all = append(all, string(event.Kind))
	}
	return strings.Join(all, " ")
}

func TestTheStraightWay(t *testing.T) {
	p := accepted(t).MailSent(joining.SentMail{Template: joining.MailConfirm, MessageID: "m1"}, minutes(4))
	p, err := p.Register("P100", tank(), "job", minutes(5))
	if err != nil || p.State != joining.Registered || p.Partner != "P100" {
		t.Fatalf("%+v, %v", p, err)
	}
	due, when := p.Due(berlin)
	if due != joining.DuePlace || !when.Equal(time.Date(2026, 12, 5, 0, 0, 0, 0, berlin)) {
		t.Errorf("due: %v at %v", due, when)
	}
	p, err = p.Place("zoe", minutes(6))
	if err != nil || p.Waiting != nil {
		t.Errorf("%+v, %v", p, err)
	}
	if due, _ := p.Due(berlin); due != joining.DueNothing {
		t.Errorf("due after all: %v", due)
	}
	if got, want := kinds(p), "received confirmed shown accepted mail registered placed"; got != want || p.Version != 7 {
		t.Errorf("events %s, version %d", got, p.Version)
	}
	for _, event := range p.Events {
		if event.At.Nanosecond() != 0 || event.At.Location() != time.UTC || event.Kind.Proves("de") == "" || event.Kind.Proves("en") == "" {
			t.Errorf("event %+v", event)
		}
	}
}

func TestTheContractEnds(t *testing.T) {
	p, err := accepted(t).Register("P100", tank(), "job", minutes(5))
	if err != nil {
		t.Fatal(err)
	}
	p, err = p.End(joining.End{Kind: joining.EndWithdrawal, From: day("2026-11-30")}, "", here, minutes(9))
	if err != nil || p.State != joining.Ended || p.Partner != "P100" || p.Waiting != nil {
		t.Fatalf("%+v, %v", p, err)
	}
	if note := p.Events[len(p.Events)-1].Note; note != "withdrawal from 2026-11-30" {
		t.Errorf("note %q", note)
	}
	if due, _ := p.Due(berlin); due != joining.DueNothing {
		t.Errorf("who has left is due to %s", due)
	}
	if again, err := p.End(joining.End{Kind: joining.EndOrdinary}, "", here, minutes(10)); err != nil || again.Version != p.Version {
		t.Errorf("ended again: %v, %v", again, err)
	}
	if _, err := accepted(t).End(joining.End{}, "", here, minutes(9)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("ended before there was a partner: %v", err)
	}
}

func TestPlacedAtOnce(t *testing.T) {
	p, err := accepted(t).Register("P100", nil, "job", minutes(5))
	if err != nil || p.Waiting != nil || !strings.HasSuffix(kinds(p), "registered placed") {
		t.Errorf("%s, %v", kinds(p), err)
	}
}

func TestRepetitionsChangeNothing(t *testing.T) {
	p, err := accepted(t).Register("P100", tank(), "job", minutes(5))
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Register("P100", nil, "job", minutes(9))
	if err != nil || again.Version != p.Version || again.Waiting == nil {
		t.Errorf("register again: %v, %v", again, err)
	}
	if again, err = p.Accept([]string{"aa", "bb"}, here, minutes(9)); err != nil || again.Version != p.Version {
		t.Errorf("accept again: %v, %v", again, err)
	}
	if _, err = p.Register("P101", nil, "job", minutes(9)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("register another: %v", err)
	}
	mail := joining.SentMail{MessageID: "m9"}
	if once := p.MailSent(mail, minutes(6)); once.MailSent(mail, minutes(7)).Version != p.Version+1 {
		t.Error("a mail is recorded twice")
	}
	placed, _ := p.Place("zoe", minutes(7))
	if twice, err := placed.Place("job", minutes(8)); err != nil || twice.Version != placed.Version {
		t.Errorf("place again: %v, %v", twice, err)
	}
}

func TestStepsThatDoNotFollow(t *testing.T) {
	confirmed, _ := begun().Confirm("h1", here, minutes(1))
	onShow, _ := confirmed.Show(shown, here, minutes(2))
	late := minutes(1).Add(joining.AcceptTerm)
	refused, _ := begun().Refuse("sam", "registers twice", minutes(2))
	for name, c := range map[string]struct {
		step func() (joining.Process, error)
		want fault.Kind
	}{
		"show unconfirmed":        {func() (joining.Process, error) { return begun().Show(shown, here, minutes(1)) }, fault.Conflict},
		"accept unconfirmed":      {func() (joining.Process, error) { return begun().Accept(nil, here, minutes(1)) }, fault.Conflict},
		"accept what none saw":    {func() (joining.Process, error) { return confirmed.Accept(nil, here, minutes(2)) }, fault.Conflict},
		"accept another text":     {func() (joining.Process, error) { return onShow.Accept([]string{"aa", "cc"}, here, minutes(3)) }, fault.Stale},
		"accept too late":         {func() (joining.Process, error) { return onShow.Accept([]string{"aa", "bb"}, here, late) }, fault.Conflict},
		"show too late":           {func() (joining.Process, error) { return confirmed.Show(shown, here, late) }, fault.Conflict},
		"show after acceptance":   {func() (joining.Process, error) { return accepted(t).Show(shown, here, minutes(9)) }, fault.Conflict},
		"register unaccepted":     {func() (joining.Process, error) { return onShow.Register("P1", nil, "", minutes(3)) }, fault.Conflict},
		"register nobody":         {func() (joining.Process, error) { return accepted(t).Register("", nil, "", minutes(3)) }, fault.Invalid},
		"register who is refused": {func() (joining.Process, error) { return refused.Register("P1", nil, "", minutes(3)) }, fault.Conflict},
		"place nobody":            {func() (joining.Process, error) { return accepted(t).Place("", minutes(3)) }, fault.Conflict},
		"expire early":            {func() (joining.Process, error) { return begun().Expire(noon.Add(joining.TokenTerm - 1)) }, fault.Conflict},
		"expire the accepted":     {func() (joining.Process, error) { return accepted(t).Expire(late) }, fault.Conflict},
		"withdraw the refused":    {func() (joining.Process, error) { return refused.Withdraw("", "", here, minutes(3)) }, fault.Conflict},
		"refuse without reason":   {func() (joining.Process, error) { return begun().Refuse("sam", " ", minutes(3)) }, fault.Invalid},
	} {
		if p, err := c.step(); err == nil || fault.KindOf(err) != c.want {
			t.Errorf("%s: %v is %v, want %v", name, err, fault.KindOf(err), c.want)
		} else if p.State == joining.Registered {
			t.Errorf("%s: registered", name)
		}
	}
}

// A new version of the contract is shown again, and only that one can be accepted.
func TestAnotherVersionOfTheContract(t *testing.T) {
	p, _ := begun().Confirm("h1", here, minutes(1))
	p, _ = p.Show(shown, here, minutes(2))
	if same, err := p.Show(shown, here, minutes(3)); err != nil || same.Version != p.Version {
		t.Errorf("shown again: %v, %v", same, err)
	}
	newer := []joining.Text{{Kind: "contract", SHA256: "cc"}}
	p, err := p.Show(newer, here, minutes(4))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Accept([]string{"aa", "bb"}, here, minutes(5)); fault.KindOf(err) != fault.Stale {
		t.Errorf("the old version: %v", err)
	}
	if p, err = p.Accept([]string{"cc"}, here, minutes(5)); err != nil || p.State != joining.Accepted {
		t.Errorf("the new version: %v", err)
	}
}

// Two steps from one process, as two requests at once take them, do not write into each other's events.
func TestTheProcessBeforeStaysAsItWas(t *testing.T) {
	p := accepted(t) // of several steps, so that a list that grows has room to spare
	for range 5 {
		one, err := p.Withdraw("", "", here, minutes(8))
		if err != nil {
			t.Fatal(err)
		}
		other, err := p.Refuse("sam", "registers twice", minutes(9))
		if err != nil {
			t.Fatal(err)
		}
		if last := one.Events[len(one.Events)-1]; last.Kind != joining.EventWithdrawn || other.State != joining.Refused {
			t.Fatalf("the other step wrote %s", last.Kind)
		}
		p = p.MailSent(joining.SentMail{MessageID: strconv.Itoa(p.Version)}, minutes(5))
	}
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	p, _ := begun().Confirm("h1", here, noon.Add(-time.Hour))
	if p.Events[1].At.Before(p.Events[0].At) {
		t.Errorf("%v", p.Events)
	}
}

// keeper keeps a process as a database does: written only where nobody else has written since it was read.
type keeper struct {
	mutex sync.Mutex
	kept  joining.Process
}

func (k *keeper) read() joining.Process {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.kept
}

func (k *keeper) write(version int, p joining.Process) bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.kept.Version != version {
		return false
	}
	k.kept = p
	return true
}

func TestManyConfirmationsAtOnceHaveOneEffect(t *testing.T) {
	store := &keeper{kept: begun()}
	outcomes := make([]joining.Outcome, 64)
	var crowd sync.WaitGroup
	for i := range outcomes {
		crowd.Go(func() {
			for {
				before := store.read()
				after, outcome := before.Confirm("h1", here, minutes(i))
				if outcome != joining.Done || store.write(before.Version, after) {
					outcomes[i] = outcome
					return
				}
			}
		})
	}
	crowd.Wait()
	done := 0
	for _, outcome := range outcomes {
		switch outcome {
		case joining.Done:
			done++
		case joining.Again:
		default:
			t.Errorf("outcome %v", outcome)
		}
	}
	if done != 1 || kinds(store.kept) != "received confirmed" {
		t.Errorf("%d were done; events %s", done, kinds(store.kept))
	}
}
