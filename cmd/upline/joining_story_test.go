package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The whole way online, in both languages: the sponsor's link, the form, the mail, the confirmation, the contract, the partner, who has
// a number and a place, the welcome mail; and what is known of the person.
func TestPeopleJoinOnline(t *testing.T) {
	j := openJoining(t)
	for language, words := range map[string]struct{ invited, answer, confirm, welcome, law, birth, phone string }{
		"de": {"Sie sind eingeladen von Anna Ampel.", "Wir haben Ihnen eine Mail geschickt.", "bestätigen", "Willkommen", "Bundesrepublik Deutschland", "1991-05-01", "030 901820"},
		"en": {"You are invited by Anna Ampel.", "We have sent you a mail.", "confirm", "Welcome", "Federal Republic of Germany", "1992-05-01", "030 901821"},
	} {
		t.Run(language, func(t *testing.T) {
			if got := j.anybody.get("/invitations/" + strings.ToLower(j.link) + "?language=" + language); got.text("text") != words.invited || got.text("sponsor_name") != "Anna Ampel" {
				t.Errorf("the invitation says %v", got)
			}
			email := language + "@Example.com"
			form := j.form(language, "Zoë", "Müller-"+strings.ToUpper(language), email, object{
				"phone": words.phone, "birth_date": words.birth, "consents": object{"terms": true, "privacy_noted": true, "newsletter": true},
			})
			if got := j.submit(form); !strings.HasPrefix(got, words.answer) {
				t.Errorf("the answer is %q", got)
			}
			mail := j.mail(email)
			if !strings.Contains(mail.subject, words.confirm) || !strings.Contains(mail.text, "Zoë Müller-") || !strings.Contains(mail.text, "Anna Ampel") || !strings.Contains(mail.html, j.tokenIn(mail)) {
				t.Errorf("the mail is %+v", mail)
			}
			token := j.tokenIn(mail)
			if got := j.found(token); len(got) > 0 {
				t.Errorf("the token is in %v", got)
			}
			if got := j.confirm(token) + " " + j.confirm(token); got != "done again" {
				t.Errorf("confirmed twice: %s", got)
			}
			hashes := j.shown(token)
			partner := j.accept(token, hashes).text("partner")
			if again := j.accept(token, hashes).text("partner"); again != partner || !strings.HasPrefix(partner, "P0000") {
				t.Errorf("accepted as %s, and again as %s", partner, again)
			}
			if got := j.confirm(token); got != "used" {
				t.Errorf("the link is %s afterwards", got)
			}
			welcome := j.mail(email)
			for _, want := range []string{partner, "Anna Ampel", words.law, "https://nordlicht.example/withdraw"} {
				if !strings.Contains(welcome.text, want) {
					t.Errorf("the welcome mail lacks %q:\n%s", want, welcome.text)
				}
			}
			if !strings.Contains(welcome.subject, words.welcome) || !strings.Contains(welcome.html, partner) {
				t.Errorf("the welcome mail is %+v", welcome)
			}
			j.checkNewcomer(t, partner, email)
		})
	}
	j.idle()
	if got := len(j.mails.Mails()); got != 4 {
		t.Errorf("%d mails were sent, want 4", got)
	}
}

// checkNewcomer looks how a partner came out of it.
func (j *joiningCompany) checkNewcomer(t *testing.T, partner, email string) {
	t.Helper()
	p := j.desk.get("/partners/" + partner)
	places, _ := p.object["places"].([]any)
	if p.text("sponsor") != "anna" || p.text("status") != "active" || len(places) != 1 || p.text("joined") != j.now().Format(time.DateOnly) {
		t.Errorf("the partner is %v", p)
	}
	contact := j.desk.get("/partners/" + partner + "/contact")
	if contact.text("given_name") != "Zoë" || contact.text("email") != strings.Replace(email, "E", "e", 1) || contact.object["newsletter"] != true || contact.object["phone_contact"] != false {
		t.Errorf("the contact data are %v", contact)
	}
	if got := j.desk.get("/partners/" + partner + "/bank").text("iban"); got != ibanOf(email) {
		t.Errorf("the account is %s", got)
	}
	if got := j.desk.get("/partners/" + partner + "/tax").text("status"); got != "private" {
		t.Errorf("the tax status is %s", got)
	}
	row := j.desk.get("/registrations?sponsor=anna&state=registered").first()
	if row.text("partner") != partner || row.text("sponsor") != "anna" {
		t.Errorf("the registration is %v", row)
	}
}

