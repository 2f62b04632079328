package main

import (
	"context"
	"strings"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/joining"
	"upline/graph/registrations"
)

// joinOnline lets people join under a partner of each relation.
func (r *reached) joinOnline(company *graph.Store) {
	r.Helper()
	year, month, day := r.today.Date()
	today := time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.Local)
	online, err := (&Main{Now: func() time.Time { return today }}).registrations(company)
	must(r.T, err)
	late, err := (&Main{Now: func() time.Time { return today.AddDate(3, 0, 0) }}).registrations(company)
	must(r.T, err)
	r.online = reachedOnline{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for i, relation := range relations {
		link, err := online.Link(r.Context(), relation, graph.By{Actor: "test", Within: graph.Everybody})
		must(r.T, err)
		form := joining.Application{
			Given: "Name of " + relation, Family: "Huber", Language: "de", Birth: "1990-01-" + leftPadded(2*i+1, 2), Link: link.Code,
			Email:   "underway-" + relation + "@example.com",
			Address: joining.Address{Street: "Weg 1", PostalCode: "80331", City: "München", Country: "DE"}, Tax: joining.Tax{Status: joining.Private},
			Consents: joining.Consents{Terms: true, Privacy: true},
		}
		_, r.online.underway[relation] = r.confirms(online, company, form)
		form.Email, form.Birth = "waiting-"+relation+"@example.com", "1990-01-"+leftPadded(2*i+2, 2)
		token, id := r.confirms(online, company, form)
		documents, err := online.Contract(r.Context(), token, joining.Origin{})
		must(r.T, err)
		accepted, err := online.Accept(r.Context(), token, []string{documents[0].SHA256, documents[1].SHA256}, joining.Origin{})
		must(r.T, err)
		if !accepted.Waiting {
			r.Fatalf("%s does not wait for a place: %+v", accepted.Partner, accepted)
		}
		r.online.waiting[relation], r.online.sponsors[accepted.Partner] = id, relation
		statement, err := late.State(r.Context(), registrations.Statement{Name: "Name of " + relation + " Huber", Email: relation + "@example.com"}, joining.Origin{})
		must(r.T, err)
		if statement.Partner != relation || !statement.Open {
			r.Fatalf("the statement is %+v", statement)
		}
		r.online.statements[relation] = statement.ID
	}
}

// confirms sends a form, and presses the button of the mail.
func (r *reached) confirms(online *registrations.Store, company *graph.Store, form joining.Application) (token, id string) {
	r.Helper()
	form.Bank.IBAN = ibanOf(form.Email)
	shown, err := online.Form(form.Language)
	must(r.T, err)
	findings, err := online.Submit(r.Context(), form, shown.SHA256, joining.Origin{})
	must(r.T, err)
	must(r.T, findings.Err())
	list, err := company.JobsBefore(r.Context(), graph.JobFilter{Kind: "mail", Subject: joining.MailConfirm}, "", 1)
	must(r.T, err)
	id = strings.TrimSuffix(strings.TrimPrefix(list[0].ID, "mail-link-"), "-0")
	letter, err := online.Write(context.WithoutCancel(r.Context()), registrations.Letter{Name: joining.MailConfirm, Of: id})
	must(r.T, err)
	_, token, _ = strings.Cut(letter.Text, "confirm#")
	token = token[:43]
	outcome, err := online.Confirm(r.Context(), token, joining.Origin{})
	must(r.T, err)
	if outcome != joining.Done {
		r.Fatalf("the confirmation is %v", outcome)
	}
	return token, id
}

// relationOf is whom an answer shows: of a newcomer, the relation. A registration is its sponsor's; everything else of a newcomer below the
// own partner is of somebody below.
func (r *reached) relationOf(o reachedOperation, shown string) string {
	sponsor, is := r.online.sponsors[shown]
	switch {
	case !is:
		return shown
	case o.rule.Permission.Resource() != access.Permission("registrations:read").Resource() && sponsor == "own":
		return "below"
	}
	return sponsor
}
