package joining_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"upline/graph/joining"
	"upline/internal/fault"
)

var (
	here  = joining.Origin{Address: "192.0.2.7", UserAgent: "Firefox"}
	shown = []joining.Text{{Kind: "contract", Language: "de", Version: "1", SHA256: "aa"}, {Kind: "withdrawal", Language: "de", Version: "1", SHA256: "bb"}}
)

func begun() joining.Process { return joining.Receive("p", "h1", nil, here, noon) }

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
	p, err := p.Register("P100", &joining.Waiting{Sponsor: "zoe", Until: day("2026-12-04")}, "job", minutes(5))
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

func TestPlacedAtOnce(t *testing.T) {
	p, err := accepted(t).Register("P100", nil, "job", minutes(5))
	if err != nil || p.Waiting != nil || !strings.HasSuffix(kinds(p), "registered placed") {
		t.Errorf("%s, %v", kinds(p), err)
	}
}

func TestRepetitionsChangeNothing(t *testing.T) {
	p, err := accepted(t).Register("P100", &joining.Waiting{Until: day("2026-12-04")}, "job", minutes(5))
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

func TestLinks(t *testing.T) {
	received := begun()
	confirmed, _ := received.Confirm("h1", here, minutes(1))
	resent, outcome := received.Resend("h2", []time.Time{noon}, here, minutes(3))
	if outcome != joining.Done {
		t.Fatalf("resend: %v", outcome)
	}
	expired, err := received.Expire(noon.Add(joining.TokenTerm))
	if err != nil {
		t.Fatal(err)
	}
	withdrawn, err := received.Withdraw(here, minutes(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		p    joining.Process
		hash string
		at   time.Time
		want joining.Outcome
	}{
		"good":                       {received, "h1", minutes(1), joining.Done},
		"in the last second":         {received, "h1", noon.Add(joining.TokenTerm - time.Second), joining.Done},
		"a second late":              {received, "h1", noon.Add(joining.TokenTerm), joining.LinkExpired},
		"unknown":                    {received, "h9", minutes(1), joining.LinkUnknown},
		"again":                      {confirmed, "h1", minutes(5), joining.Again},
		"again, much later":          {confirmed, "h1", minutes(1).Add(joining.AcceptTerm), joining.LinkExpired},
		"used":                       {accepted(t), "h1", minutes(9), joining.LinkUsed},
		"superseded":                 {resent, "h1", minutes(4), joining.LinkSuperseded},
		"the newer one":              {resent, "h2", minutes(4), joining.Done},
		"the newer one holds longer": {resent, "h2", noon.Add(joining.TokenTerm + time.Minute), joining.Done},
		"expired":                    {expired, "h1", minutes(9), joining.LinkExpired},
		"withdrawn":                  {withdrawn, "h1", minutes(9), joining.LinkUnknown},
	} {
		next, got := c.p.Confirm(c.hash, here, c.at)
		if got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if changed := next.Version != c.p.Version; changed != (got == joining.Done) {
			t.Errorf("%s: changed %v with %v", name, changed, got)
		}
		if got.Explain("de") == got.Explain("en") || got.Explain("de") == "" {
			t.Errorf("%s is not explained", name)
		}
	}
	if !slices.Equal(resent.Spent(), []string{"h1", "h2"}) {
		t.Errorf("spent %v", resent.Spent())
	}
}

// Nothing that is shown to who sends a form or follows a link may say whether the address is registered.
func TestNoWordsTellWhoIsRegistered(t *testing.T) {
	for o := joining.Done; o <= joining.Limited; o++ {
		for _, language := range []string{"de", "en"} {
			if text := strings.ToLower(o.Explain(language)); strings.Contains(text, "registr") || strings.Contains(text, "partner") || text == "" {
				t.Errorf("%v says %q", o, text)
			}
		}
	}
	if joining.Limited.Explain("de") != joining.Answer("de") || joining.Limited.Explain("en") != joining.Answer("en") {
		t.Error("somebody who is over the limit is answered otherwise")
	}
}

func TestResendIsLimited(t *testing.T) {
	hours := func(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }
	for name, c := range map[string]struct {
		sent []time.Time
		at   time.Time
		next time.Time
	}{
		"the first":               {nil, noon, noon},
		"too soon":                {[]time.Time{noon}, noon.Add(2*time.Minute - 1), noon.Add(2 * time.Minute)},
		"two minutes later":       {[]time.Time{noon}, minutes(2), minutes(2)},
		"the fourth in a day":     {[]time.Time{hours(9), noon, hours(5)}, hours(23), hours(24)},
		"after a day":             {[]time.Time{hours(9), noon, hours(5)}, hours(24), hours(24)},
		"more than the limit":     {[]time.Time{noon, hours(1), hours(2), hours(3)}, hours(4), hours(25)},
		"clocks that are not one": {[]time.Time{hours(1)}, noon, hours(1).Add(2 * time.Minute)},
	} {
		next, ok := joining.MaySend(c.sent, c.at)
		if !next.Equal(c.next) || ok != !c.next.After(c.at) {
			t.Errorf("%s: %v, %v; want %v", name, next, ok, c.next)
		}
	}
	p := begun()
	if same, outcome := p.Resend("h2", []time.Time{noon}, here, minutes(1)); outcome != joining.Limited || same.Version != p.Version {
		t.Errorf("%v", outcome)
	}
	if _, outcome := p.Resend("h2", nil, here, noon.Add(joining.TokenTerm)); outcome != joining.LinkExpired {
		t.Errorf("a dead application is resent: %v", outcome)
	}
	if _, outcome := accepted(t).Resend("h2", nil, here, minutes(9)); outcome != joining.LinkUsed {
		t.Errorf("an accepted application is resent: %v", outcome)
	}
}

// However often a link is sent again, an application that is never confirmed ends after a week.
func TestNoApplicationLivesForever(t *testing.T) {
	p, at := begun(), noon
	for range 100 {
		at = at.Add(12 * time.Hour)
		p, _ = p.Resend("h", nil, here, at)
	}
	due, when := p.Due(berlin)
	if due != joining.DueExpire || !when.Equal(noon.Add(joining.LifeMax)) {
		t.Errorf("%v at %v", due, when)
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
		"withdraw the refused":    {func() (joining.Process, error) { return refused.Withdraw(here, minutes(3)) }, fault.Conflict},
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

func TestTimeNeverRunsBackwards(t *testing.T) {
	p, _ := begun().Confirm("h1", here, noon.Add(-time.Hour))
	if p.Events[1].At.Before(p.Events[0].At) {
		t.Errorf("%v", p.Events)
	}
}

func TestTokens(t *testing.T) {
	token, hash, err := joining.NewToken(rand.NewChaCha8([32]byte{7}))
	if err != nil || len(token) != 43 || joining.HashToken(token) != hash || strings.Contains(hash, token) || len(hash) != 64 {
		t.Errorf("%q, %q, %v", token, hash, err)
	}
	if _, _, err := joining.NewToken(iotest.ErrReader(errors.New("empty"))); err == nil {
		t.Error("a token without randomness")
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
