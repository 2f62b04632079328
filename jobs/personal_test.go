package jobs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/audit"
	"upline/graph/joining"
	"upline/graph/personal"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

// personal is what is kept of persons.
func (k *kept) personal() *jobs.Personal {
	k.Helper()
	return &jobs.Personal{Settlement: k.settlement(), Registrations: k.online()}
}

// joins has somebody join online, with an account, and returns the partner and the user.
func (k *kept) joins(name string) (partner, user string) {
	k.Helper()
	s := k.online()
	token := k.submits(s, name)
	_, err := s.Confirm(k.Context(), token, joining.Origin{Address: "198.51.100.7"})
	k.must(err)
	documents, err := s.Contract(k.Context(), token, joining.Origin{})
	k.must(err)
	accepted, err := s.Accept(k.Context(), token, []string{documents[0].SHA256, documents[1].SHA256}, joining.Origin{Address: "198.51.100.7"})
	k.must(err)
	in := invitation(name, "de")
	in.Partner = accepted.Partner
	store := accountsOf(k.T, k.graph.Store)
	k.must(store.Prepare(k.Context(), operator))
	user, err = store.Invite(k.Context(), in, operator, nil)
	k.must(err)
	_, err = store.AddPasskey(k.Context(), user, access.Passkey{ID: []byte(name), PublicKey: []byte("key")}, name+"'s telephone", operator)
	k.must(err)
	return accepted.Partner, user
}

// registers has a partner registered by the back office, with an address.
func (k *kept) registers(id string, p period.Period) string {
	k.Helper()
	k.must(k.graph.Register(k.Context(), graph.Registration{ID: id, Name: id, Joined: p.Start()}, tester))
	k.must(k.online().ChangeContact(k.Context(), id, registrations.Contact{
		Given: id, Family: id, Email: id + "@example.com", Language: "en", Address: joining.Address{Street: "Weg 2", PostalCode: "80331", City: "Munich", Country: "DE"},
	}, tester))
	return id
}

// personCompany has a settled company in which zoe has joined online, sold and earned.
func personCompany(t *testing.T, seed int) (k *kept, next period.Period, partner, user string) {
	k = newKept(t)
	next = k.company(seed)
	partner, user = k.joins("zoe")
	k.submits(k.online(), "other")
	return k, next, partner, user
}

