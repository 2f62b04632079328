package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// What is wrong in a form is said in its language, everything at once, and no mail goes out.
func TestFormsThatAreWrong(t *testing.T) {
	j := openJoining(t)
	young := j.now().AddDate(-18, 0, 1).Format(time.DateOnly)
	for name, test := range map[string]struct {
		language string
		change   object
		fields   map[string]string
	}{
		"under 18":     {"de", object{"birth_date": young}, map[string]string{"/birth_date": "noch nicht 18"}},
		"a wrong IBAN": {"en", object{"bank": object{"iban": "DE88370400440532013000"}}, map[string]string{"/bank/iban": "wrong check digits"}},
		"no consent, no name": {
			"en",
			object{"consents": object{"privacy_noted": true}, "given_name": ""},
			map[string]string{"/consents/terms": "is not ticked", "/given_name": "is missing"},
		},
		"a link in a name": {"de", object{"given_name": "www.example.com"}, map[string]string{"/given_name": "in keinem Namen"}},
	} {
		form := j.form(test.language, "Rita", "Rot", "rita@example.com", test.change)
		problem := j.anybody.exchange("POST", "/registrations", nil, form, http.StatusUnprocessableEntity)
		errs, _ := problem.object["errors"].([]any)
		if len(errs) != len(test.fields) {
			t.Errorf("%s: %v", name, problem)
		}
		for _, one := range errs {
			if defect := object(one.(map[string]any)); test.fields[defect.text("field")] == "" || !strings.Contains(defect.text("message"), test.fields[defect.text("field")]) {
				t.Errorf("%s: %v", name, defect)
			}
		}
	}
	stale := j.form("en", "Rita", "Rot", "rita@example.com", object{"form_sha256": strings.Repeat("0", 64)})
	j.anybody.exchange("POST", "/registrations", nil, stale, http.StatusPreconditionFailed)
	j.noMail("rita@example.com")
	if got := j.found("rita"); len(got) > 0 {
		t.Errorf("of a form that was refused there is something in %v", got)
	}
}

// How often an address of the network may send forms is limited, whatever it sends.
func TestFormsFromOneNetworkAreLimited(t *testing.T) {
	j := openJoining(t, "UPLINE_NEWCOMER_LIMIT=9")
	form := j.form("en", "Rita", "Rot", "rita@example.com", object{"given_name": ""})
	for range 3 {
		j.anybody.exchange("POST", "/registrations", nil, form, http.StatusUnprocessableEntity)
	}
	j.anybody.exchange("POST", "/registrations", nil, form, http.StatusTooManyRequests)
	j.anybody.exchange("POST", "/withdrawals", nil, object{"name": "Rita Rot", "email": "rita@example.com", "language": "en"}, http.StatusTooManyRequests)
	j.anybody.exchange("GET", "/invitations/"+j.link, nil, nil, http.StatusTooManyRequests)
}

// Another link can be asked for, three mails a day at the most; the former link is void then. Nobody learns from an answer whether there
// is anything to send.
func TestLinksAreSentAgain(t *testing.T) {
	j := openJoining(t)
	email := "lena@example.com"
	again := func() string {
		return j.anybody.exchange("POST", "/registrations/resend", nil, object{"email": email, "language": "en"}, http.StatusAccepted).text("text")
	}
	answer := j.submit(j.form("en", "Lena", "Licht", email))
	first := j.token(email)
	if got := again(); got != answer { // too soon
		t.Errorf("asked again at once: %q", got)
	}
	j.noMail(email)
	j.pass(3 * time.Minute)
	again()
	second := j.token(email)
	if got := j.confirm(first); got != "superseded" {
		t.Errorf("the first link is %s", got)
	}
	j.pass(3 * time.Minute)
	again()
	third := j.token(email)
	j.pass(3 * time.Minute)
	again()             // the fourth within a day
	j.noMail(email)     //
	j.pass(time.Minute) // forms count, too
	j.submit(j.form("en", "Lena", "Licht", email))
	j.noMail(email)
	if got := j.confirm(second) + " " + j.confirm(third); got != "superseded done" {
		t.Errorf("the links are %s", got)
	}
	email = "nobody@example.com"
	if got := again(); got != answer {
		t.Errorf("whom nobody knows is told %q, and others %q", got, answer)
	}
	j.noMail(email)
}

