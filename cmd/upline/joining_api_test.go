package main

import (
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/storetest"
	"upline/jobs"
)

// treePlan is a plan with a tree that places automatically, and one that does not.
const treePlan = `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5]}
`

// clock is a clock that tests set forward.
type clock struct {
	mutex sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ahead += d
}

// joiningCompany is a company that people join online: "top" sponsors "anna", whose link has a code.
type joiningCompany struct {
	*companyByAPI
	*clock
	mails     *storetest.MailServer
	read      map[*storetest.CaughtMail]bool
	desk      *caller // has a token
	anybody   *caller // has none
	templates string  // the company's own
	link      string  // anna's
}

func openJoining(t *testing.T, settings ...string) *joiningCompany {
	t.Helper()
	j := &joiningCompany{clock: &clock{}, mails: storetest.Mail(t), read: map[*storetest.CaughtMail]bool{}, templates: t.TempDir()}
	values := map[string]string{
		"SMTP_URL": j.mails.URL, "MAIL_FROM": "Nordlicht <post@nordlicht.example>", "UPLINE_RATE_LIMIT": "0", "UPLINE_NEWCOMER_LIMIT": "100000",
		"UPLINE_JOIN_KEY": strings.Repeat("k", 32), "UPLINE_COMPANY_NAME": "Nordlicht GmbH", "UPLINE_COMPANY_ADDRESS": "Hauptstraße 1, 10115 Berlin",
		"UPLINE_COMPANY_PHONE": "+49 30 901820", "UPLINE_COMPANY_EMAIL": "hallo@nordlicht.example", "UPLINE_PUBLIC_URL": "https://nordlicht.example",
		"UPLINE_TEMPLATES": j.templates, "UPLINE_JOIN_CRON": "0 0 1 1 *", // tests say when
	}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		values[name] = value
	}
	for name, value := range values {
		t.Setenv(name, value)
	}
	j.companyByAPI = openCompanyAt(t, j.now)
	j.desk, j.anybody = j.as("anna"), &caller{j.companyByAPI, "", 0}
	j.desk.create("/plans", object{"file": "2026.yaml", "text": treePlan})
	j.desk.create("/partners", object{"id": "top", "name": "Tom Top", "joined": "2026-01-01"})
	j.desk.create("/partners", object{"id": "anna", "name": "Anna Ampel", "joined": "2026-01-01", "sponsor": "top"})
	j.link = j.linkOf("anna")
	return j
}

func (j *joiningCompany) linkOf(partner string) string {
	j.t.Helper()
	return j.desk.exchange("POST", "/registration-links", nil, object{"partner": partner}, http.StatusOK).text("code")
}

// form is a form that nothing is wrong with; changes are laid over it.
func (j *joiningCompany) form(language, given, family, email string, changes ...object) object {
	j.t.Helper()
	shown := j.anybody.get("/registration-form?language=" + language)
	form := object{
		"form_sha256": shown.text("sha256"), "given_name": given, "family_name": family, "email": email, "language": language,
		"address":    object{"street": "Ring 1", "postal_code": "10115", "city": "Berlin", "country": "DE"},
		"birth_date": "1990-01-31", "tax": object{"status": "private"}, "bank": object{"iban": ibanOf(email)},
		"consents": object{"terms": true, "privacy_noted": true}, "sponsor_link": j.link,
	}
	for _, change := range changes {
		maps.Copy(form, change)
	}
	return form
}

// ibanOf is an IBAN for each text, with right check digits.
func ibanOf(text string) string {
	number := 0
	for _, r := range text {
		number = (number*131 + int(r)) % 10_000_000_000
	}
	account := "37040044" + leftPadded(number, 10)
	rest := 0
	for _, r := range account + "131400" { // DE00
		rest = (rest*10 + int(r-'0')) % 97
	}
	return "DE" + leftPadded(98-rest, 2) + account
}

func leftPadded(number, width int) string {
	digits := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		digits[i] = byte('0' + number%10)
		number /= 10
	}
	return string(digits)
}

// submit sends a form, and returns what everybody is told.
func (j *joiningCompany) submit(form object) string {
	j.t.Helper()
	return j.anybody.exchange("POST", "/registrations", nil, form, http.StatusAccepted).text("text")
}

func (j *joiningCompany) confirm(token string) string {
	j.t.Helper()
	return j.anybody.exchange("POST", "/registrations/confirm", nil, object{"token": token, "language": "en"}, http.StatusOK).text("outcome")
}

// shown are the hashes of the texts that somebody is shown who has confirmed.
func (j *joiningCompany) shown(token string) (hashes []string) {
	j.t.Helper()
	documents, _ := j.anybody.exchange("POST", "/registrations/contract", nil, object{"token": token}, http.StatusOK).object["documents"].([]any)
	for _, document := range documents {
		hashes = append(hashes, object(document.(map[string]any)).text("sha256"))
	}
	return hashes
}

func (j *joiningCompany) accept(token string, hashes []string) answer {
	j.t.Helper()
	return j.anybody.exchange("POST", "/registrations/acceptance", nil, object{"token": token, "hashes": hashes}, http.StatusOK)
}

