package registrations_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/audit"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

// as is somebody of a profile, with the partner whose own data they see.
func as(t *testing.T, profile, partner string, permission access.Permission) graph.By {
	t.Helper()
	p, found := access.ReadyMadeNamed(profile)
	if !found {
		t.Fatalf("there is no profile %s", profile)
	}
	today, err := period.ParseDay("2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	user := access.User{ID: "u", Partner: partner, Profiles: []access.Holding{{Profile: p, Days: access.Days{From: 0, To: period.Forever}}}}
	return graph.By{Actor: "user:u", From: "198.51.100.9", Within: graph.SightOf(access.Decide(user, permission, today), today, false)}
}

// kindOf says whether an error is of a kind.
func kindOf(err error, kind fault.Kind) bool { return err != nil && fault.KindOf(err) == kind }

// A statement that is nobody's is closed with a reason by who sees everybody, once, and stays for three years.
func TestStatementsOfNobody(t *testing.T) {
	c := newCompany(t, nil)
	statement, err := c.State(c.ctx, registrations.Statement{Name: "Peter Parker", Email: "peter@example.com", Declaration: "I withdraw."}, origin)
	c.must(err)
	desk, partner := as(t, "support", "", "registrations:decide"), as(t, "partner", "anna", "registrations:withdraw")
	partner.Reason = "mine"
	if err := c.CloseStatement(c.ctx, statement.ID, partner); !kindOf(err, fault.NotFound) {
		t.Errorf("a partner closes it: %v", err)
	}
	if err := c.CloseStatement(c.ctx, statement.ID, desk); !kindOf(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	desk.Reason = "is a partner of another company"
	c.must(c.CloseStatement(c.ctx, statement.ID, desk))
	if err := c.CloseStatement(c.ctx, statement.ID, desk); !kindOf(err, fault.Conflict) {
		t.Errorf("a second time: %v", err)
	}
	if err := c.CloseStatement(c.ctx, "none", desk); !kindOf(err, fault.NotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	open, err := c.Statements(c.ctx, false, access.AllFields, desk, 10)
	c.must(err)
	closed, err := c.Statements(c.ctx, true, access.AllFields, desk, 10)
	c.must(err)
	if len(open) != 0 || len(closed) != 1 || closed[0].ClosedBy != "user:u" || closed[0].ClosedReason != desk.Reason || closed[0].Declaration != "I withdraw." || closed[0].Closed.IsZero() {
		t.Errorf("open are %+v, closed %+v", open, closed)
	}
	hidden, err := c.Statements(c.ctx, true, access.Basic, desk, 10)
	c.must(err)
	if hidden[0].Email+hidden[0].Declaration+hidden[0].ClosedReason != "" || hidden[0].Name == "" {
		t.Errorf("to whom the fields are hidden, there is shown %+v", hidden[0])
	}
	c.pass(4 * 366 * 24 * time.Hour)
	_, err = c.Sweep(c.ctx)
	c.must(err)
	if count(t, "Withdrawal") != 0 {
		t.Error("it is kept for more than three years")
	}
}

// The end of a contract closes the statement that says so with it, or changes nothing: also one that is for a day to come, and not one of
// somebody else.
func TestAnEndClosesItsStatement(t *testing.T) {
	c := newCompany(t, nil)
	zoe := c.join(c.form("Zoë", "Zander", "zoe@example.com"))
	statement, err := c.State(c.ctx, registrations.Statement{Name: "Z.", Email: "other@example.com", Declaration: "I terminate."}, origin)
	c.must(err)
	today := c.day("2026-03-02")
	if _, err := c.End(c.ctx, zoe, joining.EndOrdinary, today, "none", tester); !kindOf(err, fault.NotFound) {
		t.Errorf("with a statement that is not there: %v", err)
	}
	if _, err := c.End(c.ctx, zoe, joining.EndOrdinary, today, statement.ID, as(t, "partner", zoe, "registrations:withdraw")); !kindOf(err, fault.NotFound) {
		t.Errorf("with a statement that the partner does not see: %v", err)
	}
	if count(t, "ContractEnd") != 0 {
		t.Error("the contract has ended all the same")
	}
	end, err := c.End(c.ctx, zoe, joining.EndOrdinary, today, statement.ID, tester)
	c.must(err)
	open, err := c.Statements(c.ctx, false, access.AllFields, tester, 10)
	c.must(err)
	if end.Applied || len(open) != 0 {
		t.Errorf("%+v; open are %+v", end, open)
	}
}

// Words of a name are compared as words: who is called Li does not withdraw for Lisa.
func TestNamesOfStatements(t *testing.T) {
	c := newCompany(t, nil)
	li := c.join(c.form("Bo", "Li", "li@example.com"))
	for _, name := range []string{"Lisa Meier", "Oli"} {
		statement, err := c.State(c.ctx, registrations.Statement{Name: name, Email: "li@example.com"}, origin)
		c.must(err)
		if statement.Partner != "" {
			t.Errorf("%s is taken for %s", name, statement.Partner)
		}
	}
	statement, err := c.State(c.ctx, registrations.Statement{Name: "BO  LI", Email: "li@example.com"}, origin)
	c.must(err)
	if statement.Partner != li || statement.Open {
		t.Errorf("%+v", statement)
	}
}

// What proves a registration is shown to the partner as a whole, and to others as far as their fields go; each look is recorded.
func TestTheProofIsShown(t *testing.T) {
	c := newCompany(t, nil)
	form := c.form("Zoë", "Zander", "zoe@example.com")
	form.Consents.Newsletter = true
	zoe := c.join(form)
	own, err := c.Prove(c.ctx, zoe, as(t, "partner", zoe, "registrations:prove"))
	c.must(err)
	_, hash, err := c.Proof(c.ctx, zoe, c.graph.Now(c.day("2026-03-02")))
	c.must(err)
	if own.SHA256 != hash || len(own.Record) == 0 || own.Person.Bank.IBAN != form.Bank.IBAN || own.Person.Tax == nil || *own.Person.Birth != form.Birth || !own.Newsletter || own.Calls {
		t.Errorf("the partner is shown %+v", own)
	}
	if len(own.Documents) != 2 || !strings.Contains(own.Documents[0].Content, "Zoë Zander") || own.Events[0].Origin != origin || own.Events[0].At.IsZero() {
		t.Errorf("the documents are %+v, the steps %+v", own.Documents, own.Events)
	}
	desk, err := c.Prove(c.ctx, zoe, as(t, "support", "", "registrations:prove"))
	c.must(err)
	if desk.SHA256 != hash || desk.Record != nil || desk.Person.Bank != nil || desk.Person.Tax != nil || desk.Person.Contact == nil || desk.Person.Birth == nil || len(desk.Documents) != 2 {
		t.Errorf("support is shown %+v", desk)
	}
	for name, by := range map[string]graph.By{"another partner": as(t, "partner", "anna", "registrations:prove"), "an analyst": as(t, "analyst", "", "registrations:prove")} {
		if _, err := c.Prove(c.ctx, zoe, by); !kindOf(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.Prove(c.ctx, "anna", tester); !kindOf(err, fault.NotFound) {
		t.Errorf("who did not join online: %v", err)
	}
	var looks []string
	for _, e := range c.entries("Application", own.Registration) {
		if e.Operation == "look at the proof of a registration" {
			looks = append(looks, e.Actor.String()+" "+strings.Join(e.Fields, " "))
		}
	}
	if want := []string{"user:u birth contact", "user:u bank birth contact tax"}; !slices.Equal(looks, want) { // the latest first
		t.Errorf("the looks are %q", looks)
	}
}

// entries are what the audit says of a thing.
func (c *company) entries(kind, key string) []audit.Entry {
	c.t.Helper()
	list, err := c.graph.EntriesAbout(c.ctx, kind, key, 100)
	c.must(err)
	return list
}

// detail is what some entry says of a field, before and after.
func (c *company) detail(kind, key, operation, field string) (before, after string) {
	c.t.Helper()
	for _, e := range c.entries(kind, key) {
		for _, d := range e.Details {
			if e.Operation == operation && d.Body != nil && d.Body.Before[field]+d.Body.After[field] != "" {
				before, after = d.Body.Before[field], d.Body.After[field]
			}
		}
	}
	return before, after
}

// A change of bank data is in the audit, by which account it was before and after; and a name that changes is the partner's from then on, and not before.
func TestPersonsAreAudited(t *testing.T) {
	c := newCompany(t, nil)
	zoe := c.join(c.form("Zoë", "Zander", "zoe@example.com"))
	c.must(c.ChangeBank(c.ctx, zoe, joining.Bank{IBAN: "DE02120300000000202051"}, tester))
	if before, after := c.detail("Person", zoe, "change bank data", "bank.iban"); before != `"DE…3000"` || after != `"DE…2051"` {
		t.Errorf("the account was %s, and is %s", before, after)
	}
	if _, after := c.detail("Person", zoe, "register partner", "contact.email"); after != `"zoe@example.com"` {
		t.Errorf("registered with %s", after)
	}
	known := c.graph.Time()
	contact := registrations.Contact{Given: "Zoë", Family: "Ziegler", Address: c.form("", "", "").Address, Email: "zoe@example.com", Language: "en"}
	c.must(c.ChangeContact(c.ctx, zoe, contact, tester))
	today := c.day("2026-03-02")
	now, err := c.graph.Partner(c.ctx, zoe, c.graph.Now(today))
	c.must(err)
	then, err := c.graph.Partner(c.ctx, zoe, graph.View{AsOf: today, KnownAt: known, Within: graph.Everybody})
	c.must(err)
	if now.Name != "Zoë Ziegler" || then.Name != "Zoë Zander" {
		t.Errorf("the partner is %s, and was %s", now.Name, then.Name)
	}
	if before, after := c.detail("Partner", zoe, "change contact data", "name"); before != `"Zoë Zander"` || after != `"Zoë Ziegler"` {
		t.Errorf("the audit says %s and %s", before, after)
	}
	c.must(c.graph.CorrectPartner(c.ctx, zoe, "Ziegler & Co.", today, tester)) // the back office has its reasons
	contact.Email = "ziegler@example.com"
	c.must(c.ChangeContact(c.ctx, zoe, contact, tester))
	if p, err := c.graph.Partner(c.ctx, zoe, c.graph.Now(today)); err != nil || p.Name != "Ziegler & Co." {
		t.Errorf("another address gives the name %s, %v", p.Name, err)
	}
}

// Revoking a consent is proven: of partners with their registration, of others by itself. Each stays until its term is over.
func TestConsentsAreRevoked(t *testing.T) {
	c := newCompany(t, nil)
	form := c.form("Zoë", "Zander", "zoe@example.com")
	form.Consents.Newsletter, form.Consents.PhoneCalls, form.Phone = true, true, "+4930901820"
	zoe := c.join(form)
	own := as(t, "partner", zoe, "contact_data:change")
	c.must(c.RevokeConsents(c.ctx, zoe, []string{"newsletter"}, own))
	if err := c.RevokeConsents(c.ctx, "anna", []string{"newsletter"}, own); !kindOf(err, fault.NotFound) {
		t.Errorf("of another partner: %v", err)
	}
	if err := c.RevokeConsents(c.ctx, zoe, []string{"terms"}, own); !kindOf(err, fault.Invalid) {
		t.Errorf("of what is none: %v", err)
	}
	public := graph.By{Actor: registrations.Applicant, Within: graph.Everybody}
	found, err := c.RevokeConsentsAt(c.ctx, "ZOE@example.com", []string{"newsletter", "phone_contact"}, origin, public)
	c.must(err)
	revoked := c.revoked(zoe)
	if want := []string{"newsletter by user:u from 198.51.100.9", "phone_contact by  from " + origin.Address}; !found || !slices.Equal(revoked, want) {
		t.Errorf("%v, proven is %q", found, revoked)
	}
	p, err := c.Person(c.ctx, zoe, access.Contact, tester)
	c.must(err)
	if p.Contact.Newsletter || p.Contact.PhoneCalls {
		t.Errorf("%+v", p.Contact)
	}

	// Who confirmed and withdrew, has a proof alone.
	other := c.form("Nora", "Nachricht", "nora@example.com")
	other.Birth, other.Bank.IBAN, other.Consents.Newsletter = "1985-05-05", "DE02120300000000202051", true
	c.submit(other)
	token := c.token()
	_, err = c.Confirm(c.ctx, token, origin)
	c.must(err)
	outcome, err := c.Retract(c.ctx, token, origin)
	c.must(err)
	if outcome != joining.Retracted || count(t, "ConsentProof") != 1 || c.untils(t)["9999-12-31"] != 1 {
		t.Fatalf("%v, %v", outcome, c.untils(t))
	}
	desk := as(t, "support", "", "registrations:decide")
	desk.Reason = "by telephone"
	for range 2 { // the second time it changes nothing
		if found, err = c.RevokeConsentsFor(c.ctx, "nora@example.com", []string{"newsletter"}, desk); err != nil || !found {
			t.Errorf("%v, %v", found, err)
		}
	}
	if got := c.untils(t); got["2030-01-01"] != 1 || len(got) != 1 { // three years from the end of the year
		t.Errorf("kept until %v", got)
	}
	if found, err = c.RevokeConsentsFor(c.ctx, "nobody@example.com", []string{"newsletter"}, desk); err != nil || found {
		t.Errorf("of nobody: %v, %v", found, err)
	}
	if _, err = c.RevokeConsentsFor(c.ctx, "nora@example.com", []string{"newsletter"}, own); !kindOf(err, fault.Forbidden) {
		t.Errorf("by who does not see everybody: %v", err)
	}
	c.pass(4 * 366 * 24 * time.Hour)
	if _, err = c.Sweep(c.ctx); err != nil || count(t, "ConsentProof") != 0 {
		t.Errorf("%v; %d proofs are left", err, count(t, "ConsentProof"))
	}
}

// revoked are the consents that a partner's proof says were revoked.
func (c *company) revoked(partner string) (list []string) {
	c.t.Helper()
	bytes, _, err := c.Proof(c.ctx, partner, c.graph.Now(c.day("2026-03-02")))
	c.must(err)
	var record joining.Record
	c.must(json.Unmarshal(bytes, &record))
	for _, e := range record.Events {
		if e.Kind == joining.EventRevoked {
			list = append(list, e.Note+" by "+e.By+" from "+e.Origin.Address)
		}
	}
	return list
}

// untils counts until when proofs of consents are kept.
func (c *company) untils(t *testing.T) map[string]int {
	return storetest.Count(t, "MATCH (c:ConsentProof) RETURN toString(c.until) AS key, count(*) AS count")
}

// Of who did not join online, a consent that is given and revoked is proven by itself.
func TestConsentsOfWhoDidNotJoinOnline(t *testing.T) {
	c := newCompany(t, nil)
	contact := registrations.Contact{Given: "Anna", Family: "Ampel", Address: c.form("", "", "").Address, Email: "anna@example.com", Language: "de", Newsletter: true}
	c.must(c.ChangeContact(c.ctx, "anna", contact, tester))
	c.must(c.RevokeConsents(c.ctx, "anna", []string{"newsletter"}, tester))
	if got := c.untils(t); got["9999-12-31"]+got["2030-01-01"] != 2 {
		t.Errorf("kept until %v", got)
	}
	if p, err := c.graph.Partner(c.ctx, "anna", c.graph.Now(c.day("2026-03-02"))); err != nil || p.Name != "Anna Ampel" {
		t.Errorf("%+v, %v", p, err)
	}
}

// Whoever has left may join again from the same address, and a person decides; a statement then is about the contract that runs.
func TestWhoHasLeftMayJoinAgain(t *testing.T) {
	c := newCompany(t, nil)
	first := c.join(c.form("Emil", "Ende", "emil@example.com"))
	_, err := c.End(c.ctx, first, joining.EndExtraordinary, c.day("2026-03-02"), "", tester)
	c.must(err)
	c.pass(25 * time.Hour)
	c.submit(c.form("Emil", "Ende", "emil@example.com"))
	if len(c.written(joining.MailKnown)) != 0 {
		t.Error("he is told that he is registered")
	}
	token := c.token()
	_, err = c.Confirm(c.ctx, token, origin)
	c.must(err)
	documents, err := c.Contract(c.ctx, token, origin)
	c.must(err)
	accepted, err := c.Accept(c.ctx, token, []string{documents[0].SHA256, documents[1].SHA256}, origin)
	c.must(err)
	held, _, err := c.List(c.ctx, registrations.Filter{Held: true}, c.graph.Now(c.day("2026-03-03")), graph.Slice{Limit: 10})
	c.must(err)
	if accepted.Partner != "" || len(held) != 1 {
		t.Fatalf("%+v, %+v", accepted, held)
	}
	again, err := c.Approve(c.ctx, held[0].ID, graph.By{Actor: "test", Reason: "a new contract", Within: graph.Everybody})
	c.must(err)
	statement, err := c.State(c.ctx, registrations.Statement{Name: "Emil Ende", Email: "emil@example.com"}, origin)
	c.must(err)
	if again.Partner == first || statement.Partner != again.Partner || statement.Open {
		t.Errorf("%+v, %+v", again, statement)
	}
}

// The words of a contract that two have accepted, name and all, go with the last of them; those of who is no partner are in no journal.
func TestWordsThatTwoHaveAccepted(t *testing.T) {
	c := newCompany(t, nil)
	first := c.join(c.form("Dora", "Doppel", "dora@example.com"))
	for _, decided := range []bool{false, true} {
		c.pass(25 * time.Hour)
		form := c.form("Dora", "Doppel", "dora2@example.com")
		if decided {
			form.Address.Street = "Ring 2"
		}
		c.submit(form)
		token := c.token()
		_, err := c.Confirm(c.ctx, token, origin)
		c.must(err)
		documents, err := c.Contract(c.ctx, token, origin)
		c.must(err)
		_, err = c.Accept(c.ctx, token, []string{documents[0].SHA256, documents[1].SHA256}, origin)
		c.must(err)
		pending := storetest.Count(t, "MATCH (t:AcceptedText) WHERE t.pending RETURN 'pending' AS key, count(*) AS count")["pending"]
		if want := map[bool]int{false: 0, true: 1}[decided]; pending != want {
			t.Errorf("%d texts are pending, want %d", pending, want)
		}
		held, _, err := c.List(c.ctx, registrations.Filter{Held: true}, c.graph.Now(c.day("2026-03-02")), graph.Slice{Limit: 10})
		c.must(err)
		c.must(c.Refuse(c.ctx, held[0].ID, graph.By{Actor: "test", Reason: "is partner " + first, Within: graph.Everybody}))
		if got := count(t, "AcceptedText"); got != 2 {
			t.Errorf("%d texts are left", got)
		}
	}
	if p, err := c.Prove(c.ctx, first, tester); err != nil || !strings.Contains(p.Documents[0].Content, "Dora Doppel") {
		t.Errorf("%+v, %v", p, err)
	}
}

// When a contract's papers are over, what the audit said of the person is erased with them.
func TestTheAuditForgetsWithTheContract(t *testing.T) {
	c := newCompany(t, nil)
	emil := c.join(c.form("Emil", "Ende", "emil@example.com"))
	_, err := c.End(c.ctx, emil, joining.EndExtraordinary, c.day("2026-03-02"), "", tester)
	c.must(err)
	if _, after := c.detail("Person", emil, "register partner", "contact.email"); after == "" {
		t.Error("the audit does not say who came")
	}
	c.pass(7 * 366 * 24 * time.Hour)
	for range 2 { // first the origins
		_, err = c.Sweep(c.ctx)
		c.must(err)
	}
	if _, after := c.detail("Person", emil, "register partner", "contact.email"); after != "" || count(t, "Person") != 0 {
		t.Errorf("the audit still says %s, and there are %d persons", after, count(t, "Person"))
	}
}

// A sponsor who leaves at the very moment at which a newcomer is registered, does not become the sponsor: the next above does.
func TestASponsorWhoLeavesMeanwhile(t *testing.T) {
	c := newCompany(t, nil)
	c.must(c.graph.Register(c.ctx, graph.Registration{ID: "ben", Name: "Ben Berg", Joined: c.day("2026-01-01"), Sponsor: "anna"}, tester))
	link, err := c.Link(c.ctx, "ben", tester)
	c.must(err)
	form := c.form("Gina", "Groß", "gina@example.com")
	form.Link = link.Code
	c.submit(form)
	token := c.token()
	_, err = c.Confirm(c.ctx, token, origin)
	c.must(err)
	documents, err := c.Contract(c.ctx, token, origin)
	c.must(err)

	config, left := storetest.Config(t), false
	config.Step = func(operation, when string) {
		if operation == "register partner" && when == "before" && !left {
			left = true
			_, err := c.End(c.ctx, "ben", joining.EndExtraordinary, c.day("2026-03-02"), "", tester)
			c.must(err)
		}
	}
	again := c.over(storetest.Open(t, config))
	accepted, err := again.Accept(c.ctx, token, []string{documents[0].SHA256, documents[1].SHA256}, origin)
	c.must(err)
	p, err := c.graph.Partner(c.ctx, accepted.Partner, c.graph.Now(c.day("2026-03-02")))
	c.must(err)
	if !left || p.Sponsor != "anna" {
		t.Errorf("the sponsor is %s", p.Sponsor)
	}
}

// Who has lost a newcomer by a move, has lost the registration too, and who got the newcomer has it.
func TestRegistrationsAfterAMove(t *testing.T) {
	c := newCompany(t, func(config *registrations.Config) { config.TankDays = 7 })
	today := c.day("2026-03-02")
	c.must(c.graph.Register(c.ctx, graph.Registration{ID: "ben", Name: "Ben Berg", Joined: c.day("2026-01-01"), Sponsor: "anna"}, tester))
	zoe := c.join(c.form("Zoë", "Zander", "zoe@example.com"))
	shown := func(partner, sponsor string) (ids string) {
		by := as(t, "partner", partner, "registrations:read")
		rows, _, err := c.Tank(c.ctx, sponsor, graph.View{AsOf: today, KnownAt: graph.Latest, Within: by.Within}, graph.Slice{Limit: 10})
		c.must(err)
		for _, row := range rows {
			ids += row.Partner + " under " + row.Sponsor
		}
		return ids
	}
	if got := shown("anna", "anna") + shown("ben", ""); got != zoe+" under anna" {
		t.Errorf("before: %q", got)
	}
	rows, _, err := c.Tank(c.ctx, "", c.graph.Now(today), graph.Slice{Limit: 10})
	c.must(err)
	c.must(c.graph.Move(c.ctx, graph.Move{Partner: zoe, Sponsor: "ben", From: today, Until: period.Forever}, tester))
	if got := shown("anna", "anna") + shown("anna", ""); got != "" {
		t.Errorf("the former sponsor sees %q", got)
	}
	if got := shown("ben", ""); got != zoe+" under ben" {
		t.Errorf("the new sponsor sees %q", got)
	}
	place := []graph.Place{{Tree: "bin", Parent: "anna", Slot: 1}}
	if err := c.Place(c.ctx, rows[0].ID, place, as(t, "partner", "anna", "registrations:place")); !kindOf(err, fault.NotFound) {
		t.Errorf("the former sponsor places: %v", err)
	}
}
