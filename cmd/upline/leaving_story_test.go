package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func (j *joiningCompany) withdraw(statement object) answer {
	j.t.Helper()
	statement["language"] = "en"
	return j.anybody.exchange("POST", "/withdrawals", nil, statement, http.StatusAccepted)
}

// A withdrawal in time, online and without an account, ends the contract at once, and is confirmed by mail with what it says and when it
// came. When nothing rests on the position, it is as if the partner had never been placed.
func TestWithdrawalOfANewcomer(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("en", "Willi", "Wende", "willi@example.com"))
	if got := placeIn(j.desk.get("/partners/"+partner), "bin"); got != "anna 0" {
		t.Fatalf("willi stands at %q", got)
	}
	j.pass(10 * 24 * time.Hour)
	receipt := j.withdraw(object{"name": "Willi Wende", "email": "willi@example.com", "partner_number": partner, "declaration": "I changed my mind."})
	mail := j.mail("willi@example.com")
	if received, err := time.Parse(time.RFC3339, receipt.text("received")); err != nil || !strings.Contains(mail.text, received.Local().Format("15:04:05")) ||
		!strings.Contains(mail.text, "I changed my mind.") || !strings.Contains(mail.text, partner) {
		t.Errorf("%v is confirmed by %+v", receipt, mail)
	}
	left := j.desk.get("/partners/" + partner)
	if left.text("status") != "terminated" || placeIn(left, "bin") != "" {
		t.Errorf("afterwards the partner is %v", left)
	}
	j.withdraw(object{"name": "Willi Wende", "email": "willi@example.com"}) // a second time: a person sees to it
	j.noMail("willi@example.com")
	if got := j.desk.get("/withdrawals").items("partner"); got != partner {
		t.Errorf("to be seen to are the statements of %q", got)
	}
	if next := j.join(j.form("en", "Nina", "Neu", "nina@example.com", object{"birth_date": "1992-02-02"})); placeIn(j.desk.get("/partners/"+next), "bin") != "anna 0" {
		t.Errorf("the next newcomer stands at %v", j.desk.get("/partners/"+next))
	}
	if got := j.desk.get("/registrations?state=ended").items("partner"); got != partner {
		t.Errorf("ended are the contracts of %s", got)
	}
}

// A withdrawal of somebody with recruits closes the position, and the recruits go to the next above.
func TestWithdrawalWithRecruits(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("de", "Rolf", "Reich", "rolf@example.com"))
	recruit := j.join(j.form("de", "Susi", "Sommer", "susi@example.com", object{"sponsor_link": j.linkOf(partner), "birth_date": "1993-03-03"}))
	place := placeIn(j.desk.get("/partners/"+partner), "bin")
	j.withdraw(object{"name": "rolf reich", "email": "Rolf@Example.com"})
	j.mail("rolf@example.com")
	if got := j.desk.get("/partners/" + recruit).text("sponsor"); got != "anna" {
		t.Errorf("the recruit's sponsor is %s", got)
	}
	if left := j.desk.get("/partners/" + partner); left.text("status") != "terminated" || placeIn(left, "bin") != place {
		t.Errorf("the partner is %v", left)
	}
}

// Statements that fit no contract, or come too late, wait for a person; whoever makes them is told the same.
func TestWithdrawalsThatWait(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("en", "Lars", "Late", "lars@example.com"))
	good := object{"name": "Lars Late", "email": "lars@example.com"}
	for name, statement := range map[string]object{
		"another name":   {"name": "Peter Parker", "email": "lars@example.com"},
		"another number": {"name": "Lars Late", "email": "lars@example.com", "partner_number": "P999999"},
		"a stranger":     {"name": "Lars Late", "email": "stranger@example.com"},
	} {
		if got := j.withdraw(statement).text("text"); !strings.HasPrefix(got, "Your statement has arrived") {
			t.Errorf("%s: %s", name, got)
		}
	}
	j.pass(30 * 24 * time.Hour)
	j.withdraw(good)
	j.noMail("lars@example.com")
	j.noMail("stranger@example.com")
	waiting := j.desk.get("/withdrawals")
	if items, _ := waiting.object["items"].([]any); len(items) != 4 || j.desk.get("/partners/"+partner).text("status") != "active" {
		t.Fatalf("there wait %v", waiting)
	}
	if got := j.found("peter parker"); len(got) > 0 {
		t.Errorf("a statement can be read in %v", got)
	}
	// Somebody reads the last one as a termination.
	items := waiting.object["items"].([]any)
	last := object(items[3].(map[string]any))
	end := object{"kind": "withdrawal", "on": j.now().Format(time.DateOnly), "statement": last.text("id")}
	j.desk.refused(http.StatusConflict, "POST", "/partners/"+partner+"/ends", "*", end)
	end["kind"] = "termination_for_cause"
	if got := j.desk.exchange("POST", "/partners/"+partner+"/ends", nil, end, http.StatusCreated); got.object["applied"] != true {
		t.Errorf("the end is %v", got)
	}
	if left, _ := j.desk.get("/withdrawals").object["items"].([]any); len(left) != 3 {
		t.Errorf("there wait %v", left)
	}
}

// A notice changes nothing until its day; who is recruited meanwhile, moves too.
func TestTermination(t *testing.T) {
	j := openJoining(t)
	partner := j.join(j.form("en", "Tim", "Tau", "tim@example.com"))
	path := "/partners/" + partner
	today := j.now()
	j.desk.refused(http.StatusUnprocessableEntity, "POST", path+"/ends", "*", object{"kind": "termination", "on": today.AddDate(0, 0, 2).Format(time.DateOnly)})
	end := j.desk.exchange("POST", path+"/ends", nil, object{"kind": "termination", "on": today.Format(time.DateOnly), "reason": "letter"}, http.StatusCreated)
	first := time.Date(today.Year(), today.Month()+2, 1, 0, 0, 0, 0, time.Local) // a month's notice, to the end of a month
	if end.text("from") != first.Format(time.DateOnly) || end.object["applied"] != false {
		t.Errorf("the end is %v, want the first of a month, %v", end, first)
	}
	recruit := j.join(j.form("en", "Rosa", "Regen", "rosa@example.com", object{"sponsor_link": j.linkOf(partner), "birth_date": "1994-04-04"}))
	if j.sweep(); j.desk.get(path).text("status") != "active" {
		t.Errorf("during the notice the partner is %v", j.desk.get(path))
	}
	j.pass(first.Sub(today) + time.Hour)
	if got := j.sweep(); got["ended"] != 1.0 || j.desk.get(path).text("status") != "terminated" || j.desk.get("/partners/"+recruit).text("sponsor") != "anna" {
		t.Errorf("on the day: %v, %v", got, j.desk.get(path))
	}
	j.desk.refused(http.StatusConflict, "POST", path+"/ends", "*", object{"kind": "termination", "on": j.now().Format(time.DateOnly)})
	j.desk.refused(http.StatusNotFound, "POST", "/partners/nobody/ends", "*", object{"kind": "termination", "on": today.Format(time.DateOnly)})
}
