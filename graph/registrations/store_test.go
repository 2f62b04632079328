package registrations_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

const plan = `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5]}
`

var (
	tester = graph.By{Within: graph.Everybody, Actor: "test"}
	origin = joining.Origin{Address: "203.0.113.7", UserAgent: "test"}
)

// company is a company that people join, with a clock that stands until it is set, and the letters that are to be sent.
type company struct {
	*registrations.Store
	graph  *graph.Store
	config registrations.Config
	t      *testing.T
	ctx    context.Context

	mutex   sync.Mutex
	time    time.Time
	letters map[string]registrations.Letter // by job
}

func newCompany(t *testing.T, change func(c *registrations.Config)) *company {
	t.Helper()
	c := &company{t: t, ctx: t.Context(), graph: storetest.Graph(t), time: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), letters: map[string]registrations.Letter{}}
	c.must(c.graph.PublishPlan(c.ctx, graph.NewPlanVersion("plans/test.yaml", []byte(plan)), tester))
	c.must(c.graph.Register(c.ctx, graph.Registration{ID: "anna", Name: "Anna Ampel", Joined: c.day("2026-01-01")}, tester))
	berlin, err := time.LoadLocation("Europe/Berlin")
	c.must(err)
	c.config = registrations.Config{
		Company: registrations.Company{Name: "Nordlicht", Address: "Berlin", Phone: "030", Email: "hallo@nordlicht.example", Country: "DE", URL: "https://nordlicht.example"},
		Key:     []byte(strings.Repeat("k", 32)), Zone: berlin, Templates: joining.NewTemplates(nil), Mail: c.mailJob, Now: c.now, Sponsor: "anna",
	}
	if change != nil {
		change(&c.config)
	}
	c.Store = c.over(c.graph)
	return c
}

// over is how people join the company, through another store.
func (c *company) over(store *graph.Store) *registrations.Store {
	c.t.Helper()
	online, err := registrations.New(store, c.config)
	c.must(err)
	return online
}

func (c *company) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) day(text string) period.Day {
	c.t.Helper()
	day, err := period.ParseDay(text)
	c.must(err)
	return day
}

func (c *company) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.time
}

func (c *company) pass(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.time = c.time.Add(d)
}

// mailJob keeps letters that are to be sent. Transactions that are repeated make the same job again.
func (c *company) mailJob(id string, letter registrations.Letter) graph.NewJob {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.letters[id] = letter
	return graph.NewJob{ID: id, Kind: "mail", Queue: "urgent", Subject: letter.Name, Args: letter}
}

// written are the letters of a name, as they would be sent now; they are taken off the list.
func (c *company) written(name string) (list []registrations.Addressed) {
	c.t.Helper()
	c.mutex.Lock()
	letters := map[string]registrations.Letter{}
	for id, letter := range c.letters {
		if letter.Name == name {
			letters[id] = letter
			delete(c.letters, id)
		}
	}
	c.mutex.Unlock()
	for id, letter := range letters {
		written, err := c.Write(c.ctx, letter)
		c.must(err)
		if written != nil {
			c.must(c.Sent(c.ctx, letter, id+"@test", written.Letter))
			list = append(list, *written)
		}
	}
	return list
}

func (c *company) form(given, family, email string) joining.Application {
	return joining.Application{
		Given: given, Family: family, Email: email, Birth: "1990-01-31", Language: "en",
		Address: joining.Address{Street: "Ring 1", PostalCode: "10115", City: "Berlin", Country: "DE"},
		Tax:     joining.Tax{Status: joining.Private}, Bank: joining.Bank{IBAN: "DE89370400440532013000"},
		Consents: joining.Consents{Terms: true, Privacy: true},
	}
}

func (c *company) submit(form joining.Application) {
	c.t.Helper()
	shown, err := c.Form(form.Language)
	c.must(err)
	findings, err := c.Submit(c.ctx, form, shown.SHA256, origin)
	c.must(err)
	if len(findings) > 0 {
		c.t.Fatal(findings)
	}
}

