package main

import (
	"net/http"
	"strings"
	"testing"
)

// A month of a company, by the API alone: partners join and order, one pays late; the month is computed while its job is
// followed, approved by somebody else, and posted; statements and explanations are fetched. Then an order is cancelled, and the
// next month shows both.
func TestAMonthByTheAPIAlone(t *testing.T) {
	company := openCompany(t)
	anna, ben := company.as("anna"), company.as("ben") // who computes, and who approves

	anna.create("/plans", object{"file": "2026.yaml", "text": three["plans/2026.yaml"]})
	for _, partner := range []object{
		{"id": "a", "name": "Anna", "joined": "2026-01-01"},
		{"id": "b", "name": "Bert", "joined": "2026-01-01", "sponsor": "a"},
		{"id": "c", "name": "Cora", "joined": "2026-01-02", "sponsor": "b"},
		{"id": "d", "name": "Dora", "joined": "2026-01-03", "sponsor": "c"},
	} {
		anna.create("/partners", partner)
	}
	for _, order := range []object{
		{"id": "o1", "partner": "d", "kind": "own", "placed_on": "2026-01-10", "points": "200", "cv": "200"},
		{"id": "x1", "partner": "c", "kind": "own", "placed_on": "2026-01-11", "paid_on": "2026-01-11", "points": "300", "cv": "300"},
		{"id": "late", "partner": "d", "kind": "own", "placed_on": "2026-01-20", "points": "100", "cv": "100"},
	} {
		anna.create("/orders", order)
	}
	o1 := anna.get("/orders/o1")
	anna.change("POST", "/orders/o1/payment", o1.tag, object{"paid_on": "2026-01-12"})
	if got := anna.get("/orders?state=open").items("id"); got != "late" {
		t.Errorf("open orders are %s", got)
	}

	// January is computed, and waits for somebody else's approval.
	job := anna.create("/runs", object{"period": "2026-01"})
	if last := anna.follow(job); last.text("state") != "done" || last["started_at"] == nil || last["finished_at"] == nil {
		t.Errorf("the job's last event says %v", last)
	}
	january := anna.get("/runs?state=computed").first()
	run := anna.get("/runs/" + january.text("id"))
	anna.refused(http.StatusForbidden, "POST", "/runs/"+run.text("id")+"/approve", run.tag, nil)
	ben.change("POST", "/runs/"+run.text("id")+"/approve", run.tag, nil)
	ben.refused(http.StatusPreconditionFailed, "POST", "/runs/"+run.text("id")+"/discard", run.tag, object{"reason": "seen too early"})
	anna.done(anna.create("/runs/"+run.text("id")+"/post", nil))

	// Everyone has a statement, and each of its lines can be explained.
	statement := anna.get("/statements?partner=a&run=" + run.text("id")).first()
	explanation := anna.get("/runs/" + run.text("id") + "/explanation?partner=a")
	if told := explanation.inner("statement").text("payout"); told != statement.text("payout") || told == "0.00" {
		t.Errorf("a is paid %s, and the explanation says %s", statement.text("payout"), told)
	}
	if got := anna.get("/runs/" + run.text("id") + "/lines?order=late").items("partner"); got != "" {
		t.Errorf("the order that nobody has paid earned something for %s", got)
	}

	// In February the late order is paid, and another one is cancelled.
	anna.change("POST", "/orders/late/payment", anna.get("/orders/late").tag, object{"paid_on": "2026-02-05"})
	anna.change("POST", "/orders/o1/cancellations", anna.get("/orders/o1").tag,
		object{"id": "c1", "cancelled_on": "2026-02-10", "share": "0.5", "reason": "returned"})
	anna.done(anna.create("/runs", object{"period": "2026-02"}))
	february := anna.get("/runs/" + anna.get("/runs?state=computed").first().text("id"))
	ben.change("POST", "/runs/"+february.text("id")+"/approve", february.tag, nil)
	anna.done(anna.create("/runs/"+february.text("id")+"/post", nil))

	if got := anna.get("/runs/" + february.text("id") + "/lines?order=late&kind=earning").items("condition"); got == "" || strings.ReplaceAll(got, "2026-01", "") != strings.Repeat(" ", strings.Count(got, " ")) {
		t.Errorf("the late order settled at the conditions of %q, and was placed in 2026-01", got)
	}
	if got := anna.get("/runs/" + february.text("id") + "/lines?order=o1").items("kind"); !strings.Contains(got, "reversal") {
		t.Errorf("of the cancelled order there is %q", got)
	}
	before, after := statement.text("closing"), anna.get("/statements?partner=a&run="+february.text("id")).first().text("opening")
	if before != after {
		t.Errorf("January closes with %s, and February opens with %s", before, after)
	}
	anna.done(anna.create("/runs/"+february.text("id")+"/verify", nil))
}
