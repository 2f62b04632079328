package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"upline/internal/storetest"
)

// machine is who asks by the token of a machine's account that holds a profile.
func (c *caller) machine(name string, profile object) *caller {
	c.t.Helper()
	id := profile["id"].(string)
	c.exchange("PUT", "/profiles/"+id, nil, profile, http.StatusNoContent)
	user := c.exchange("POST", "/users", nil, object{"email": name + "@example.com", "language": "en", "machine": true}, http.StatusCreated).text("id")
	c.exchange("POST", "/users/"+user+"/profiles", nil, object{"profile": id}, http.StatusOK)
	var scopes []string
	for _, g := range profile["permissions"].([]object) {
		scopes = append(scopes, g.text("permission"))
	}
	made := c.exchange("POST", "/tokens", nil, object{"user": user, "name": name, "scopes": scopes, "days": 1}, http.StatusCreated)
	return &caller{c.companyByAPI, made.text("token"), 0}
}

func profileFor(id string, fields []string, permissions ...string) object {
	grants := []object{}
	for _, permission := range permissions {
		grants = append(grants, object{"permission": permission, "scope": []string{"all"}})
	}
	words := object{"en": id, "de": id}
	return object{"id": id, "name": words, "about": words, "start": "/", "fields": fields, "permissions": grants}
}

// rows asks for a list as a file.
func (c *caller) rows(path string) (rows [][]string) {
	c.t.Helper()
	response := c.send("GET", path+"&format=csv", nil, nil)
	defer response.Body.Close()
	rows, err := csv.NewReader(response.Body).ReadAll()
	if err != nil || response.StatusCode != http.StatusOK || len(rows) == 0 {
		c.t.Fatalf("%s: %d, %v", path, response.StatusCode, err)
	}
	return rows[1:]
}

// The audit by API: found by who, about whom, what and when; shown as far as fields are; each look an entry; verified, and what was altered
// found; anchored.
func TestAuditByAPI(t *testing.T) {
	c := openCompany(t)
	anna := c.as("anna")
	anna.done(anna.upload("/imports", "application/zip", zipOf(t, "../../examples/alpina")))
	partner := anna.get("/partners?limit=1").first().text("id")
	for i := range 3 {
		anna.create("/orders", object{
			"id": fmt.Sprint("late-", i), "partner": partner, "kind": anna.get("/orders?limit=1").first().text("kind"), "placed_on": "2026-03-10",
			"points": "12", "cv": "12",
		})
	}
	some := anna.machine("some", profileFor("some_audit", []string{"basic"}, "audit:read"))
	more := anna.machine("more", profileFor("more_audit", []string{"basic", "sales"}, "audit:read"))
	whole := anna.get("/audit-entries?limit=1000&operation=" + url.QueryEscape("record order"))
	actor := whole.first().text("actor")
	filter := "/audit-entries?operation=" + url.QueryEscape("record order") + "&actor=" + url.QueryEscape(actor)

	// Page by page it is the whole, and as a file, too.
	var paged []string
	for after := ""; ; {
		page := some.get(filter + "&limit=2" + after)
		paged = append(paged, strings.Fields(page.items("key"))...)
		if page.text("next") == "" {
			break
		}
		after = "&after=" + page.text("next")
	}
	if want := []string{"late-2", "late-1", "late-0"}; !slices.Equal(paged, want) || whole.items("key") != strings.Join(want, " ") {
		t.Errorf("pages have %v, the whole %q", paged, whole.items("key"))
	}
	var filed []string
	for _, row := range some.rows(filter) {
		filed = append(filed, row[5])
		if row[6] != "partner:"+partner+" "+actor && row[6] != "partner:"+partner || strings.Contains(row[7], "points") || !strings.Contains(row[7], "partner") {
			t.Errorf("%q", row)
		}
	}
	if !slices.Equal(filed, paged) {
		t.Errorf("the file has %v", filed)
	}
	anna.list(filter, 3)
	for _, other := range []string{"kind=Order&key=late-1", "subject=" + url.QueryEscape("partner:"+partner) + "&kind=Order&key=late-1"} {
		if got := some.get("/audit-entries?operation=record%20order&" + other).items("key"); got != "late-1" {
			t.Errorf("%s finds %q", other, got)
		}
	}
	at := whole.first().text("recorded")
	if got := some.get(filter + "&until=" + url.QueryEscape(at)).items("key"); got != "late-1 late-0" {
		t.Errorf("until the latest: %q", got)
	}
	if got := some.get(filter + "&from=" + url.QueryEscape(at)).items("key"); got != "late-2" {
		t.Errorf("from the latest on: %q", got)
	}

	// One entry, as far as fields are shown.
	entry := "/audit-entries/" + whole.first().text("id")
	fields := func(c *caller) (names []string) {
		for _, d := range c.get(entry).object["details"].([]any) {
			for _, change := range d.(map[string]any)["changes"].([]any) {
				names = append(names, object(change.(map[string]any)).text("field"))
			}
		}
		return names
	}
	if basic := fields(some); slices.Contains(basic, "points") || slices.Contains(basic, "cv") || !slices.Contains(basic, "partner") {
		t.Errorf("without sales there is %v", basic)
	}
	if with := fields(more); !slices.Contains(with, "points") || !slices.Contains(with, "cv") {
		t.Errorf("with sales there is %v", with)
	}
	looks := storetest.Count(t, `MATCH (e:AuditEntry {operation: 'look at the audit'}) RETURN e.kind + ' ' + coalesce(e.key, '') AS key, count(e) AS count`)
	if looks["Order late-2"] != 2 || looks["Order late-1"] != 2 || looks["Audit "] < 5 {
		t.Errorf("looks: %v", looks)
	}
	some.refused(http.StatusNotFound, "GET", "/audit-entries/99-1", "", nil)
	some.refused(http.StatusNotFound, "GET", "/audit-entries/1-x", "", nil)
	some.refused(http.StatusForbidden, "POST", "/audit-verifications", "", nil)
	some.refused(http.StatusNotFound, "GET", "/audit-anchors", "", nil)

	// Anchored and verified; and what somebody alters in the database is found.
	anna.done(anna.create("/audit-anchors", nil))
	anna.done(anna.create("/audit-anchors", nil))
	first := anna.get("/audit-anchors?limit=1")
	if first.first()["no"] != 2.0 || first.first()["known"] != true || anna.get("/audit-anchors?after=" + first.text("next")).first()["no"] != 1.0 {
		t.Errorf("%v", first)
	}
	sound := anna.create("/audit-verifications", nil)
	anna.done(sound)
	v := anna.get("/audit-verifications/" + sound.text("id"))
	if v.text("state") != "done" || v.inner("summary")["findings"] != 0.0 || v.inner("summary")["anchors"] != 2.0 || v.inner("summary")["entries"].(float64) < 10 {
		t.Errorf("%v", v)
	}
	storetest.Run(t, `MATCH (e:AuditEntry {kind: 'Order', key: 'late-1'}) WITH e LIMIT 1 SET e.text = replace(e.text, 'late-1', 'late-9')`)
	altered := anna.create("/audit-verifications", nil)
	anna.follow(altered)
	v = anna.get("/audit-verifications/" + altered.text("id"))
	if found, _ := v.object["found"].([]any); v.text("state") != "failed" || len(found) == 0 || v.inner("summary")["findings"] == 0.0 || v.text("error") == "" {
		t.Errorf("%v", v)
	}
	anna.refused(http.StatusNotFound, "GET", "/audit-verifications/"+"backup-1", "", nil)
}