// token is that of the one letter that is to be sent.
func (c *company) token() string {
	c.t.Helper()
	letters := c.written(joining.MailConfirm)
	if len(letters) != 1 {
		c.t.Fatalf("%d letters with a link", len(letters))
	}
	_, token, _ := strings.Cut(letters[0].Text, "confirm#")
	return token[:43]
}

// join goes the whole way.
func (c *company) join(form joining.Application) string {
	c.t.Helper()
	c.submit(form)
	token := c.token()
	if outcome, err := c.Confirm(c.ctx, token, origin); err != nil || outcome != joining.Done {
		c.t.Fatalf("%v, %v", outcome, err)
	}
	documents, err := c.Contract(c.ctx, token, origin)
	c.must(err)
	accepted, err := c.Accept(c.ctx, token, []string{documents[0].SHA256, documents[1].SHA256}, origin)
	c.must(err)
	if len(c.written(joining.MailWelcome)) != 1 {
		c.t.Fatal("no welcome")
	}
	return accepted.Partner
}

// What proves a contract has each step, with its time and address, the texts by their hashes, and each mail once.
func TestTheProofIsWhole(t *testing.T) {
	c := newCompany(t, nil)
	partner := c.join(c.form("Zoë", "Zander", "zoe@example.com"))
	bytes, hash, err := c.Proof(c.ctx, partner, c.graph.Now(c.day("2026-03-02")))
	c.must(err)
	var record joining.Record
	c.must(json.Unmarshal(bytes, &record))
	var kinds []string
	for _, event := range record.Events {
		kinds = append(kinds, string(event.Kind))
	}
	if got := strings.Join(kinds, " "); got != "received mail confirmed shown accepted registered placed mail" {
		t.Errorf("the steps are %s", got)
	}
	for _, event := range record.Events {
		byApplicant := event.Kind == joining.EventReceived || event.Kind == joining.EventConfirmed || event.Kind == joining.EventShown || event.Kind == joining.EventAccepted
		if byApplicant != (event.Origin == origin) || event.Kind == joining.EventMail && (event.Mail == nil || event.Mail.SHA256 == "") {
			t.Errorf("%+v", event)
		}
	}
	if len(hash) != 64 || record.Partner != partner || !strings.Contains(string(record.Form), "zoe@example.com") || len(record.Events[0].Texts) != 6 {
		t.Errorf("%s: %s", hash, bytes)
	}
}

