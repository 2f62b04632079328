package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

// online is how people join the company that is kept.
func (k *kept) online() *registrations.Store {
	k.Helper()
	s, err := registrations.New(k.graph, registrations.Config{
		Company: registrations.Company{Name: "Nordlicht", Country: "DE", URL: "https://nordlicht.example"}, Key: []byte(strings.Repeat("k", 32)),
		Zone: time.UTC, Templates: joining.NewTemplates(nil), Mail: jobs.LetterJob,
	})
	k.must(err)
	return s
}

// submits sends a form, and returns the token of the mail.
func (k *kept) submits(s *registrations.Store, name string) string {
	k.Helper()
	shown, err := s.Form("en")
	k.must(err)
	form := joining.Application{
		Given: name, Family: name, Email: name + "@example.com", Birth: "1990-01-31", Language: "en",
		Address: joining.Address{Street: "Ring 1", PostalCode: "10115", City: "Berlin", Country: "DE"},
		Tax:     joining.Tax{Status: joining.Private}, Bank: joining.Bank{IBAN: "DE89370400440532013000"},
		Consents: joining.Consents{Terms: true, Privacy: true},
	}
	findings, err := s.Submit(k.Context(), form, shown.SHA256, joining.Origin{})
	k.must(err)
	if len(findings) > 0 {
		k.Fatal(findings)
	}
	list, err := k.graph.JobsBefore(k.Context(), graph.JobFilter{Kind: "mail", Subject: joining.MailConfirm}, "", 1)
	k.must(err)
	id := strings.TrimSuffix(strings.TrimPrefix(list[0].ID, "mail-link-"), "-0")
	written, err := s.Write(k.Context(), registrations.Letter{Name: joining.MailConfirm, Of: id})
	k.must(err)
	_, token, _ := strings.Cut(written.Text, "confirm#")
	return token[:43]
}

// known is all that is known of a partner's person and contract.
func (k *kept) known(s *registrations.Store, partner string) string {
	k.Helper()
	today := k.graph.Now(period.DayOf(time.Now(), time.UTC))
	proof, hash, err := s.Proof(k.Context(), partner, today)
	k.must(err)
	p, err := s.Person(k.Context(), partner, access.Contact|access.Birth|access.Bank|access.Tax, graph.By{Actor: "user:test", Within: graph.Everybody})
	k.must(err)
	return fmt.Sprintf("%s %s %+v %s %+v %+v %s", proof, hash, *p.Contact, *p.Birth, *p.Bank, *p.Tax, p.Version)
}

// holdBack goes on to the acceptance of somebody about whom a person decides.
func (k *kept) holdBack(s *registrations.Store, name string) {
	k.Helper()
	token := k.submits(s, name)
	_, err := s.Confirm(k.Context(), token, joining.Origin{})
	k.must(err)
	documents, err := s.Contract(k.Context(), token, joining.Origin{})
	k.must(err)
	accepted, err := s.Accept(k.Context(), token, []string{documents[0].SHA256, documents[1].SHA256}, joining.Origin{})
	k.must(err)
	if accepted.Partner != "" {
		k.Fatalf("%s is partner %s", name, accepted.Partner)
	}
}

// Who has joined online is in the backup, with the proof, the person and the link; who has not confirmed, or is held back, is not.
func TestWhoJoinedIsRestored(t *testing.T) {
	k := newKept(t)
	k.must(k.graph.PublishPlan(k.Context(), graph.NewPlanVersion("plans/test.yaml", []byte(plan)), tester))
	s := k.online()
	token := k.submits(s, "zoe")
	_, err := s.Confirm(k.Context(), token, joining.Origin{})
	k.must(err)
	documents, err := s.Contract(k.Context(), token, joining.Origin{})
	k.must(err)
	k.write(true)
	accepted, err := s.Accept(k.Context(), token, []string{documents[0].SHA256, documents[1].SHA256}, joining.Origin{})
	k.must(err)
	partner := accepted.Partner
	k.holdBack(s, "halted") // with zoe's account
	k.must(s.ChangeBank(k.Context(), partner, joining.Bank{IBAN: "AT611904300234573201"}, tester))
	link, err := s.Link(k.Context(), partner, tester)
	k.must(err)
	k.submits(s, "pending")
	_, err = s.State(k.Context(), registrations.Statement{Name: "Nobody", Email: "nobody@example.com", Declaration: "I withdraw."}, joining.Origin{})
	k.must(err)
	want := k.known(s, partner)
	k.write(false)

	k.empty()
	k.restore(jobs.RestoreOptions{})
	s = k.online()
	if got := k.known(s, partner); got != want {
		t.Errorf("known is\n%s\nand was\n%s", got, want)
	}
	if got, err := s.Link(k.Context(), partner, tester); err != nil || got.Code != link.Code {
		t.Errorf("the link is %v, %v, and was %v", got, err, link)
	}
	if list, err := s.Statements(k.Context(), false, access.AllFields, tester, 10); err != nil || len(list) != 1 || list[0].Declaration != "I withdraw." {
		t.Errorf("the statements are %+v, %v", list, err)
	}
	counts := storetest.Count(t, "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)")
	if counts["Application"] != 1 || counts["ApplicationLink"] != 0 || counts["Person"] != 2 || counts["AcceptedText"] != 2 {
		t.Errorf("restored are %v", counts)
	}
	// The person is found again.
	shown, err := s.Form("en")
	k.must(err)
	_, err = s.Submit(k.Context(), joining.Application{
		Given: "Eve", Family: "Evil", Email: "zoe@example.com", Birth: "1980-01-31", Language: "en",
		Address: joining.Address{Street: "Ring 1", PostalCode: "10115", City: "Berlin", Country: "DE"},
		Tax:     joining.Tax{Status: joining.Private}, Bank: joining.Bank{IBAN: "DE89370400440532013000"},
		Consents: joining.Consents{Terms: true, Privacy: true},
	}, shown.SHA256, joining.Origin{})
	k.must(err)
	list, err := k.graph.JobsBefore(k.Context(), graph.JobFilter{Kind: "mail"}, "", 100)
	k.must(err)
	if !slices.ContainsFunc(list, func(j *graph.Job) bool { return j.Subject == joining.MailKnown }) {
		t.Error("the address is not known any more")
	}
}
