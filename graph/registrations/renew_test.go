package registrations_test

import (
	"strings"
	"testing"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/storetest"
)

// UPLINE_JOIN_KEY is replaced step by step, and nobody who joins, has joined or withdraws notices: links go on, persons are found again,
// mails are counted. When all is sealed anew, the old key is needed for nothing.
func TestTheKeyIsReplaced(t *testing.T) {
	older, newer := strings.Repeat("o", 32), strings.Repeat("n", 32)
	var config registrations.Config
	c := newCompany(t, func(made *registrations.Config) {
		made.Key = []byte(older)
		config = *made
	})
	with := func(secrets ...string) {
		t.Helper()
		config.Key = []byte(strings.Join(secrets, ","))
		var err error
		c.Store, err = registrations.New(c.graph, config)
		c.must(err)
	}
	renew := func(dry bool, want registrations.Renewed) {
		t.Helper()
		if done, err := c.Renew(c.ctx, tester, dry); err != nil || done != want {
			t.Errorf("%+v are sealed anew, %v; want %+v", done, err, want)
		}
	}
	zoe := c.form("Zoë", "Zander", "zoe@example.com")
	partner := c.join(zoe)
	c.submit(c.form("Max", "Mal", "max@example.com")) // and the letter waits
	_, err := c.State(c.ctx, registrations.Statement{Name: "Nobody", Email: "nobody@example.com", Declaration: "I withdraw"}, origin)
	c.must(err)

	with(newer, older)
	c.submit(c.form("Max", "Mal", "max@example.com")) // too soon for another letter
	token := c.token()
	if outcome, err := c.Confirm(c.ctx, token, origin); err != nil || outcome != joining.Done {
		t.Errorf("the link of before: %v, %v", outcome, err)
	}
	knows := func() {
		t.Helper()
		c.pass(25 * 60 * 60 * 1e9)
		c.submit(zoe)
		if known, made := c.written(joining.MailKnown), c.written(joining.MailConfirm); len(known) != 1 || len(made) != 0 {
			t.Errorf("Zoë is known by her address: %d letters say so, %d have a link", len(known), len(made))
		}
		p, err := c.Person(c.ctx, partner, access.Bank|access.Tax, tester)
		if err != nil || p.Bank.IBAN != zoe.Bank.IBAN || p.Tax.Status != joining.Private {
			t.Errorf("%+v, %v", p, err)
		}
	}
	knows()

	with(newer)
	_, err = c.Renew(c.ctx, tester, false)
	if fault.KindOf(err) != fault.Internal || err == nil || !strings.Contains(err.Error(), "UPLINE_JOIN_KEY") {
		t.Errorf("without the old key: %v", err)
	}
	with(newer, older)
	all := registrations.Renewed{Applications: 2, Persons: 1, Withdrawals: 1}
	renew(true, all)
	renew(false, all)
	renew(false, registrations.Renewed{})

	with(newer)
	knows()
	if a, err := c.Contract(c.ctx, token, origin); err != nil || len(a) == 0 {
		t.Errorf("Max goes on: %v", err)
	}
	statements, err := c.Statements(c.ctx, false, access.AllFields, tester, 10)
	if err != nil || len(statements) != 1 || statements[0].Declaration != "I withdraw" {
		t.Errorf("%+v, %v", statements, err)
	}
	other := c.form("Zoë", "Zander", "other@example.com")
	c.submit(other)
	if outcome, err := c.Confirm(c.ctx, c.token(), origin); err != nil || outcome != joining.Done {
		t.Errorf("%v, %v", outcome, err)
	}
	if held, _, err := c.List(c.ctx, registrations.Filter{Held: true}, c.graph.Now(c.day("2026-03-02")), graph.Slice{Limit: 10}); err != nil || len(held) != 2 { // Max, too: they have one account
		t.Errorf("of the same person under another address, and Max, %d are held back, %v", len(held), err)
	}
}

// Bank and tax data are kept sealed. Those that were kept as text are read, and sealed when keys are renewed.
func TestBankDataAreSealed(t *testing.T) {
	c := newCompany(t, nil)
	form := c.form("Zoë", "Zander", "zoe@example.com")
	form.Tax = joining.Tax{Status: joining.SmallBusiness, Number: "12/345/67890"}
	partner := c.join(form)
	clear := func() int {
		t.Helper()
		return storetest.Count(t, `MATCH (n) WHERE any(k IN keys(n) WHERE valueType(n[k]) STARTS WITH 'STRING' AND (n[k] CONTAINS '`+form.Bank.IBAN+`' OR n[k] CONTAINS '12/345/67890'))
			RETURN 'clear' AS key, count(n) AS count`)["clear"]
	}
	if n := clear(); n != 0 {
		t.Errorf("%d nodes have them as text", n)
	}
	storetest.Count(t, `MATCH (p:Person) REMOVE p.money SET p.iban = '`+form.Bank.IBAN+`', p.taxStatus = 'small_business', p.taxNumber = '12/345/67890' RETURN 'text' AS key, count(p) AS count`)
	reads := func() {
		t.Helper()
		p, err := c.Person(c.ctx, partner, access.Bank|access.Tax, tester)
		if err != nil || p.Bank.IBAN != form.Bank.IBAN || p.Tax.Number != form.Tax.Number || p.Tax.Status != joining.SmallBusiness {
			t.Errorf("%+v, %v", p, err)
		}
	}
	reads()
	if done, err := c.Renew(c.ctx, tester, false); err != nil || done != (registrations.Renewed{Persons: 1}) || clear() != 0 {
		t.Errorf("%+v, %v, and %d nodes have them as text", done, err, clear())
	}
	reads()
}