// What is known of a person changes as a whole version; what is wrong is refused, and so is a version that was overtaken.
func TestPersonalDataChange(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("en", "Ida", "Iller", "ida@example.com"))
	path := "/partners/" + partner
	before := j.desk.get(path + "/bank")
	wrong := j.desk.exchange("PUT", path+"/bank", http.Header{"If-Match": {before.tag}}, object{"iban": "DE00 1234"}, http.StatusUnprocessableEntity)
	if errs, _ := wrong.object["errors"].([]any); len(errs) != 1 || object(errs[0].(map[string]any)).text("field") != "/bank/iban" {
		t.Errorf("a wrong IBAN: %v", wrong)
	}
	after := j.desk.change("PUT", path+"/bank", before.tag, object{"iban": "DE89 3704 0044 0532 0130 00"})
	if after.text("iban") != "DE89370400440532013000" || after.tag == before.tag {
		t.Errorf("the account is %v", after)
	}
	j.desk.refused(http.StatusPreconditionFailed, "PUT", path+"/tax", before.tag, object{"status": "small_business", "tax_number": "21/815/08150"})
	if got := j.desk.change("PUT", path+"/tax", "*", object{"status": "small_business", "tax_number": "21/815/08150"}); got.text("status") != "small_business" {
		t.Errorf("the tax data are %v", got)
	}
	contact := object{
		"given_name": "Ida", "family_name": "Isar", "email": "isar@example.com", "language": "de", "newsletter": false, "phone_contact": false,
		"address": object{"street": "Weg 2", "postal_code": "80331", "city": "München", "country": "DE"},
	}
	if got := j.desk.change("PUT", path+"/contact", "*", contact); got.text("family_name") != "Isar" || got.inner("address").text("city") != "München" {
		t.Errorf("the contact data are %v", got)
	}
	// The new address is known from now on, and the old one is not.
	j.submit(j.form("en", "Udo", "Ufer", "isar@example.com"))
	if mail := j.mail("isar@example.com"); !strings.Contains(mail.subject, "bereits") {
		t.Errorf("the mail to the new address is %q", mail.subject)
	}
	j.pass(3 * time.Minute)
	j.submit(j.form("en", "Udo", "Ufer", "ida@example.com"))
	j.token("ida@example.com")
	// Whoever did not join online has no person until something is recorded.
	j.desk.refused(http.StatusNotFound, "GET", "/partners/anna/bank", "", nil)
	if got := j.desk.change("PUT", "/partners/anna/bank", "*", object{"iban": ibanOf("anna")}); got.text("iban") != ibanOf("anna") {
		t.Errorf("anna's account is %v", got)
	}
}

// Two confirmations of one token at once, and two acceptances at once: one partner.
func TestAtOnceThereIsOnePartner(t *testing.T) {
	j := openJoining(t)
	const pairs = 4
	for n := range pairs {
		email := "twice" + leftPadded(n, 1) + "@example.com"
		j.submit(j.form("en", "Tina", "T"+strings.Repeat("o", n+1), email, object{"birth_date": "198" + leftPadded(n, 1) + "-03-03"}))
		token := j.token(email)
		outcomes := atOnce(4, func() string { return j.confirm(token) })
		slices.Sort(outcomes)
		if got := strings.Join(outcomes, " "); got != "again again again done" {
			t.Errorf("confirmations at once: %s", got)
		}
		hashes := j.shown(token)
		partners := atOnce(4, func() string { return j.accept(token, hashes).text("partner") })
		if slices.Sort(partners); partners[0] == "" || partners[0] != partners[3] {
			t.Errorf("acceptances at once: %v", partners)
		}
	}
	if got := len(strings.Fields(j.desk.get("/partners?sponsor=anna").items("id"))); got != pairs {
		t.Errorf("%d partners joined, want %d", got, pairs)
	}
	j.idle()
	if got := len(j.mails.Mails()); got != 2*pairs {
		t.Errorf("%d mails, want %d", got, 2*pairs)
	}
}

// atOnce does something so many times at once.
func atOnce[T any](times int, do func() T) []T {
	results := make([]T, times)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { results[i] = do() })
	}
	all.Wait()
	return results
}

// Whoever has no place yet waits for the sponsor; whose sponsor does not choose is placed when the time is over.
func TestTheSponsorChoosesThePlace(t *testing.T) {
	j := openJoining(t, "UPLINE_TANK_DAYS=7")
	chosen, forgotten := j.join(j.form("en", "Cleo", "Cramer", "cleo@example.com")), j.join(j.form("de", "Finn", "Falk", "finn@example.com", object{"birth_date": "1991-02-02"}))
	tank := j.desk.get("/holding-tank?sponsor=anna")
	if got := tank.items("partner"); got != forgotten+" "+chosen {
		t.Fatalf("in the tank are %s", got)
	}
	items := tank.object["items"].([]any)
	id := object(items[1].(map[string]any)).text("id")
	j.desk.refused(http.StatusNotFound, "POST", "/registrations/"+id+"/placement", "*", object{"places": []object{{"tree": "oak", "parent": "anna", "slot": 0}}})
	row := j.desk.exchange("POST", "/registrations/"+id+"/placement", nil, object{"places": []object{{"tree": "m3", "parent": "anna", "slot": 2}, {"tree": "bin", "parent": "anna", "slot": 1}}}, http.StatusOK)
	if row.text("waiting_until") != "" || placeIn(j.desk.get("/partners/"+chosen), "bin") != "anna 1" || placeIn(j.desk.get("/partners/"+chosen), "m3") != "anna 2" {
		t.Errorf("%v, placed at %v", row, j.desk.get("/partners/"+chosen))
	}
	j.desk.refused(http.StatusConflict, "POST", "/registrations/"+id+"/placement", "*", object{})
	j.pass(7 * 24 * time.Hour)
	if got := j.sweep(); got["placed"] != 0.0 {
		t.Errorf("on the last day: %v", got)
	}
	j.pass(24 * time.Hour)
	if got := j.sweep(); got["placed"] != 1.0 || placeIn(j.desk.get("/partners/"+forgotten), "bin") != "anna 0" {
		t.Errorf("after the last day: %v, %v", got, j.desk.get("/partners/"+forgotten))
	}
	if got := j.desk.get("/holding-tank").items("partner"); got != "" {
		t.Errorf("in the tank are %s", got)
	}
}

// placeIn is where a partner stands in a tree: below whom, and in which slot.
func placeIn(partner answer, tree string) string {
	places, _ := partner.object["places"].([]any)
	for _, one := range places {
		if place := object(one.(map[string]any)); place.text("tree") == tree {
			return place.text("parent") + " " + leftPadded(int(place["slot"].(float64)), 1)
		}
	}
	return ""
}