// However many forms come at once for one address, one mail goes out.
func TestFormsAtOnceSendOneMail(t *testing.T) {
	c := newCompany(t, nil)
	shown, err := c.Form("en")
	c.must(err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := c.Submit(c.ctx, c.form("Max", "Mal", "max@example.com"), shown.SHA256, origin); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	jobs, err := c.graph.JobsBefore(c.ctx, graph.JobFilter{Kind: "mail"}, "", 100)
	c.must(err)
	if len(jobs) != 1 || count(t, "Application") != 1 {
		t.Errorf("%d mails, %d applications", len(jobs), count(t, "Application"))
	}
}

// Of the same person who comes several times at once, under several addresses, one becomes a partner, and the others wait for a decision.
func TestTheSamePersonAtOnce(t *testing.T) {
	c := newCompany(t, nil)
	const times = 4
	var tokens []string
	for n := range times {
		c.submit(c.form("Zoë", "Zander", fmt.Sprintf("zoe%d@example.com", n)))
		tokens = append(tokens, c.token())
	}
	partners := make([]string, times)
	var all sync.WaitGroup
	for n, token := range tokens {
		all.Go(func() {
			if outcome, err := c.Confirm(c.ctx, token, origin); err != nil || outcome != joining.Done {
				t.Errorf("%v, %v", outcome, err)
			}
			documents, err := c.Contract(c.ctx, token, origin)
			if err != nil {
				t.Error(err)
				return
			}
			accepted, err := c.Accept(c.ctx, token, []string{documents[0].SHA256, documents[1].SHA256}, origin)
			if err != nil {
				t.Error(err)
				return
			}
			partners[n] = accepted.Partner
		})
	}
	all.Wait()
	if joined := len(strings.Fields(strings.Join(partners, " "))); joined != 1 || count(t, "Person") != 1 || count(t, "MarkGate") != 0 {
		t.Errorf("they became %q", partners)
	}
	held, _, err := c.List(c.ctx, registrations.Filter{Held: true, State: "accepted"}, c.graph.Now(c.day("2026-03-02")), graph.Slice{Limit: 10})
	c.must(err)
	if len(held) != times-1 {
		t.Errorf("%d are held back", len(held))
	}
}

func count(t *testing.T, label string) int {
	t.Helper()
	return storetest.Count(t, "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)")[label]
}

// Numbers that an import has taken are left out.
func TestNumbersThatAreTaken(t *testing.T) {
	c := newCompany(t, nil)
	for n := 1; n <= 5; n++ {
		c.must(c.graph.Register(c.ctx, graph.Registration{ID: fmt.Sprintf("P%06d", n), Name: "Imported", Joined: c.day("2026-01-01"), Sponsor: "anna"}, tester))
	}
	if got := c.join(c.form("Nora", "Neu", "nora@example.com")); got != "P000007" { // after 1, 3 and 7 numbers
		t.Errorf("the number is %s", got)
	}
}

// Of a contract that has ended, origins go three years after the year of the acceptance, and everything six years after the year of the
// end.
func TestWhatIsKeptOfAContract(t *testing.T) {
	c := newCompany(t, nil)
	partner := c.join(c.form("Emil", "Ende", "emil@example.com"))
	end, err := c.End(c.ctx, partner, joining.EndExtraordinary, c.day("2026-03-02"), "", tester)
	c.must(err)
	if !end.Applied {
		t.Errorf("%+v", end)
	}
	sweepOn := func(day string) registrations.Swept {
		at, err := time.Parse(time.DateOnly, day)
		c.must(err)
		c.pass(at.Add(12 * time.Hour).Sub(c.now()))
		swept, err := c.Sweep(c.ctx)
		c.must(err)
		return swept
	}
	proof := func() string {
		bytes, _, err := c.Proof(c.ctx, partner, c.graph.Now(c.day("2026-03-02")))
		if fault.KindOf(err) == fault.NotFound && err != nil {
			return ""
		}
		c.must(err)
		return string(bytes)
	}
	if sweepOn("2029-12-31"); !strings.Contains(proof(), origin.Address) {
		t.Error("the origins are gone too early")
	}
	if got := sweepOn("2030-01-01"); got.Kept != 1 || strings.Contains(proof(), origin.Address) || !strings.Contains(proof(), "emil@example.com") {
		t.Errorf("after three years: %+v, %s", got, proof())
	}
	if sweepOn("2032-12-31"); proof() == "" {
		t.Error("the contract is gone too early")
	}
	if got := sweepOn("2033-01-01"); got.Kept != 1 || proof() != "" || count(t, "Person")+count(t, "Application")+count(t, "ApplicationLink") > 0 {
		t.Errorf("after six years: %+v", got)
	}
}

// A key that is too short, and a template that is wrong, are found at the start.
func TestSettingsThatAreWrong(t *testing.T) {
	store := storetest.Graph(t)
	good := registrations.Config{Company: registrations.Company{Country: "DE"}, Key: []byte(strings.Repeat("k", 32)), Zone: time.UTC, Templates: joining.NewTemplates(nil)}
	for name, change := range map[string]func(c *registrations.Config){
		"a short key":     func(c *registrations.Config) { c.Key = c.Key[:31] },
		"no such country": func(c *registrations.Config) { c.Company.Country = "FR" },
	} {
		config := good
		change(&config)
		if _, err := registrations.New(store, config); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := registrations.New(store, good); err != nil {
		t.Error(err)
	}
}