// Links that lead nowhere are explained. Nothing is left of who never confirmed, but hashes of random numbers, and these for a month.
func TestNothingIsLeftOfWhoNeverConfirms(t *testing.T) {
	j := openJoining(t)
	email := "verena.vergessen@example.com"
	j.submit(j.form("de", "Verena", "Vergessen", email, object{"phone": "030 901834"}))
	token := j.token(email)
	for _, text := range []string{email, "verena", "vergessen", ibanOf(email), "30901834", "1990-01-31", token} {
		if got := j.found(text); len(got) > 0 {
			t.Errorf("while the confirmation is awaited, %q can be read in %v", text, got)
		}
	}
	j.pass(48*time.Hour + time.Minute)
	if got := j.confirm(token); got != "expired" {
		t.Errorf("the link is %s after 48 hours", got)
	}
	if got := j.sweep(); got["expired"] != 1.0 {
		t.Errorf("swept: %v", got)
	}
	if got := j.confirm(token) + " " + j.confirm(strings.Repeat("x", 43)); got != "expired unknown" {
		t.Errorf("the links are %s", got)
	}
	for _, label := range []string{"Application", "ApplicationLink", "Person", "MailTimes", "ConsentProof"} {
		if got := j.found(""); strings.Contains(strings.Join(got, " "), label+".") {
			t.Errorf("there is a %s left: %v", label, got)
		}
	}
	for _, text := range []string{email, "verena", "vergessen", ibanOf(email)} {
		if got := j.found(text); len(got) > 0 {
			t.Errorf("%q is left in %v", text, got)
		}
	}
	j.desk.refused(http.StatusConflict, "POST", "/registrations/contract", "*", object{"token": token})
	j.desk.refused(http.StatusNotFound, "POST", "/registrations/contract", "*", object{"token": strings.Repeat("x", 43)})
	j.pass(31 * 24 * time.Hour)
	if got := j.sweep(); got["dropped"] != 1.0 || j.confirm(token) != "unknown" {
		t.Errorf("a month later: %v, and the link is %s", got, j.confirm(token))
	}
	// Who confirmed and went no further is forgotten, too, but for the proof of a consent that counts by itself.
	j.submit(j.form("en", "Nora", "Nachricht", "nora@example.com", object{"consents": object{"terms": true, "privacy_noted": true, "newsletter": true}}))
	j.confirm(j.token("nora@example.com"))
	j.pass(15 * 24 * time.Hour)
	j.sweep()
	if got := strings.Join(j.found(""), " "); strings.Contains(got, "Application.") || !strings.Contains(got, "ConsentProof.proof") || len(j.found("nora")) > 0 {
		t.Errorf("of nora there is %v in %s", j.found("nora"), got)
	}
}

// A second registration of the same person, also under another address, is held back after the acceptance, and a person decides.
func TestTheSamePersonTwice(t *testing.T) {
	j := openJoining(t)
	first := j.join(j.form("de", "Dora", "Doppel", "dora@example.com"))
	j.submit(j.form("de", "Dr. Dora", "Doppel", "dora2@example.com"))
	token := j.token("dora2@example.com")
	if got := j.confirm(token); got != "done" { // no word of it
		t.Errorf("the confirmation is %s", got)
	}
	hashes := j.shown(token)
	for range 2 {
		if got := j.accept(token, hashes); got.text("state") != "held" || got.text("partner") != "" {
			t.Errorf("the acceptance is %v", got)
		}
	}
	j.noMail("dora2@example.com")
	held := j.desk.get("/registrations?held=true").first()
	if marks, _ := held["held"].([]any); len(marks) != 1 || marks[0] != "person" || held.text("state") != "accepted" {
		t.Errorf("held back is %v", held)
	}
	path := "/registrations/" + held.text("id")
	j.desk.refused(http.StatusUnprocessableEntity, "POST", path+"/refusal", "*", object{"reason": ""})
	j.desk.exchange("POST", path+"/refusal", nil, object{"reason": "is partner " + first}, http.StatusNoContent)
	if got := j.confirm(token); got != "expired" || len(j.found("dora2")) > 0 {
		t.Errorf("after the refusal the link is %s, and dora2 is in %v", got, j.found("dora2"))
	}
	// The same account, and another person: approved.
	j.submit(j.form("en", "Otto", "Ohm", "otto@example.com", object{"bank": object{"iban": ibanOf("dora@example.com")}, "birth_date": "1980-05-05"}))
	token = j.token("otto@example.com")
	j.confirm(token)
	j.accept(token, j.shown(token))
	held = j.desk.get("/registrations?held=true").first()
	row := j.desk.exchange("POST", "/registrations/"+held.text("id")+"/approval", nil, object{"reason": "married to " + first}, http.StatusOK)
	if row.text("partner") == "" || row.text("state") != "registered" || !strings.Contains(j.mail("otto@example.com").text, row.text("partner")) {
		t.Errorf("approved: %v", row)
	}
	j.desk.refused(http.StatusConflict, "POST", "/registrations/"+held.text("id")+"/refusal", "*", object{"reason": "too late"})
}