// join goes the whole way, and returns the new partner.
func (j *joiningCompany) join(form object) string {
	j.t.Helper()
	j.submit(form)
	token := j.token(form.text("email"))
	if outcome := j.confirm(token); outcome != "done" {
		j.t.Fatalf("the confirmation of %s is %s", form.text("email"), outcome)
	}
	accepted := j.accept(token, j.shown(token))
	if accepted.text("partner") == "" {
		j.t.Fatalf("the acceptance of %s is %v", form.text("email"), accepted)
	}
	j.mail(form.text("email"))
	return accepted.text("partner")
}

// letter is a mail as its receiver reads it.
type letter struct{ id, subject, text, html string }

// mail waits for the next mail to an address, which must come as text and HTML.
func (j *joiningCompany) mail(to string) letter {
	j.t.Helper()
	for begin := time.Now(); time.Since(begin) < 30*time.Second; time.Sleep(50 * time.Millisecond) {
		for _, caught := range j.mails.Mails() {
			if !j.read[caught] && slices.ContainsFunc(caught.To, func(one string) bool { return strings.EqualFold(one, to) }) {
				j.read[caught] = true
				return j.letterOf(caught)
			}
		}
	}
	j.t.Fatalf("no mail to %s has come", to)
	return letter{}
}

// noMail says that no further mail has come to an address, once all jobs are done.
func (j *joiningCompany) noMail(to string) {
	j.t.Helper()
	j.idle()
	for _, caught := range j.mails.Mails() {
		if !j.read[caught] && slices.Contains(caught.To, to) {
			j.t.Errorf("a mail has come to %s: %s", to, j.letterOf(caught).subject)
			j.read[caught] = true
		}
	}
}

// idle waits until no mail is to be sent any more.
func (j *joiningCompany) idle() {
	j.t.Helper()
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(50 * time.Millisecond) {
		waiting := 0
		for _, state := range []string{"queued", "running"} {
			items, _ := j.desk.get("/jobs?kind=mail&state=" + state).object["items"].([]any)
			waiting += len(items)
		}
		if waiting == 0 {
			return
		}
	}
	j.t.Fatal("mails are still to be sent after a minute")
}

func (j *joiningCompany) letterOf(caught *storetest.CaughtMail) (l letter) {
	j.t.Helper()
	must := func(err error) {
		if err != nil {
			j.t.Fatalf("a mail cannot be read: %v\n%s", err, caught.Body)
		}
	}
	var err error
	l.id = caught.Header.Get("Message-Id")
	l.subject, err = new(mime.WordDecoder).DecodeHeader(caught.Header.Get("Subject"))
	must(err)
	media, params, err := mime.ParseMediaType(caught.Header.Get("Content-Type"))
	must(err)
	if media != "multipart/alternative" {
		j.t.Fatalf("a letter came as %s", media)
	}
	for parts := multipart.NewReader(strings.NewReader(caught.Body), params["boundary"]); ; {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // as the package documents it
			return l
		}
		must(err)
		text, err := io.ReadAll(part)
		must(err)
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			l.html = string(text)
		} else {
			l.text = string(text)
		}
	}
}

var tokenInMail = regexp.MustCompile(`https://nordlicht\.example/join/confirm#([A-Za-z0-9_-]{43})`)

// token is that of the next mail to an address.
func (j *joiningCompany) token(to string) string {
	j.t.Helper()
	return j.tokenIn(j.mail(to))
}

func (j *joiningCompany) tokenIn(l letter) string {
	j.t.Helper()
	found := tokenInMail.FindStringSubmatch(l.text)
	if found == nil {
		j.t.Fatalf("the mail %q has no link:\n%s", l.subject, l.text)
	}
	return found[1]
}

// sweep does what is due, and says what it was.
func (j *joiningCompany) sweep() object {
	j.t.Helper()
	store := storetest.Open(j.t, storetest.Config(j.t))
	job, err := store.AddJob(j.t.Context(), jobs.SweepRegistrations(), graph.By{Actor: "test"})
	if err != nil {
		j.t.Fatal(err)
	}
	done := j.desk.done(answer{object: object{"id": job.ID}})
	return done.inner("result")
}

// found lists in which properties of what a text stands, anywhere in the database.
func (j *joiningCompany) found(text string) []string {
	j.t.Helper()
	text = strings.NewReplacer(`\`, ``, `'`, ``).Replace(strings.ToLower(text))
	contains := `WITH what, k, CASE WHEN v IS :: LIST<ANY> THEN reduce(all = '', one IN v | all + ' ' + coalesce(toStringOrNull(one), '')) ELSE coalesce(toStringOrNull(v), '') END AS text
		WHERE toLower(text) CONTAINS '` + text + `' RETURN what + '.' + k AS key, count(*) AS count`
	places := slices.Collect(maps.Keys(storetest.Count(j.t, `MATCH (n) UNWIND keys(n) AS k WITH labels(n)[0] AS what, k, n[k] AS v `+contains)))
	places = slices.AppendSeq(places, maps.Keys(storetest.Count(j.t, `MATCH ()-[r]->() UNWIND keys(r) AS k WITH type(r) AS what, k, r[k] AS v `+contains)))
	slices.Sort(places)
	return places
}

// template replaces a template of the company.
func (j *joiningCompany) template(name string, change func(text string) string) {
	j.t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "graph", "joining", "templates", name))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(filepath.Join(j.templates, name)), 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(j.templates, name), []byte(change(string(text))), 0o644)
	}
	if err != nil {
		j.t.Fatal(err)
	}
}
