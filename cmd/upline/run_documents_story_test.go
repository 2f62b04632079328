package main

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"upline/internal/storetest"
)

// joinable sets what lets people join online, so that persons are known.
func joinable(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"UPLINE_JOIN_KEY": strings.Repeat("k", 32), "UPLINE_COMPANY_NAME": "Alpina", "UPLINE_COMPANY_ADDRESS": "Gasse 1, Wien",
		"UPLINE_COMPANY_PHONE": "1", "UPLINE_COMPANY_EMAIL": "desk@example.com", "UPLINE_PUBLIC_URL": "https://example.com",
	} {
		t.Setenv(name, value)
	}
}

// known records who a partner is.
func (c *caller) known(partner string, tax object) {
	c.t.Helper()
	path := "/partners/" + partner
	c.change("PUT", path+"/contact", "*", object{
		"given_name": "Änne", "family_name": partner, "email": partner + "@example.com", "language": "de", "newsletter": false, "phone_contact": false,
		"address": object{"street": "Weg 1", "postal_code": "80331", "city": "München", "country": "DE"},
	})
	c.change("PUT", path+"/bank", "*", bankOfTest)
	c.change("PUT", path+"/tax", "*", tax)
}

// written waits until the documents of a run are written, and returns what came of it.
func (c *caller) written(run string, job string) answer {
	c.t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if got, is := c.find("/runs/" + run + "/documents"); is && got.text("job") != job && got.text("state") != "running" {
			return got
		}
	}
	c.t.Fatalf("the documents of run %s are not written after two minutes", run)
	return answer{}
}

// find gets what may not be there yet.
func (c *caller) find(path string) (answer, bool) {
	c.t.Helper()
	response := c.send("GET", path, nil, nil)
	response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return answer{}, false
	}
	return c.get(path), true
}

// What a run's documents are, by the API alone: they are written as soon as it is posted; what is missing is told, mended and asked for again;
// a partner's objection ends the effect of a credit note, which is taken back and issued anew.
func TestDocumentsOfARunByTheAPI(t *testing.T) {
	storetest.Redis(t)
	joinable(t)
	t.Setenv("UPLINE_LETTERHEAD", "../../documents/paper/letterhead")
	company := openCompany(t)
	anna, ben := company.as("anna"), company.as("ben")
	anna.create("/plans", object{"file": "2026.yaml", "text": three["plans/2026.yaml"]})
	anna.create("/partners", object{"id": "a", "name": "Partner a", "joined": "2026-01-01"})
	for _, pair := range []string{"ab", "bc", "cd"} {
		anna.create("/partners", object{"id": pair[1:], "name": "Partner " + pair[1:], "joined": "2026-01-01", "sponsor": pair[:1]})
	}
	for _, partner := range []string{"b", "c", "d"} {
		anna.create("/orders", object{"id": "order-" + partner, "partner": partner, "kind": "own", "placed_on": "2026-01-10", "paid_on": "2026-01-11", "points": "200", "cv": "200"})
	}
	anna.known("a", object{"status": "regular", "vat_id": "DE136695976", "tax_number": "12/345/67890"})
	anna.known("b", object{"status": "small_business", "tax_number": "12/345/67891"})

	anna.done(anna.create("/runs", object{"period": "2026-01"}))
	run := anna.get("/runs/" + anna.get("/runs?state=computed").first().text("id"))
	id := run.text("id")
	ben.change("POST", "/runs/"+id+"/approve", run.tag, nil)
	anna.done(anna.create("/runs/"+id+"/post", nil))

	first := anna.written(id, "")
	if first.text("state") != "done" || first.object["statements"] != 4.0 || first.object["credit_notes"] != 2.0 || problemsOf(first) != "c d" {
		t.Fatalf("written: %v", first.object)
	}
	anna.known("c", object{"status": "private"})
	anna.known("d", object{"status": "private"})
	anna.done(anna.create("/runs/"+id+"/documents", nil))
	second := anna.written(id, first.text("job"))
	if second.object["statements"] != 0.0 || second.object["credit_notes"] != 2.0 || second.object["there"] != 9.0 || problemsOf(second) != "" {
		t.Errorf("asked for again: %v", second.object)
	}
	notes := anna.get("/credit-notes?partner=a")
	note := notes.first()
	if numbers := anna.get("/credit-notes").items("number"); strings.Count(numbers, " ") != 3 || !strings.Contains(numbers, "-000001") || !strings.Contains(numbers, "-000004") {
		t.Errorf("credit notes are %s", numbers)
	}
	if note.text("kind") != "389" || note["effective"] != true {
		t.Errorf("the note of a is %v", note)
	}
	if paper := anna.file("/documents/" + note.text("document") + "/content"); !bytes.HasPrefix(paper, []byte("%PDF-1.7")) || !bytes.Contains(paper, []byte("factur-x.xml")) {
		t.Errorf("the note is %.20q", paper)
	}
	if statement := anna.file("/documents/statement-" + id + "-a/content"); !bytes.HasPrefix(statement, []byte("%PDF-1.7")) {
		t.Errorf("the statement is %.20q", statement)
	}
	objectedAndCorrected(t, anna, note.text("number"))
}

// objectedAndCorrected objects to a credit note, upholds that, and corrects it.
func objectedAndCorrected(t *testing.T, anna *caller, number string) {
	t.Helper()
	path := "/credit-notes/" + number
	anna.refused(http.StatusConflict, "POST", path+"/answer", "", object{"outcome": "upheld", "text": "nobody has said anything"})
	if got := anna.change("POST", path+"/objection", "", object{"text": "Ich bin Kleinunternehmerin."}); got.object["effective"] != false {
		t.Errorf("objected to: %v", got.object)
	}
	if got := anna.get("/documents?tag=objected").items("number"); got != number {
		t.Errorf("documents that somebody has objected to are %s", got)
	}
	anna.change("POST", path+"/answer", "", object{"outcome": "upheld", "text": "Das stimmt."})
	anna.done(anna.create(path+"/corrections", object{"reason": "Kleinunternehmerin", "tax_status": "small_business"}))
	old := anna.get(path)
	if old.text("state") != "corrected" || old.text("corrected_by") == "" {
		t.Errorf("corrected: %v", old.object)
	}
	back := anna.get("/credit-notes/" + old.text("corrected_by"))
	if back.text("kind") != "384" || back.text("corrects") != number || back.text("net") != "-"+old.text("net") || back.text("tax") != "-"+old.text("tax") {
		t.Errorf("what takes it back is %v, of %v", back.object, old.object)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(anna.file("/credit-notes?format=csv"), []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil || len(rows) != 7 { // four, what takes one back, and the one instead
		t.Errorf("credit notes as a file: %v, %v", rows, err)
	}
	for _, paper := range strings.Fields(anna.get("/documents?class=credit_note&partner=a").items("id")) {
		if file := anna.file("/documents/" + paper + "/content"); !bytes.HasPrefix(file, []byte("%PDF-1.7")) {
			t.Errorf("document %s is %.20q", paper, file)
		}
	}
}

// problemsOf are the partners of whom something could not be written.
func problemsOf(written answer) string {
	var partners []string
	problems, _ := written.object["problems"].([]any)
	for _, p := range problems {
		partners = append(partners, object(p.(map[string]any)).text("partner"))
	}
	return strings.Join(partners, " ")
}
