package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
)

// What proves a contract is shown as a whole to who may see everything; a consent is revoked without an account, and the proof says so.
// Nobody learns whether there was one.
func TestProofAndConsents(t *testing.T) {
	j := openJoining(t)
	email := "paula@example.com"
	partner := j.join(j.form("de", "Paula", "Probe", email, object{"consents": object{"terms": true, "privacy_noted": true, "newsletter": true}}))
	path := "/partners/" + partner
	revoke := func(email string) string {
		body := object{"email": email, "consents": []string{"newsletter", "phone_contact"}, "language": "en"}
		return j.anybody.exchange("POST", "/consent-revocations", nil, body, http.StatusAccepted).text("text")
	}
	if known, unknown := revoke(email), revoke("nobody@example.com"); known != unknown || known == "" {
		t.Errorf("the answers are %q and %q", known, unknown)
	}
	if got := j.desk.get(path + "/contact"); got.object["newsletter"] != false {
		t.Errorf("the contact data are %v", got)
	}
	proof := j.desk.get(path + "/registration-proof")
	kinds := strings.Fields(proof.list("events", "kind"))
	if got := strings.Join(kinds, " "); got != "received mail confirmed shown accepted registered placed mail revoked" && got != "received mail confirmed shown accepted registered placed revoked mail" {
		t.Errorf("the steps are %s", got)
	}
	sum := sha256.Sum256([]byte(proof.text("record")))
	if proof.text("sha256") != hex.EncodeToString(sum[:]) || proof.text("iban") != ibanOf(email) || proof.text("birth_date") != "1990-01-31" || proof.text("partner") != partner {
		t.Errorf("the proof is %v", proof)
	}
	if documents := proof.list("documents", "content"); !strings.Contains(documents, "Paula Probe") {
		t.Errorf("the documents are %s", documents)
	}
	j.desk.refused(http.StatusNotFound, "GET", "/partners/anna/registration-proof", "", nil)
	recorded := object{"email": "nobody@example.com", "consents": []string{"newsletter"}, "reason": "by telephone"}
	j.desk.refused(http.StatusNotFound, "POST", "/consent-revocations/recorded", "*", recorded)
	recorded["email"] = email
	j.desk.exchange("POST", "/consent-revocations/recorded", nil, recorded, http.StatusNoContent)
	j.desk.exchange("POST", path+"/consent-revocations", nil, object{"consents": []string{"newsletter"}}, http.StatusNoContent)
	j.desk.refused(http.StatusUnprocessableEntity, "POST", path+"/consent-revocations", "*", object{"consents": []string{"terms"}})

	j.withdraw(object{"name": "Peter Parker", "email": "peter@example.com"})
	id := j.desk.get("/withdrawals").first().text("id")
	j.desk.exchange("POST", "/withdrawals/"+id+"/closing", nil, object{"reason": "nobody of that name"}, http.StatusNoContent)
	j.desk.refused(http.StatusConflict, "POST", "/withdrawals/"+id+"/closing", "*", object{"reason": "nobody of that name"})
	if closed := j.desk.get("/withdrawals?closed=true").first(); closed.text("closed_reason") != "nobody of that name" || closed.text("closed_by") == "" {
		t.Errorf("closed is %v", closed)
	}
}

// list is a field of each element of a list.
func (a answer) list(name, field string) string {
	var values []string
	list, _ := a.object[name].([]any)
	for _, one := range list {
		values = append(values, object(one.(map[string]any)).text(field))
	}
	return strings.Join(values, " ")
}
