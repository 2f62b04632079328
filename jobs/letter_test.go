package jobs_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/storetest"
	"upline/jobs"
)

// A letter whose job is done twice, since nobody knew how it ended, has the same Message-ID, and is recorded once. Its job holds nothing of
// whom it goes to.
func TestALetterIsRecordedOnce(t *testing.T) {
	mails := storetest.Mail(t)
	mailer, err := jobs.NewMailer(mails.URL, "Nordlicht <post@nordlicht.example>", "de")
	if err != nil {
		t.Fatal(err)
	}
	var online *registrations.Store
	s := working(t, func(w *jobs.Worker) {
		w.Mailer = mailer
		online, err = registrations.New(w.Graph, registrations.Config{
			Company: registrations.Company{Name: "Nordlicht", Country: "DE", URL: "https://nordlicht.example"}, Key: []byte(strings.Repeat("k", 32)),
			Zone: time.UTC, Templates: joining.NewTemplates(nil), Mail: jobs.LetterJob,
		})
		w.Registrations = online
	})
	if err != nil {
		t.Fatal(err)
	}
	form := joining.Application{
		Given: "Zoë", Family: "Zander", Email: "zoe@example.com", Birth: "1990-01-31", Language: "de",
		Address: joining.Address{Street: "Ring 1", PostalCode: "10115", City: "Berlin", Country: "DE"},
		Tax:     joining.Tax{Status: joining.Private}, Bank: joining.Bank{IBAN: "DE89370400440532013000"},
		Consents: joining.Consents{Terms: true, Privacy: true},
	}
	shown, err := online.Form("de")
	if err != nil {
		t.Fatal(err)
	}
	if findings, err := online.Submit(t.Context(), form, shown.SHA256, joining.Origin{}); err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	list, err := s.Graph.JobsBefore(t.Context(), graph.JobFilter{Kind: "mail"}, "", 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d jobs, %v", len(list), err)
	}
	if j := await(t, s, list[0]); j.State != graph.Done || strings.Contains(string(j.Args), "zoe") {
		t.Fatalf("the job is %s: %s, with %s", j.State, j.Error, j.Args)
	}
	var what jobs.Mail
	if err := json.Unmarshal(list[0].Args, &what); err != nil {
		t.Fatal(err)
	}
	w := &jobs.Worker{Graph: s.Graph, Mailer: mailer, Registrations: online}
	if err := w.SendLetterAgain(t.Context(), list[0].ID, *what.Letter); err != nil {
		t.Fatal(err)
	}
	caught := mails.Mails()
	if len(caught) != 2 || caught[0].Header.Get("Message-Id") != caught[1].Header.Get("Message-Id") || !strings.HasPrefix(caught[0].Header.Get("Content-Type"), "multipart/alternative") {
		t.Errorf("%d mails: %v", len(caught), caught)
	}
	sent := storetest.Count(t, "MATCH (a:Application) RETURN 'mails' AS key, size(split(a.process, '\"message_id\"')) - 1 AS count")
	if sent["mails"] != 1 {
		t.Errorf("%d mails are recorded", sent["mails"])
	}
}

// A receiver whom the mail server refuses fails the job, whose error does not say who it is.
func TestALetterThatIsRefused(t *testing.T) {
	mailer, err := jobs.NewMailer("smtp://127.0.0.1:1", "Nordlicht <post@nordlicht.example>", "de")
	if err != nil {
		t.Fatal(err)
	}
	letter := &registrations.Addressed{To: "zoe@example.com", Letter: joining.Letter{Subject: "s", Text: "t", HTML: "h"}}
	if err := jobs.WithoutAddress(mailer.SendLetter(t.Context(), "mail-1", letter)); err == nil || strings.Contains(err.Error(), "zoe") {
		t.Errorf("%v", err)
	}
}
