package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"upline/api"
	"upline/api/apitest"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

// Whom the user is to a partner: oneself, somebody below, who was below until a move, who stands above, and somebody else.
var relations = []string{"own", "below", "former", "above", "stranger"}

// reachedCompany has a partner for each relation, called like it, with an order of January, which is settled, and a cancellation.
var reachedCompany = map[string]string{
	"partners.csv": `id,name,joined,sponsor
top,Name of top,2026-01-01,
above,Name of above,2026-01-01,top
own,Name of own,2026-01-02,above
below,Name of below,2026-01-03,own
former,Name of former,2026-01-03,below
stranger,Name of stranger,2026-01-03,top
`,
	"sponsorships.csv": "partner,sponsor,from,to\nformer,below,2026-01-03,2026-02-01\nformer,stranger,2026-02-01,\n",
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o-own,own,own,2026-01-10,2026-01-10,200,200
o-below,below,own,2026-01-10,2026-01-10,200,200
o-former,former,own,2026-01-10,2026-01-10,200,200
o-above,above,own,2026-01-10,2026-01-10,200,200
o-stranger,stranger,own,2026-01-10,2026-01-10,200,200
late-former,former,own,2026-02-10,2026-02-10,200,200
`,
	"cancellations.csv": `id,order,cancelled_on,share
k-own,o-own,2026-02-05,0.1
k-below,o-below,2026-02-05,0.1
k-former,o-former,2026-02-05,0.1
k-above,o-above,2026-02-05,0.1
k-stranger,o-stranger,2026-02-05,0.1
`,
	"plans/2026.yaml": strings.Replace(three["plans/2026.yaml"], "bonuses:", "trees:\n  - {id: m3, kind: matrix, width: 3}\nbonuses:", 1),
}

// reached is the server of that company, as users of the ready-made profiles reach it.
type reached struct {
	*testing.T
	handler  http.Handler
	contract *api.Contract
	today    period.Day
	run      string // posted
	online   reachedOnline
	job      string
	plan     string
	closed   bool // the last answer said that the whole operation is not for the user
}

// reachedOnline is who joins online under a partner of each relation: one who has confirmed and goes no further, one who waits in the
// holding tank, and a statement of withdrawal of the partner that came too late. Their names are those of their sponsors.
type reachedOnline struct {
	underway, waiting, statements map[string]string // ids, by relation
	sponsors                      map[string]string // of newcomers, by their ids
}

// Nobody reaches more than their profile says, by no route: each operation is asked by each ready-made profile about each relation, and
// answers as the profile's scope says, which is worked out here by other means. Whatever an answer shows, it shows of those within.
// What came out is in api/REACHED.md, so that a change shows whom it lets in.
func TestNobodyReachesMoreThanTheirs(t *testing.T) {
	withReached(t, func(r *reached) {
		var b strings.Builder
		b.WriteString(reachedHead)
		profiles := reachingProfiles(t)
		for _, p := range profiles {
			fmt.Fprintf(&b, " %s |", strings.ReplaceAll(p.ID, "_", " "))
		}
		b.WriteString("\n|---|" + strings.Repeat("---|", len(profiles)) + "\n")
		for _, o := range r.operations() {
			fmt.Fprintf(&b, "| `%s %s` |", o.method, o.path)
			for i := range profiles {
				fmt.Fprintf(&b, " %s |", r.cell(o, &profiles[i]))
			}
			b.WriteString("\n")
		}
		const page = "../../api/REACHED.md"
		if *update {
			must(t, os.WriteFile(page, []byte(b.String()), 0o644))
		}
		kept, err := os.ReadFile(page)
		must(t, err)
		if b.String() != string(kept) {
			t.Errorf("%s is not what came out: look at the difference after go test ./cmd/upline -run %s -update", page, t.Name())
		}
	})
}

const reachedHead = `# Who reached whom
Made by a test of ` + "`cmd/upline`" + `, which asks every operation as each ready-made profile, on real stores: do not edit. The user's own partner
is ` + "`own`" + `; another one is ` + "`below`" + ` it, one was until a move (` + "`former`" + `), one stands ` + "`above`" + `, and one is a ` + "`stranger`" + `. A cell names about whom
the operation was carried out, or of whom it showed something; ` + "`yes`" + `: it is about nobody; –: refused, or nothing shown.

| operation |`

// withReached does work with the company, at a time after the move.
func withReached(t *testing.T, work func(r *reached)) {
	t.Helper()
	freshStores(t)
	storetest.Redis(t)
	done(t, "import", "--data", written(t, reachedCompany))
	done(t, "run", "settle", "--from", "2026-01", "--through", "2026-01")
	done(t, "run", "compute", "--period", "2026-02")
	t.Setenv("UPLINE_TOKENS", "anna="+tokensOfStory["anna"])
	for name, value := range map[string]string{
		"UPLINE_JOIN_KEY": strings.Repeat("k", 32), "UPLINE_COMPANY_NAME": "Alpina", "UPLINE_COMPANY_ADDRESS": "Gasse 1, Wien",
		"UPLINE_COMPANY_PHONE": "1", "UPLINE_COMPANY_EMAIL": "desk@example.com", "UPLINE_PUBLIC_URL": "https://example.com", "UPLINE_TANK_DAYS": "7",
	} {
		t.Setenv(name, value)
	}
	m := &Main{Stdout: io.Discard, Stderr: io.Discard}
	today, err := period.ParseDay("2026-03-10")
	must(t, err)
	must(t, m.withStores(t.Context(), func(s stores) error {
		queue, err := jobs.NewQueue(s.RedisURL, s.authorities)
		if err != nil {
			return err
		}
		defer queue.Close()
		client, err := api.OpenRedis(s.RedisURL, s.authorities)
		if err != nil {
			return err
		}
		defer client.Close()
		config, err := m.apiConfig(t.Context(), serveEnvironment{Tokens: os.Getenv("UPLINE_TOKENS")}, s, queue, client, api.NewMetrics())
		if err != nil {
			return err
		}
		config.Today = func() period.Day { return today }
		server, err := api.NewServer(config)
		if err != nil {
			return err
		}
		r := &reached{T: t, handler: apitest.CheckResponses(t, server.Handler(), api.ContractText), contract: config.Contract, today: today}
		runs, err := s.graph.Runs(t.Context(), period.Of(today)-2, period.Of(today))
		if err != nil {
			return err
		}
		for _, run := range runs {
			if run.State == graph.Posted {
				r.run, r.plan = run.ID, run.Plans[0]
			}
		}
		job, err := s.graph.AddJob(t.Context(), jobs.Verify(r.run), graph.By{Actor: "test", Within: graph.Everybody})
		if err != nil {
			return err
		}
		r.job = job.ID
		for _, relation := range relations { // what is known of the persons
			r.operate("PUT", "/partners/"+relation+"/contact", r.contactOf(relation))
			r.operate("PUT", "/partners/"+relation+"/bank", bankOfTest)
			r.operate("PUT", "/partners/"+relation+"/tax", taxOfTest)
		}
		r.documents(s)
		r.joinOnline(s.graph)
		r.credit(s.graph)
		r.assign()
		work(r)
		return nil
	}))
}

// credit issues a credit note to each.
func (r *reached) credit(store *graph.Store) {
	for _, relation := range relations {
		from := dms.Range{Name: "credit notes of " + relation, Number: func(int64) string { return "N-" + relation }}
		note := dms.NewNote{Key: relation, Partner: relation, Run: r.run, Period: period.Of(r.today), Issued: r.today, Status: "private", Currency: "EUR", Scale: 2, Net: 100}
		_, err := dms.New(store).Issue(r.Context(), from, []dms.NewNote{note}, graph.By{Actor: "test", Within: graph.Everybody})
		must(r.T, err)
	}
}

// reachedOperation is an operation of the contract that takes a permission.
type reachedOperation struct {
	method, path string
	*openapi3.Operation
	rule api.Rule
}

func (r *reached) operations() (list []reachedOperation) {
	for path, item := range r.contract.Document.Paths.Map() {
		for method, operation := range item.Operations() {
			rule, err := api.RuleOf(operation)
			must(r.T, err)
			if rule.Open == api.OpenToNobody {
				list = append(list, reachedOperation{method, path, operation, rule})
			}
		}
	}
	slices.SortFunc(list, func(a, b reachedOperation) int { return strings.Compare(a.path+" "+a.method, b.path+" "+b.method) })
	return list
}

// about says whether what a request names is a partner, or belongs to one.
func (o *reachedOperation) about() bool {
	return slices.ContainsFunc(o.rule.Subjects, func(s api.RuleSubject) bool {
		return s.In != "answer" && slices.Contains([]string{"partner", "order", "cancellation", "registration", "withdrawal", "document", "credit_note"}, s.Is)
	})
}

// past says whether the operation is about a day on which the former one was still below.
func (o *reachedOperation) past() bool {
	return o.method == "GET" && slices.ContainsFunc([]string{"Order", "Cancellation", "Statement", "History", "Lines"}, func(part string) bool {
		return strings.Contains(o.OperationID, part)
	})
}

// reachingProfiles are those that come ready-made, and two that show the partners of a market and of a department.
func reachingProfiles(t *testing.T) []access.Profile {
	profiles := access.ReadyMade()
	for _, word := range []string{"market:AT", "department:south"} {
		scope, err := access.ParseScope([]string{word})
		must(t, err)
		p := access.Profile{ID: strings.Replace(word, ":", "_", 1), Fields: access.Basic | access.Contact | access.Sales}
		for _, permission := range []access.Permission{"partners:read", "partners:history", "tree:read", access.ReadContactData, "orders:read", "cancellations:read"} {
			p.Permissions = append(p.Permissions, access.Grant{Permission: permission, Scope: scope})
		}
		profiles = append(profiles, p)
	}
	return profiles
}

// assign puts below and former into a market, and stranger and above into a department; former and above until the day of the move.
func (r *reached) assign() {
	storetest.Run(r.T, "CREATE (:Department {id: 'south', name: 'South'})")
	for relation, assignment := range map[string]object{
		"below": {"market": "AT"}, "former": {"market": "AT", "until": "2026-02-01"},
		"stranger": {"department": "south"}, "above": {"department": "south", "until": "2026-02-01"},
	} {
		assignment["from"], assignment["partners"] = "2026-01-01", []string{relation}
		r.operate("POST", "/partner-assignments", assignment)
	}
}

// within works out whether a profile's scope holds a partner of a relation.
func within(p *access.Profile, permission access.Permission, relation string, past bool) bool {
	scope := p.Scope(permission)
	switch {
	case scope.All:
		return true
	case len(scope.Markets) > 0:
		return relation == "below" || relation == "former" && past
	case len(scope.Departments) > 0:
		return relation == "stranger" || relation == "above" && past
	case relation == "own":
		return scope.Own || scope.Downline
	case relation == "below", relation == "former" && past:
		return scope.Downline
	}
	return false
}

// cell asks an operation as a profile about each relation, and says what came of it.
func (r *reached) cell(o reachedOperation, p *access.Profile) string {
	if !o.about() {
		status, shown := r.ask(o, p, "own")
		allowed := len(p.Scope(o.rule.Permission).Words()) > 0
		r.expect(o, p, "", status, allowed)
		switch {
		case !allowed:
			return "–"
		case o.rule.Permission.OfCompany():
			return "yes"
		}
		return strings.Join(shown, ", ")
	}
	var let []string
	for _, relation := range relations {
		status, _ := r.ask(o, p, relation)
		allowed := within(p, o.rule.Permission, relation, o.past())
		if o.OperationID == "getPath" { // which begins at the own partner
			allowed = allowed && within(p, o.rule.Permission, "own", false)
		}
		r.expect(o, p, relation, status, allowed)
		if allowed {
			let = append(let, relation)
		}
	}
	if len(let) == 0 {
		return "–"
	}
	return strings.Join(let, ", ")
}

// expect compares an answer's status with what is allowed. What is allowed may fail for another reason: the version named is not the
// right one, so that nothing is changed.
func (r *reached) expect(o reachedOperation, p *access.Profile, relation string, status int, allowed bool) {
	refused := status == http.StatusNotFound || status == http.StatusForbidden || status == http.StatusUnauthorized
	// Something may be missing to whom the operation is open: the job has made no file, and the partners did not join online.
	missing := allowed && status == http.StatusNotFound && !r.closed &&
		(!o.about() || o.OperationID == "getRegistrationProof" || strings.Contains(o.path, "/personal-data/") || strings.Contains(o.path, "/extracts/"))
	if refused == allowed && !missing || status >= 500 {
		r.Errorf("%s %s as %s about %s answers %d; allowed is %v", o.method, o.path, p.ID, relation, status, allowed)
	}
	if held := len(p.Scope(o.rule.Permission).Words()) > 0; o.method == "GET" && status == http.StatusForbidden || held && !allowed && status == http.StatusForbidden {
		r.Errorf("%s %s as %s about %s answers 403: whatever one may not see is 404", o.method, o.path, p.ID, relation)
	}
}

// ask asks an operation, checks that its answer shows only what it may, and returns of whom it shows something. A list is asked for as a
// file, too.
func (r *reached) ask(o reachedOperation, p *access.Profile, relation string) (status int, shown []string) {
	status, shown = r.askAs(o, p, relation, "")
	listed := slices.ContainsFunc(o.Parameters, func(q *openapi3.ParameterRef) bool { return q.Value.Name == "format" && q.Value.In == "query" })
	if listed && status == http.StatusOK && o.OperationID != "explainRun" {
		if _, rows := r.askAs(o, p, relation, "csv"); !slices.Equal(rows, shown) {
			r.Errorf("%s as %s about %s shows %v, and %v as a file", o.OperationID, p.ID, relation, shown, rows)
		}
	}
	return status, shown
}

func (r *reached) askAs(o reachedOperation, p *access.Profile, relation, format string) (status int, shown []string) {
	request := r.request(o, relation)
	if format != "" {
		request.URL.RawQuery += "&format=" + format
	}
	user := access.User{ID: "user-" + p.ID, Partner: "own", Profiles: []access.Holding{{Profile: *p, Days: access.Days{From: 0, To: period.Forever}}}}
	ctx, cancel := context.WithTimeout(api.WithCaller(request.Context(), "user:"+user.ID, api.Caller{User: user, SecondFactorAt: time.Now()}), 10*time.Second)
	defer cancel()
	recorder := httptest.NewRecorder()
	var to http.ResponseWriter = recorder
	if strings.Contains(o.OperationID, "follow") { // it would not end
		to = &begun{recorder, cancel}
	}
	r.handler.ServeHTTP(to, request.WithContext(ctx))
	r.closed = strings.Contains(recorder.Body.String(), "there is nothing here for you")
	if recorder.Code >= 300 {
		return recorder.Code, nil
	}
	text := recorder.Body.String()
	if strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
		var answer any
		must(r.T, json.Unmarshal(recorder.Body.Bytes(), &answer))
		if o.OperationID != "explainRun" { // the contract leaves explanations open; they are whole, or not at all
			r.fieldsWithin(o, p, answer, o.Responses.Status(recorder.Code).Value.Content.Get("application/json").Schema)
		}
		for _, s := range o.rule.Subjects {
			if s.In == "answer" && s.Is == "partner" {
				shown = append(shown, textsAt(answer, strings.Split(s.Name, "/")[1:])...)
			}
		}
	}
	if format == "csv" {
		shown = r.columnsOf(o, p, text)
	}
	for i := range shown {
		shown[i] = r.relationOf(o, shown[i])
	}
	// An order of January was the former one's, who was below then; names come with partners, as of today or of a day in the answer.
	past := o.past() || o.OperationID == "getDifference"
	for _, one := range shown {
		if !within(p, o.rule.Permission, one, past) {
			r.Errorf("%s as %s about %s shows %s:\n%s", o.OperationID, p.ID, relation, one, text)
		}
	}
	text = strings.Replace(text, `"sponsor":{"id":"above","name":"Name of above"}`, "", 1) // everybody knows the own sponsor
	for _, one := range append(relations, "top") {
		if o.OperationID == "explainRun" && (one == "below" || one == "former") {
			continue // whose sale it was for which the own partner got something (HGB § 87c)
		}
		if strings.Contains(text, "Name of "+one) && !within(p, o.rule.Permission, one, past) {
			r.Errorf("%s as %s about %s shows the name of %s:\n%s", o.OperationID, p.ID, relation, one, text)
		}
	}
	slices.Sort(shown)
	return recorder.Code, slices.Compact(shown)
}

// begun ends a request as soon as the answer has begun.
type begun struct {
	*httptest.ResponseRecorder
	end func()
}

// Flush sends what was written.
func (b *begun) Flush() {
	b.ResponseRecorder.Flush()
	b.end()
}

// fieldsWithin checks that an answer has no field of a group that the profile does not show.
func (r *reached) fieldsWithin(o reachedOperation, p *access.Profile, value any, schema *openapi3.SchemaRef) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			r.fieldsWithin(o, p, element, schema.Value.Items)
		}
	case map[string]any:
		name := schema.Ref[strings.LastIndex(schema.Ref, "/")+1:]
		for field, inner := range value {
			if group, known := access.GroupOf(name, field); !known || !p.Fields.Has(group) {
				r.Errorf("%s as %s shows %s.%s, of %v", o.OperationID, p.ID, name, field, group.Names())
			}
			if property := schema.Value.Properties[field]; property != nil && property.Value.Type.Is("object") || property != nil && property.Value.Type.Is("array") {
				if items := property.Value.Items; len(property.Value.Properties) > 0 || items != nil && len(items.Value.Properties) > 0 {
					r.fieldsWithin(o, p, inner, property)
				}
			}
		}
	}
}

// columnsOf checks that a list as a file has no column of a group that the profile does not show, and returns of whom its rows are.
func (r *reached) columnsOf(o reachedOperation, p *access.Profile, text string) (shown []string) {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	must(r.T, err)
	page := o.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema
	items := page.Value.Properties["items"].Value.Items
	name := items.Ref[strings.LastIndex(items.Ref, "/")+1:]
	for i, column := range rows[0] {
		if group, known := access.GroupOf(name, column); !known || !p.Fields.Has(group) {
			r.Errorf("%s as %s has a column %s.%s, of %v", o.OperationID, p.ID, name, column, group.Names())
		}
		isSubject := slices.ContainsFunc(o.rule.Subjects, func(s api.RuleSubject) bool {
			return s.In == "answer" && s.Is == "partner" && s.Name == "/items/*/"+column
		})
		for _, row := range rows[1:] {
			if isSubject && row[i] != "" {
				shown = append(shown, row[i])
			}
		}
	}
	return shown
}

// request is a request of an operation about somebody.
func (r *reached) request(o reachedOperation, relation string) *http.Request {
	registration := r.online.underway[relation]
	if o.OperationID == "placeRegistration" {
		registration = r.online.waiting[relation]
	}
	path := strings.NewReplacer("{registration}", registration, "{withdrawal}", r.online.statements[relation], "{partner}", relation, "{order}", "o-"+relation, "{cancellation}", "k-"+relation, "{document}", "d-"+relation, "{page}", "1", "{search}", "none", "{number}", "N-"+relation, "{run}", r.run, "{job}", r.job,
		"{plan}", r.plan, "{question}", "volume_by_kind", "{profile}", "support").Replace(o.path)
	query, body := r.inputs(o, relation)
	for _, s := range o.rule.Subjects {
		if s.In == "query" && s.Is == "partner" && query.Get(s.Name) == "" {
			query.Set(s.Name, relation)
		}
	}
	request := httptest.NewRequest(o.method, "/api/v1"+path+"?"+query.Encode(), strings.NewReader(body.text))
	if body.text != "" {
		request.Header.Set("Content-Type", body.media)
	}
	request.Header.Set("If-Match", `"0"`)
	return request
}

// operate asks as the operator, who may everything.
func (r *reached) operate(method, path string, body object) {
	text, err := json.Marshal(body)
	must(r.T, err)
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(string(text)))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+tokensOfStory["anna"])
	recorder := httptest.NewRecorder()
	r.handler.ServeHTTP(recorder, request)
	if recorder.Code >= 300 {
		r.Fatalf("%s %s answers %d: %s", method, path, recorder.Code, recorder.Body)
	}
}

func (r *reached) contactOf(relation string) object {
	return object{
		"given_name": "Name of " + relation, "family_name": "Huber", "email": relation + "@example.com", "language": "de", "newsletter": false,
		"phone_contact": false, "address": object{"street": "Weg 1", "postal_code": "80331", "city": "München", "country": "DE"},
	}
}

var (
	bankOfTest = object{"iban": "DE89370400440532013000"}
	taxOfTest  = object{"status": "private"}
)

// textsAt are the texts at a pointer, where * is every element of a list.
func textsAt(value any, pointer []string) (texts []string) {
	if len(pointer) == 0 {
		if text, is := value.(string); is {
			texts = []string{text}
		}
		return texts
	}
	switch value := value.(type) {
	case map[string]any:
		return textsAt(value[pointer[0]], pointer[1:])
	case []any:
		for _, element := range value {
			texts = append(texts, textsAt(element, pointer[1:])...)
		}
	}
	return texts
}

type reachedBody struct{ text, media string }

// inputs are the query and the body of an operation about somebody, as far as it needs more than its path says. They are such that
// nothing is changed where it is allowed: the version is not the right one, or the id is taken.
func (r *reached) inputs(o reachedOperation, relation string) (url.Values, reachedBody) {
	as := func(body object) reachedBody {
		text, err := json.Marshal(body)
		must(r.T, err)
		return reachedBody{string(text), "application/json"}
	}
	order := object{"partner": relation, "kind": "own", "placed_on": "2026-01-10", "points": "1", "cv": "1"}
	switch o.OperationID {
	case "getPath":
		return url.Values{"from": {"own"}, "to": {relation}}, reachedBody{}
	case "getDifference":
		return url.Values{"from": {"2025-12-31"}, "through": {"2026-03-01"}}, reachedBody{}
	case "listStatements":
		return url.Values{"run": {r.run}}, reachedBody{}
	case "registerPartner":
		return url.Values{}, as(object{"id": "own", "name": "Anna", "joined": "2026-03-01", "sponsor": relation})
	case "correctPartner":
		return url.Values{}, as(object{"name": "Anna", "joined": "2026-01-01"})
	case "movePartner", "previewMove":
		return url.Values{}, as(object{"sponsor": relation, "from": "2026-03-01"})
	case "placePartner":
		return url.Values{}, as(object{"tree": "m3", "parent": relation, "slot": 0, "from": "2026-03-01"})
	case "changeStatus":
		return url.Values{}, as(object{"status": "suspended", "from": "2026-03-01"})
	case "recordCareer":
		return url.Values{}, as(object{"rank": "leader", "from": "2026-03-01"})
	case "overrideRank":
		return url.Values{}, as(object{"rank": "leader", "from": "2026-03-01", "reason": "as agreed"})
	case "recordOrder":
		order["id"] = "o-own"
		return url.Values{}, as(order)
	case "correctOrder":
		return url.Values{}, as(order)
	case "recordPayment":
		return url.Values{}, as(object{"paid_on": "2026-03-01"})
	case "recordCancellation":
		return url.Values{}, as(object{"id": "k-own", "cancelled_on": "2026-03-01", "share": "0.1", "reason": "returned"})
	case "correctCancellation":
		return url.Values{}, as(object{"cancelled_on": "2026-03-01", "share": "0.1"})
	case "publishPlan", "checkPlan":
		return url.Values{}, as(object{"file": "x.yaml", "text": "plan: x\n"})
	case "changeContactData":
		return url.Values{}, as(r.contactOf(relation))
	case "changeBankData":
		return url.Values{}, as(bankOfTest)
	case "changeTaxData":
		return url.Values{}, as(taxOfTest)
	case "listRegistrations", "listHoldingTank":
		return url.Values{"sponsor": {relation}}, reachedBody{}
	case "makeRegistrationLink":
		return url.Values{}, as(object{"partner": relation})
	case "endContract":
		return url.Values{}, as(object{"kind": "termination", "on": "2999-01-01"})
	case "placeRegistration":
		return url.Values{}, as(object{"places": []object{{"tree": "m3", "parent": relation, "slot": 9}}})
	case "approveRegistration", "refuseRegistration", "recordRegistrationWithdrawal", "closeWithdrawal":
		return url.Values{}, as(object{"reason": " "})
	case "recordConsentRevocation":
		return url.Values{}, as(object{"email": "nobody@example.com", "consents": []string{"newsletter"}, "reason": "a test"})
	case "revokePartnerConsents":
		return url.Values{}, as(object{"consents": []string{"newsletter"}})
	case "assignPartners":
		return url.Values{}, as(object{"market": "DE", "from": "2026-03-01", "partners": []string{relation}, "preview": true})
	case "writeCertificate":
		return url.Values{}, as(object{"rank": "nobody's"})
	case "objectToCreditNote":
		return url.Values{}, as(object{"text": " "})
	case "answerObjection":
		return url.Values{}, as(object{"outcome": "upheld", "text": " "})
	case "correctCreditNote":
		return url.Values{}, as(object{"reason": "a test"})
	case "exportPersonalData":
		return url.Values{}, as(object{"language": "de"})
	case "makeExtract":
		return url.Values{}, as(object{"from": "2026-01-01", "through": "2026-01-31", "language": "de"})
	case "packDocuments":
		return url.Values{}, as(object{"partner": relation})
	case "exportForAuditor":
		return url.Values{}, as(object{"from": "2026-01-01", "through": "2026-01-31"})
	case "archiveProcedures":
		return url.Values{}, as(object{"language": "de"})
	case "erasePerson":
		return url.Values{}, as(object{"ground": "a test"})
	case "bringDocuments":
		return url.Values{}, reachedBody{"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"empty.txt\"\r\n\r\n\r\n--b--\r\n", "multipart/form-data; boundary=b"}
	case "replaceDocumentContent":
		return url.Values{"name": {"letter.txt"}}, reachedBody{"a letter", "application/octet-stream"}
	case "searchDocuments":
		return url.Values{"q": {"letter"}}, reachedBody{}
	case "saveSearch", "changeSavedSearch":
		return url.Values{}, as(object{"name": " ", "filter": object{"partner": relation}})
	case "holdDocument":
		return url.Values{}, as(object{"reason": "a test"})
	case "releaseDocument", "deleteDocument":
		return url.Values{"reason": {"a test"}}, reachedBody{}
	case "fileDocument":
		return url.Values{}, as(object{"class": "contract", "title": "Contract", "day": "2026-03-01", "partner": relation, "order": "o-" + relation, "run": r.run})
	case "inviteUser":
		return url.Values{}, as(object{"email": "no address", "partner": relation})
	case "comparePlans":
		return url.Values{}, as(object{"from": "2026-01", "through": "2026-01", "plans": []object{{"file": "x.yaml", "text": "plan: x\n"}}})
	case "computeRun":
		return url.Values{}, as(object{"period": "2026-01"})
	case "discardRun":
		return url.Values{}, as(object{"reason": "a test"})
	case "export":
		return url.Values{}, as(object{"what": "runs", "from": "2026-01", "through": "2026-01"})
	case "backUp":
		return url.Values{}, as(object{})
	case "ask":
		return url.Values{}, as(object{"parameters": object{}})
	case "askFreely":
		return url.Values{}, as(object{"cypher": "RETURN 1 AS one"})
	case "importOrders":
		return url.Values{}, reachedBody{"id,partner,kind,placed_on,paid_on,points,cv\n", "text/csv"}
	case "importBundle":
		return url.Values{}, reachedBody{"PK", "application/zip"}
	}
	if o.RequestBody != nil && o.about() {
		r.Errorf("say in inputs what a request of %s has", o.OperationID)
	}
	return url.Values{}, reachedBody{}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
