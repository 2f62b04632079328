package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/internal/storetest"
)

func (j *joiningCompany) retract(token string) answer {
	j.t.Helper()
	return j.anybody.exchange("POST", "/registrations/withdrawal", nil, object{"token": token, "language": "en"}, http.StatusOK)
}

// there counts the nodes of some labels.
func there(t *testing.T, labels ...string) (count int) {
	t.Helper()
	all := storetest.Count(t, "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)")
	for _, label := range labels {
		count += all[label]
	}
	return count
}

// Before there is a partner, the applicant withdraws by the link, at every step. Nothing is left of it, and no mail says what the answer
// has said; but of who had accepted the contract, the withdrawal is proven and confirmed by mail.
func TestAnApplicationIsWithdrawn(t *testing.T) {
	j := openJoining(t)
	steps := map[string]func(token string){
		"received":  func(string) {},
		"confirmed": func(token string) { j.confirm(token) },
		"shown":     func(token string) { j.confirm(token); j.shown(token) },
	}
	for step, do := range steps {
		email := step + "@example.com"
		j.submit(j.form("en", "Wanda", "Weg", email))
		token := j.token(email)
		do(token)
		if got := j.retract(token); got.text("outcome") != "withdrawn" || !strings.Contains(got.text("text"), "is deleted") {
			t.Errorf("%s: %v", step, got)
		}
		if got := j.retract(token).text("outcome") + " " + j.confirm(token); got != "expired expired" {
			t.Errorf("%s: afterwards the link is %s", step, got)
		}
		j.noMail(email)
	}
	if got := there(t, "Application", "ApplicationLink", "Withdrawal", "AcceptedText"); got != 0 || len(j.found("wanda")) > 0 {
		t.Errorf("there are %d nodes left, and wanda is in %v", got, j.found("wanda"))
	}

	partner := j.join(j.form("en", "Dora", "Doppel", "dora@example.com"))
	token := j.heldBack("dora2@example.com")
	if got := j.retract(token); got.text("outcome") != "withdrawn" || !strings.Contains(got.text("text"), "by mail") {
		t.Errorf("after the acceptance: %v", got)
	}
	mail := j.mail("dora2@example.com")
	if !strings.Contains(mail.subject, "withdrawn") || !strings.Contains(mail.text, "Dora Doppel") || tokenInMail.MatchString(mail.text) {
		t.Errorf("the mail is %+v", mail)
	}
	if got := there(t, "Application", "Withdrawal", "AcceptedText"); got != 4 { // dora's application, her two texts, and the proof
		t.Errorf("%d nodes are left", got)
	}
	if items, _ := j.desk.get("/withdrawals?closed=true").object["items"].([]any); len(items) != 1 || object(items[0].(map[string]any)).text("email") != "dora2@example.com" {
		t.Errorf("proven is %v", items)
	}
	if items, _ := j.desk.get("/withdrawals").object["items"].([]any); len(items) != 0 {
		t.Errorf("to be seen to is %v", items)
	}
	if got := j.retract(strings.Repeat("x", 43)).text("outcome"); got != "unknown" {
		t.Errorf("a link that never was is %s", got)
	}
	if got := j.desk.get("/partners/" + partner).text("status"); got != "active" {
		t.Errorf("the first dora is %s", got)
	}
	j.pass(4 * 365 * 24 * time.Hour)
	if j.sweep(); there(t, "Withdrawal") != 0 {
		t.Error("the proof is kept for more than three years")
	}
}

// heldBack goes on to the acceptance of a contract of somebody who is there already, as Dora Doppel.
func (j *joiningCompany) heldBack(email string) (token string) {
	j.t.Helper()
	j.submit(j.form("en", "Dora", "Doppel", email))
	token = j.token(email)
	j.confirm(token)
	if got := j.accept(token, j.shown(token)).text("state"); got != "held" {
		j.t.Fatalf("the acceptance is %s", got)
	}
	return token
}

// The back office records what an applicant says by telephone, with how; after there is a partner, it is a withdrawal from the contract.
func TestAnApplicationIsWithdrawnByTheBackOffice(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("en", "Dora", "Doppel", "dora@example.com"))
	j.heldBack("dora2@example.com")
	path := "/registrations/" + j.desk.get("/registrations?held=true").first().text("id") + "/withdrawal"
	j.desk.refused(http.StatusUnprocessableEntity, "POST", path, "*", object{"reason": ""})
	j.desk.refused(http.StatusUnprocessableEntity, "POST", path, "*", object{"reason": " "})
	j.desk.exchange("POST", path, nil, object{"reason": "has called us"}, http.StatusNoContent)
	if mail := j.mail("dora2@example.com"); !strings.Contains(mail.subject, "withdrawn") {
		t.Errorf("the mail is %+v", mail)
	}
	j.desk.refused(http.StatusNotFound, "POST", path, "*", object{"reason": "has called us"})
	first := j.desk.get("/registrations?state=registered").first()
	j.desk.refused(http.StatusConflict, "POST", "/registrations/"+first.text("id")+"/withdrawal", "*", object{"reason": "has called us"})
	if got := j.desk.get("/partners/" + partner).text("status"); got != "active" {
		t.Errorf("the partner is %s", got)
	}
	// Of who has not confirmed, nobody knows anything.
	j.submit(j.form("en", "Nina", "Neu", "nina@example.com", object{"birth_date": "1992-02-02"}))
	id := ""
	for key := range storetest.Count(t, "MATCH (a:Application {state: 'received'}) RETURN a.id AS key, count(*) AS count") {
		id = key
	}
	for _, what := range []string{"withdrawal", "refusal", "approval"} {
		j.desk.refused(http.StatusNotFound, "POST", "/registrations/"+id+"/"+what, "*", object{"reason": "guessed"})
	}
}

// A withdrawal and an acceptance at once: either there is a partner, or nothing.
func TestWithdrawingAndAcceptingAtOnce(t *testing.T) {
	j := openJoining(t)
	joined := 0
	for n := range 4 {
		email := "both" + leftPadded(n, 1) + "@example.com"
		j.submit(j.form("en", "Bea", "B"+strings.Repeat("o", n+1), email, object{"birth_date": "198" + leftPadded(n, 1) + "-03-03"}))
		token := j.token(email)
		j.confirm(token)
		acceptance := object{"token": token, "hashes": j.shown(token)}
		got := []string{"", ""}
		var both sync.WaitGroup
		both.Go(func() { got[0] = j.retract(token).text("outcome") })
		both.Go(func() {
			got[1] = j.anybody.exchange("POST", "/registrations/acceptance", nil, acceptance, http.StatusOK, http.StatusConflict, http.StatusNotFound).text("partner")
		})
		both.Wait()
		if (got[0] == "withdrawn") != (got[1] == "") || got[0] != "withdrawn" && got[0] != "used" {
			t.Errorf("at once: %q", got)
		}
		if got[1] != "" {
			joined++
		}
	}
	if persons, applications := there(t, "Person"), there(t, "Application"); persons != joined || applications != joined {
		t.Errorf("%d have joined, and there are %d persons, %d applications", joined, persons, applications)
	}
}