// where says which nodes hold a word, in any property, by their labels. A part of one does not count: what is sealed has all sorts of letters.
func (k *kept) where(word string) (labels []string) {
	k.Helper()
	query := fmt.Sprintf(`MATCH (n) WHERE any(key IN keys(n) WHERE toString(CASE WHEN n[key] IS :: LIST<ANY> THEN '' ELSE n[key] END) =~ '(?is).*\\b%s\\b.*')
	  RETURN labels(n)[0] AS label, count(*)`, word)
	for label := range storetest.Count(k.T, query) {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	return labels
}

// An erasure takes all that is kept of a person, and nothing of anybody else; the number stays, the chain of the audit is whole, posted
// runs are verified as before, and it is proven. No restore brings anything back, to whatever time.
func TestWhoIsErasedStaysErased(t *testing.T) {
	k, next, partner, user := personCompany(t, 2701)
	ctx := t.Context()
	other := k.registers("max", next)
	by := graph.By{Actor: "user:9", Within: graph.Everybody}
	today := period.DayOf(time.Now(), time.UTC)
	k.must(k.graph.CorrectPartner(ctx, partner, "Zoe Huber-Zoe", today, by))
	k.must(k.graph.ChangeStatus(ctx, partner, "terminated", today, period.Forever, by))
	storetest.Run(t, "CREATE (:Department {id: 'south', name: 'South'})")
	_, err := k.graph.Assign(ctx, graph.Assignment{Department: "south", From: today, Until: period.Forever}, []string{partner, other}, false, by)
	k.must(err)
	care := func() map[string]int {
		return storetest.Count(t, "MATCH (p:Partner)-[r:IN_MARKET|LOOKED_AFTER_BY]->(to) RETURN p.id + ' ' + type(r) + ' ' + to.id, count(*)")
	}
	cared := care()
	k.write(true)
	early := k.write(false)
	k.anchor()
	before := k.where("zoe")
	for _, label := range []string{"Partner", "PartnerVersion", "Person", "User", "Passkey", "AuditBody"} {
		if !slices.Contains(before, label) {
			t.Fatalf("zoe is in %v only, not in %s", before, label)
		}
	}
	order := personal.Order{ID: "e1", Person: "partner:" + partner, Ground: "Art. 17(1)(a) GDPR, request 12", Despite: true}
	proof, err := k.personal().Erase(ctx, order, by)
	k.must(err)
	if proof.SHA256 == "" || proof.Entries == 0 || len(proof.Erased) < 4 {
		t.Errorf("proven is %+v", proof)
	}
	gone := func(when string) {
		t.Helper()
		if left := k.where("zoe"); len(left) > 0 {
			t.Errorf("%s, zoe is still in %v", when, left)
		}
		if name := storetest.Count(t, "MATCH (p:Partner {id: '"+partner+"'}) RETURN p.name AS key, 1")[partner]; name != 1 {
			t.Errorf("%s, the partner has another name than the number", when)
		}
		if now := care(); len(cared) != 4 || !maps.Equal(now, cared) {
			t.Errorf("%s, markets and departments are %v, and were %v", when, now, cared)
		}
		if c, err := k.personal().Registrations.Person(ctx, other, access.Contact, by); err != nil || c.Contact.Given != "max" {
			t.Errorf("%s, max is %+v, %v", when, c, err)
		}
	}
	gone("after the erasure")
	k.sound()
	k.verify()
	entries := k.entriesOf("partner:"+partner, "user:"+user)
	if proven := slices.ContainsFunc(k.entriesOf("partner:"+partner), func(e audit.Entry) bool {
		return e.Operation == "prove erasure" && strings.Contains(fmt.Sprint(e.Details[0].Body.After), proof.SHA256)
	}); !proven {
		t.Errorf("none of %d entries proves it", len(entries))
	}
	k.anchor()
	k.write(false)

	k.empty()
	k.restore(jobs.RestoreOptions{})
	gone("restored")
	k.sound()
	k.verify()
	k.empty()
	k.restore(jobs.RestoreOptions{KnownAt: early.KnownAt})
	gone("restored to a time before")
	found, _ := k.findings()
	for _, f := range found { // anchors know of what came later, and nothing else is wrong
		if strings.Contains(f.String(), "details") {
			t.Errorf("restored to a time before: %v", f)
		}
	}
	again, err := k.personal().Erase(ctx, personal.Order{ID: "e2", Person: "partner:" + other, Ground: "request 13", Despite: true}, by)
	if err != nil || again.SHA256 == proof.SHA256 {
		t.Errorf("erased after a restore: %+v, %v", again, err)
	}
}

// What the law keeps is not erased, and said with its term; what it does not keep goes. A registration that became nobody goes at once.
func TestErasureLeavesWhatTheLawKeeps(t *testing.T) {
	k, _, partner, user := personCompany(t, 2702)
	ctx := t.Context()
	by := graph.By{Actor: "user:9", Within: graph.Everybody}
	p := k.personal()
	_, list, err := p.Persons().Kept(ctx, "partner:"+partner)
	k.must(err)
	for _, one := range list {
		if one.Erased || one.Count == 0 || one.Ground == "" {
			t.Errorf("while the contract runs: %+v", one)
		}
	}
	_, err = p.Erase(ctx, personal.Order{ID: "e1", Person: "partner:" + partner, Ground: "request 1"}, by)
	k.refused(err, fault.Conflict, "the contract runs")

	k.must(k.graph.ChangeStatus(ctx, partner, "terminated", period.DayOf(time.Now(), time.UTC), period.Forever, by))
	proof, err := p.Erase(ctx, personal.Order{ID: "e1", Person: "partner:" + partner, Ground: "request 1"}, by)
	k.must(err)
	if len(proof.Erased) != 1 || proof.Erased[0].Class != personal.Account {
		t.Errorf("erased is %+v", proof.Erased)
	}
	if i := slices.IndexFunc(proof.Kept, func(one personal.Kept) bool { return one.Class == personal.Contract }); i < 0 ||
		proof.Kept[i].Until.String()[4:] != "-01-01" || !strings.Contains(proof.Kept[i].Ground, "§ 147") {
		t.Errorf("kept is %+v", proof.Kept)
	}
	if _, err := p.Registrations.Person(ctx, partner, access.Contact, by); err != nil {
		t.Errorf("the person is gone: %v", err)
	}
	if a, err := accountsOf(t, k.graph.Store).Account(ctx, user); err != nil || a.Name != "" || !a.Locked() || len(a.Passkeys) > 0 || a.Partner != "" {
		t.Errorf("the account is %+v, %v", a, err)
	}

	ids := storetest.Count(t, "MATCH (a:Application) WHERE a.partner IS NULL RETURN a.id AS id, 1")
	if len(ids) != 1 {
		t.Fatal(ids)
	}
	for id := range ids {
		_, err = p.Erase(ctx, personal.Order{ID: "e2", Person: "registration:" + id, Ground: "request 2"}, by)
		k.must(err)
		_, err = p.Persons().Find(ctx, "registration:"+id)
		k.must(err)
		_, _, err = p.Persons().Kept(ctx, "registration:"+id)
		k.refused(err, fault.NotFound, "there is no registration")
	}
	for _, nobody := range []string{"", "zoe", "partner:", "plan:1"} {
		_, err = p.Erase(ctx, personal.Order{ID: "e3", Person: nobody, Ground: "request 3"}, by)
		k.refused(err, fault.Invalid, "")
	}
	for _, missing := range []string{"partner:missing", "user:missing", "registration:missing", "shell:missing"} {
		_, err = p.Erase(ctx, personal.Order{ID: "e3", Person: missing, Ground: "request 3"}, by)
		k.refused(err, fault.NotFound, "")
	}
	k.sound()
}

// An erasure that dies anywhere goes on under the same id, and comes to the same.
func TestErasureGoesOnWhereItStopped(t *testing.T) {
	k, _, partner, _ := personCompany(t, 2703)
	by := graph.By{Actor: "user:9", Within: graph.Everybody}
	k.must(k.graph.ChangeStatus(t.Context(), partner, "terminated", period.DayOf(time.Now(), time.UTC), period.Forever, by))
	order := personal.Order{ID: "e1", Person: "partner:" + partner, Ground: "request 1", Despite: true}
	for _, at := range []string{"begin erase person", "erase person", "erase personal data", "prove erasure"} {
		ctx, cancel := context.WithCancel(t.Context())
		config := k.config
		config.Step = func(name, when string) {
			if name == at && when == "before" {
				cancel()
			}
		}
		dying := storetest.Open(t, config)
		p := &jobs.Personal{Settlement: &jobs.Settlement{Graph: dying, Archive: k.archive}, Registrations: k.online()}
		if _, err := p.Erase(ctx, order, by); err == nil {
			t.Errorf("it did not stop at %q", at)
		}
		cancel()
	}
	proof, err := k.personal().Erase(t.Context(), order, by)
	k.must(err)
	if left := k.where("zoe"); len(left) > 0 || len(proof.Erased) < 4 {
		t.Errorf("zoe is still in %v, %+v", left, proof)
	}
	k.sound()
}

// knownSessions are where people are logged in.
type knownSessions map[string]int

func (s knownSessions) SessionsOf(_ context.Context, user string) (list []any, err error) {
	for i := range s[user] {
		list = append(list, map[string]any{"id": fmt.Sprint(i), "agent": "Browser"})
	}
	return list, nil
}

func (s knownSessions) EndSessions(_ context.Context, user string) error {
	delete(s, user)
	return nil
}

// The file of a person has everything in it that is kept of the person, nothing of others but numbers, and no secret. That it was made is
// an entry, which stands in it.
func TestEverythingOfAPersonIsInTheFile(t *testing.T) {
	k := newKept(t)
	next := k.company(2704)
	partner, user := k.joins("zoe")
	other := k.registers("max", next)
	ctx := t.Context()
	by := graph.By{Actor: "user:2", From: "192.0.2.1", Within: graph.Everybody}
	order := graph.Order{ID: "zo", Partner: partner, Kind: "own", PlacedOn: next.Start(), PaidOn: period.Forever, Points: 1_000_000, CV: 1_000_000}
	today := period.DayOf(time.Now(), time.UTC)
	order.PlacedOn = max(order.PlacedOn, today)
	k.must(k.graph.RecordOrder(ctx, order, by))
	k.must(k.graph.RecordPayment(ctx, "zo", order.PlacedOn+1, by))
	k.must(k.graph.RecordCancellation(ctx, graph.Cancellation{ID: "zk", Order: "zo", On: order.PlacedOn + 1, Share: 500_000, Reason: "returned"}, by))
	k.must(k.online().ChangeBank(ctx, partner, joining.Bank{IBAN: "AT611904300234573201"}, by))
	first := k.snapshot(time.Time{}).Facts.Partners[0].ID
	k.must(k.graph.Move(ctx, graph.Move{Partner: partner, Sponsor: first, From: today + 1, Until: period.Forever}, by))
	sessions := knownSessions{user: 2}
	k.work(func(w *jobs.Worker) { w.Registrations, w.Sessions = k.online(), sessions })
	for language, index := range map[string]string{"de": "INHALT.txt", "en": "CONTENTS.txt"} {
		added, err := k.graph.AddJob(ctx, jobs.ExportPerson("partner:"+partner, language, "user:2"), by)
		k.must(err)
		job := await(t, k.settlement(), added)
		if job.State != graph.Done || !jobs.IsOfPerson(job, "partner:"+partner) || jobs.IsOfPerson(job, "partner:"+other) {
			t.Fatalf("the job is %+v", job)
		}
		files := k.unzipped(job)
		text := ""
		for name, content := range files {
			text += content
			if strings.HasSuffix(name, ".json") && !json.Valid([]byte(content)) {
				t.Errorf("%s is no JSON: %s", name, content)
			}
			if strings.HasSuffix(name, ".json") && !strings.Contains(files[index], name) {
				t.Errorf("the index does not list %s:\n%s", name, files[index])
			}
		}
		for name, says := range map[string]string{
			"person.json": "AT611904300234573201", "account.json": "zoe@example.com", "passkeys.json": "zoe's telephone", "registrations.json": "198.51.100.7",
			"consents.json": "privacy_noted", "documents.json": "sha256", "positions.json": `"kind"`, "orders.json": `"zo"`, "cancellations.json": `"zk"`,
			"sessions.json": "Browser", "audit.json": `"export personal data"`, "partner.json": `"joined"`,
		} {
			if !strings.Contains(files[name], says) {
				t.Errorf("%s does not say %q:\n%s", name, says, files[name])
			}
		}
		for _, never := range []string{"max", "192.0.2.1", "publicKey", "openKey", "markEmail", `"handle"`, "$argon2"} {
			if strings.Contains(text, never) {
				t.Errorf("the file says %q", never)
			}
		}
	}
	k.sound()
	_, err := k.personal().Erase(ctx, personal.Order{ID: "e", Person: "user:" + user, Ground: "request 3", Despite: true}, by)
	k.must(err)
}

// A person who earned gets each line, with the number of whose sale it was.
func TestLinesAreInTheFile(t *testing.T) {
	k := newKept(t)
	k.company(2705)
	k.work(func(w *jobs.Worker) { w.Registrations = k.online() })
	earner := ""
	for id := range storetest.Count(t, "MATCH (s:Statement)-[:FOR]->(p:Partner) WHERE s.earnings > 0 RETURN p.id AS id, count(*)") {
		earner = id
	}
	if earner == "" {
		t.Fatal("nobody earned")
	}
	added, err := k.graph.AddJob(t.Context(), jobs.ExportPerson("partner:"+earner, "en", "user:2"), tester)
	k.must(err)
	files := k.unzipped(await(t, k.settlement(), added))
	var lines []struct{ Run, Source, Amount string }
	k.must(json.Unmarshal([]byte(files["lines.json"]), &lines))
	rows, _, err := k.graph.Statements(t.Context(), graph.StatementFilter{Partner: earner}, graph.Everybody, graph.Slice{Limit: 1000})
	k.must(err)
	if len(lines) == 0 || len(rows) == 0 || strings.Count(files["statements.json"], `"run"`) != len(rows) {
		t.Errorf("%d lines, %d statements:\n%s", len(lines), len(rows), files["statements.json"])
	}
}

// unzipped are the files of the archive that a job has made.
func (k *kept) unzipped(job *graph.Job) map[string]string {
	k.Helper()
	var result jobs.FileResult
	k.must(json.Unmarshal(job.Result, &result))
	f, err := k.settlement().Fetch(k.Context(), result.File)
	k.must(err)
	defer f.Close()
	content, err := io.ReadAll(f)
	k.must(err)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	k.must(err)
	files := map[string]string{}
	for _, file := range archive.File {
		r, err := file.Open()
		k.must(err)
		text, err := io.ReadAll(r)
		k.must(err)
		files[file.Name] = string(text)
	}
	return files
}
