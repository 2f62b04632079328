package dms_test

import (
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// What is suggested stays until somebody files the document, or it has another content; words and pages stay.
func TestWhatWasReadIsKept(t *testing.T) {
	c := newCompany(t)
	scan := c.document("d1", "", "")
	scan.State, scan.Verdict = dms.Inbox, "attachment"
	c.record(scan)
	suggested := func() string {
		t.Helper()
		all, err := c.Suggested(c.ctx, []string{"d1", "d2"})
		c.must(err)
		return all["d1"]
	}
	read := func(sha256 string) error {
		return c.SetReading(c.ctx, "d1", sha256, dms.Reading{Words: "Steinbock", Pages: 3, Suggested: `{"sure":true}`}, tester)
	}
	if err := read(strings.Repeat("b", 64)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("another content was read: %v", err)
	}
	c.must(read(scan.SHA256))
	if got := suggested(); got != `{"sure":true}` {
		t.Errorf("suggested is %q", got)
	}
	found, _, err := c.Document(c.ctx, "d1", graph.Everybody)
	c.must(err)
	if found.Pages != 3 || found.Verdict != "attachment" || len(c.hits("steinbock", dms.Filter{}, graph.Everybody, 1)) != 1 {
		t.Errorf("the document is %+v", found)
	}
	other := found.Content
	other.SHA256, other.Verdict = strings.Repeat("a", 64), "accepted"
	c.must(c.Replace(c.ctx, "d1", other, "", tester))
	if got := suggested(); got != "" {
		t.Errorf("of another content, %q is suggested", got)
	}
	c.must(read(other.SHA256))
	as := found.Description
	as.Class = "contract"
	c.must(c.File(c.ctx, "d1", as, dms.Kept{}, tester))
	c.must(read(other.SHA256))
	if got := suggested(); got != "" {
		t.Errorf("of a document that is filed, %q is suggested", got)
	}
	_, former, err := c.Document(c.ctx, "d1", graph.Everybody)
	c.must(err)
	if len(former) != 1 || former[0].Verdict != "attachment" {
		t.Errorf("it was %+v", former)
	}
}

// Jobs that follow are there with the documents, or not at all; and all ids are gone through.
func TestJobsFollowDocuments(t *testing.T) {
	c := newCompany(t)
	job := graph.NewJob{ID: "read-1", Kind: "read_document", Queue: "normal", Args: map[string]string{"document": "d1"}}
	if _, err := c.Record(c.ctx, []dms.NewDocument{c.document("d0", "nobody", "")}, tester, job); fault.KindOf(err) != fault.NotFound {
		t.Errorf("about nobody: %v", err)
	}
	if _, err := c.graph.Job(c.ctx, "read-1"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a job stands alone: %v", err)
	}
	for range 2 {
		_, err := c.Record(c.ctx, []dms.NewDocument{c.document("d1", "", ""), c.document("d2", "", ""), c.document("d3", "", "")}, tester, job)
		c.must(err)
	}
	if j, err := c.graph.Job(c.ctx, "read-1"); err != nil || j.State != graph.Queued {
		t.Errorf("the job is %+v, %v", j, err)
	}
	var all []string
	for after := int64(0); ; {
		ids, last, err := c.IDs(c.ctx, after, 2)
		c.must(err)
		all = append(all, ids...)
		if len(ids) < 2 {
			break
		}
		after = last
	}
	if want := []string{"d1", "d2", "d3"}; !slices.Equal(all, want) {
		t.Errorf("gone through are %v, want %v", all, want)
	}
}