// Whoever is registered gets the same answer as everybody, and a mail that says so: it holds nothing that a stranger wrote.
func TestAnAddressThatIsRegistered(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("de", "Karla", "Kennt", "karla@example.com"))
	stranger := j.submit(j.form("en", "Some", "Stranger", "stranger@example.com", object{"birth_date": "1977-07-07"}))
	j.token("stranger@example.com")
	j.pass(3 * time.Minute)
	if known := j.submit(j.form("en", "Evil", "Edgar", "Karla@example.com", object{"birth_date": "1966-06-06"})); known != stranger {
		t.Errorf("the answers are %q and %q", known, stranger)
	}
	mail := j.mail("karla@example.com")
	if tokenInMail.MatchString(mail.text) || strings.Contains(mail.text+mail.html, "Evil") || !strings.Contains(mail.subject, "bereits") || !strings.Contains(mail.text, "/login") {
		t.Errorf("the mail is %+v", mail)
	}
	if got := j.found("evil"); len(got) > 0 {
		t.Errorf("of the form there is something in %v", got)
	}
	j.pass(25 * time.Hour)
	j.anybody.exchange("POST", "/registrations/resend", nil, object{"email": "karla@example.com", "language": "en"}, http.StatusAccepted)
	if mail := j.mail("karla@example.com"); tokenInMail.MatchString(mail.text) {
		t.Errorf("partner %s gets a link: %s", partner, mail.text)
	}
}

// A sponsor who is suspended invites nobody, and one who is gone gives the newcomer to the next above.
func TestTheSponsorIsNotThere(t *testing.T) {
	j := openJoining(t)
	j.desk.create("/partners", object{"id": "ben", "name": "Ben Berg", "joined": "2026-01-01", "sponsor": "anna"})
	link := j.linkOf("ben")
	j.submit(j.form("en", "Gina", "Groß", "gina@example.com", object{"sponsor_link": link}))
	gina := j.token("gina@example.com")
	j.confirm(gina)
	hashes := j.shown(gina)

	today := j.now().Format(time.DateOnly)
	j.desk.change("POST", "/partners/ben/statuses", "*", object{"status": "suspended", "from": today})
	if got := j.anybody.get("/invitations/" + link); got.text("sponsor_name") != "" || got.text("text") != j.anybody.get("/invitations/0000000000").text("text") {
		t.Errorf("the invitation of a suspended sponsor says %v", got)
	}
	j.desk.refused(http.StatusConflict, "POST", "/registration-links", "*", object{"partner": "ben"})
	under := j.join(j.form("en", "Hugo", "Hut", "hugo@example.com", object{"sponsor_link": link, "birth_date": "1971-01-01"}))
	if got := j.desk.get("/partners/" + under).text("sponsor"); got != "" { // no sponsor was chosen, and the company names none
		t.Errorf("hugo's sponsor is %s", got)
	}
	j.desk.change("POST", "/partners/ben/statuses", "*", object{"status": "terminated", "from": today})
	if got := j.desk.get("/partners/" + j.accept(gina, hashes).text("partner")).text("sponsor"); got != "anna" {
		t.Errorf("gina's sponsor is %s, want the next above", got)
	}
}

// A contract that has other words by the time of the acceptance is shown again first.
func TestTheContractChangesMeanwhile(t *testing.T) {
	j := openJoining(t)
	j.submit(j.form("en", "Paul", "Plan", "paul@example.com"))
	token := j.token("paul@example.com")
	j.anybody.exchange("POST", "/registrations/contract", nil, object{"token": token}, http.StatusConflict) // not confirmed yet
	j.confirm(token)
	j.anybody.exchange("POST", "/registrations/acceptance", nil, object{"token": token, "hashes": []string{strings.Repeat("0", 64)}}, http.StatusConflict) // not shown yet
	old := j.shown(token)
	j.template("en/contract.txt", func(text string) string {
		return strings.Replace(strings.Replace(text, "2026-11", "2026-12", 1), "no minimum purchase", "no minimum purchase of any kind", 1)
	})
	j.anybody.exchange("POST", "/registrations/acceptance", nil, object{"token": token, "hashes": old}, http.StatusPreconditionFailed)
	now := j.shown(token)
	j.anybody.exchange("POST", "/registrations/acceptance", nil, object{"token": token, "hashes": old}, http.StatusPreconditionFailed)
	if got := j.accept(token, now).text("partner"); got == "" || !strings.Contains(j.mail("paul@example.com").text, "of any kind") {
		t.Errorf("accepted as %q", got)
	}
}
