package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The first example comes in by the API, is settled, and answers whatever can be asked: every list as JSON, CSV and XLSX, with the
// same rows; trees as of days and as known at times; versions, explanations, questions.
func TestTheAPIOverAnExample(t *testing.T) {
	company := openCompany(t)
	anna, ben := company.as("anna"), company.as("ben")
	anna.done(anna.upload("/imports", "application/zip", zipOf(t, filepath.Join("..", "..", "examples", "alpina"))))
	anna.done(anna.create("/runs", object{"period": "2026-01"}))
	run := anna.get("/runs/" + anna.get("/runs?state=computed").first().text("id"))
	ben.change("POST", "/runs/"+run.text("id")+"/approve", run.tag, nil)
	anna.done(anna.create("/runs/"+run.text("id")+"/post", nil))
	partner := anna.get("/partners?sort=-joined").first().text("id")

	for path, least := range map[string]int{
		"/partners": 5, "/partners?sort=name&status=active": 5, "/orders": 3, "/orders?state=paid&sort=-paid_on": 1, "/cancellations": 0,
		"/plans": 1, "/runs": 1, "/jobs": 3, "/runs/" + run.text("id") + "/lines": 3, "/statements?run=" + run.text("id"): 3,
		"/statements?partner=" + partner: 0, "/partners/anna/downline": 3, "/partners/anna/children?sort=size": 1,
		"/partners/" + partner + "/upline": 1, "/difference?from=2025-01-01&through=2026-12-31": 3,
	} {
		anna.list(path, least)
	}
	anna.get("/partners/" + partner + "/history?superseded=true")
	anna.get("/partners/" + partner + "?as_of=2026-01-15&known_at=2026-12-01T00:00:00Z")
	if way := anna.get("/path?from=" + partner + "&to=anna"); len(way.object["partners"].([]any)) < 2 {
		t.Errorf("the way up is %v", way)
	}
	seen := anna.get("/partners/" + partner)
	if response := anna.send("GET", "/partners/"+partner, http.Header{"If-None-Match": {seen.tag}}, nil); response.StatusCode != http.StatusNotModified {
		t.Errorf("a partner who has not changed answers %d", response.StatusCode)
	}
	anna.get("/runs/" + run.text("id") + "/explanation?partner=anna")
	anna.get("/questions")
	anna.exchange("POST", "/questions/volume_by_kind", nil, object{"parameters": object{}}, http.StatusOK, http.StatusUnprocessableEntity)
	count := anna.exchange("POST", "/cypher", nil, object{"cypher": "MATCH (p:Partner) RETURN count(p) AS partners"}, http.StatusOK)
	if rows := count.object["rows"].([]any); len(rows) != 1 {
		t.Errorf("a count has the rows %v", rows)
	}
	anna.exchange("POST", "/cypher", nil, object{"cypher": "MATCH (p:Partner) SET p.name = 'x'"}, http.StatusForbidden)
	anna.exchange("GET", "/partners/nobody", nil, nil, http.StatusNotFound)
	anna.exchange("POST", "/partners/"+partner+"/moves/preview", nil, object{"sponsor": "anna", "from": "2026-03-31"}, http.StatusOK)
	moved := anna.change("POST", "/partners/"+partner+"/moves", seen.tag, object{"sponsor": "anna", "from": "2026-04-01", "reason": "as agreed"})
	anna.refused(http.StatusPreconditionFailed, "POST", "/partners/"+partner+"/statuses", seen.tag, object{"status": "suspended", "from": "2026-05-01"})
	anna.change("POST", "/partners/"+partner+"/statuses", moved.tag, object{"status": "suspended", "from": "2026-05-01"})

	orders := "id,partner,kind,placed_on,paid_on,points,cv\nnew1,anna,own,2026-02-03,2026-02-04,10,10\nnew2,anna,own,2026-02-03,,10,10\n"
	anna.done(anna.upload("/order-imports", "text/csv", strings.NewReader(orders)))
	if got := anna.get("/orders?q=new&state=open").items("id"); got != "new2" {
		t.Errorf("open among the new orders is %q", got)
	}
	exported := anna.done(anna.create("/exports", object{"what": "runs", "from": "2026-01", "through": "2026-01"}))
	response := anna.send("GET", "/jobs/"+exported.text("id")+"/file", nil, nil)
	defer response.Body.Close()
	file, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file))); err != nil || len(archive.File) < 4 {
		t.Errorf("the export: %d bytes, %v", len(file), err)
	}
	if found := anna.exchange("POST", "/plan-checks", nil, object{"file": "x.yaml", "text": "plan: x\n"}, http.StatusOK); found.object["ok"] != false {
		t.Errorf("an empty plan is found to be %v", found)
	}
	anna.done(anna.create("/backups", object{}))
}

// list fetches a list as JSON, page by page, and as a file of each kind, and compares how many rows there are.
func (c *caller) list(path string, least int) {
	c.t.Helper()
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	rows := 0
	for after := ""; ; {
		page := c.get(path + sign + "limit=3" + after)
		items, _ := page.object["items"].([]any)
		rows += len(items)
		if page.text("next") == "" {
			break
		}
		after = "&after=" + page.text("next")
	}
	if rows < least {
		c.t.Errorf("%s has %d rows, want %d or more", path, rows, least)
	}
	read := func(format string) io.ReadCloser {
		response := c.send("GET", path+sign+"format="+format, nil, nil)
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Disposition") == "" {
			c.t.Errorf("%s as %s answers %d", path, format, response.StatusCode)
		}
		return response.Body
	}
	body := read("csv")
	table, err := csv.NewReader(body).ReadAll()
	_ = body.Close()
	if err != nil || strings.HasPrefix(path, "/jobs") == false && len(table) != rows+1 {
		c.t.Errorf("%s as CSV has %d rows with its header, %v; want %d", path, len(table), err, rows+1)
	}
	body = read("xlsx")
	book, err := excelize.OpenReader(body)
	_ = body.Close()
	if err != nil {
		c.t.Errorf("%s as XLSX: %v", path, err)
		return
	}
	defer book.Close()
	sheet, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(sheet) != len(table) {
		c.t.Errorf("%s as XLSX has %d rows, %v; as CSV %d", path, len(sheet), err, len(table))
	}
}

// upload sends a file; the answer is the job that takes it in.
func (c *caller) upload(path, media string, file io.Reader) answer {
	c.t.Helper()
	request, err := http.NewRequest("POST", c.address+"/api/v1"+path, file)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Content-Type", media)
	return c.read(request, http.StatusAccepted)
}

// zipOf packs a folder.
func zipOf(t *testing.T, dir string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	if err := archive.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}
