package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"upline/graph/access"
	"upline/graph/audit"
	"upline/internal/period"
)

// Staff who have no second factor look at their own account, add one, change the password and log out, and do nothing else.
func TestStaffNeedASecondFactor(t *testing.T) {
	h := newHouse(t)
	ben, cora := h.user("ben", "administrator"), h.user("cora", "partner")
	ben.logsIn(200)
	if me := ben.does("GET", "/me", nil, 200); me["second_factor_missing"] != true {
		t.Errorf("%v", me)
	}
	for path, method := range map[string]string{"/users": "GET", "/permissions": "GET", "/partners": "GET", "/me": "PATCH", "/email": "POST", "/recovery-codes": "POST", "/totp": "DELETE"} {
		p := ben.asks(method, path, M{"name": "Ben"}).problem(t, 403, "second-factor-missing")
		if !strings.Contains(p.Detail, "add a passkey") {
			t.Errorf("%s %s: %s", method, path, p.Detail)
		}
	}
	for _, line := range h.lines("/users") {
		if line["status"] == 403.0 && line["denied"] != "second factor" {
			t.Errorf("%v", line)
		}
	}
	for _, path := range []string{"/session", "/sessions", "/passkeys"} {
		ben.does("GET", path, nil, 200)
	}
	ben.does("POST", "/password", M{"current": goodPassword, "password": nextPassword}, 204)
	ben.does("POST", "/password", M{"current": nextPassword, "password": goodPassword}, 204)
	ben.does("DELETE", "/sessions", M{"password": goodPassword}, 204)
	ben.addsTOTP()
	ben.does("GET", "/users", nil, 200)
	if me := ben.does("GET", "/me", nil, 200); me["second_factor_missing"] != false {
		t.Errorf("%v", me)
	}
	ben.does("DELETE", "/totp", M{"password": goodPassword}, 204) // the last one
	ben.asks("GET", "/users", nil).problem(t, 403, "second-factor-missing")
	ben.addsTOTP()
	ben.does("GET", "/users", nil, 200)
	ben.does("DELETE", "/session", nil, 204)
	ben.does("GET", "/me", nil, 401)

	cora.logsIn(200)
	cora.does("GET", "/permissions", nil, 200) // no staff
	must(t, h.accounts.Assign(t.Context(), cora.id, "support", access.Days{From: h.today(), To: period.Forever}, h.by()))
	cora.asks("GET", "/permissions", nil).problem(t, 403, "second-factor-missing") // from now on
}

// Where the operator says so, partners need one as well.
func TestEverybodyNeedsASecondFactor(t *testing.T) {
	h := newHouse(t)
	h.resources.Sessions.config.Everybody = true
	cora := h.user("cora", "partner")
	cora.logsIn(200)
	cora.asks("GET", "/permissions", nil).problem(t, 403, "second-factor-missing")
	cora.addsTOTP()
	cora.does("GET", "/permissions", nil, 200)
}

// A log-in is in the audit with its factors, and one that fails in the log, with why and a keyed hash of the account.
func TestLogInsAreRecorded(t *testing.T) {
	h := newHouse(t)
	anna, ben := h.user("anna"), h.user("ben")
	must(t, h.accounts.Lock(t.Context(), ben.id, h.by()))
	anna.logsIn(200)
	anna.addsTOTP()
	anna.does("DELETE", "/session", nil, 204)
	anna.logsIn(200)
	session, _ := anna.does("GET", "/session", nil, 200)["id"].(string)
	anna.does("POST", "/session/second-factor", M{"code": "000000"}, 401)
	all, err := h.accounts.EntriesAbout(t.Context(), "User", anna.id, 20)
	must(t, err)
	entries := slices.DeleteFunc(all, func(e audit.Entry) bool { return e.Operation != "log in" })
	if len(entries) != 2 || entries[0].Actor.String() != "user:"+anna.id {
		t.Fatalf("%+v", entries)
	}
	found := false
	for _, e := range entries {
		for _, d := range e.Details {
			if after := d.Body.After; e.Session == session && after["method"] == `"password"` && after["pending"] == "true" && d.Subject == "user:"+anna.id && d.Body.From == anna.from {
				found = true
			}
		}
	}
	if !found {
		t.Errorf("the log-in that owes a second factor is not in %+v", entries)
	}
	h.lines("/session")
	thief := h.person("thief")
	for _, words := range []M{
		{"email": "anna@example.com", "password": "wrong"},
		{"email": "Anna@Example.com", "password": goodPassword, "code": "000000"},
		{"email": "ben@example.com", "password": goodPassword},
		{"email": "nobody@example.com", "password": "wrong"},
	} {
		thief.does("POST", "/session", words, 401)
	}
	var why, accounts []string
	for _, line := range h.lines("/session") {
		refused, _ := line["refused"].(string)
		account, _ := line["account"].(string)
		why, accounts = append(why, refused), append(accounts, account)
		if line["factor"] != "password" || line["address"] != thief.from || len(account) != nameLength {
			t.Errorf("%v", line)
		}
	}
	if got := strings.Join(why, ", "); got != "wrong password, wrong code, locked, no account" || accounts[0] != accounts[1] || accounts[1] == accounts[2] {
		t.Errorf("%s of %v", got, accounts)
	}
	for range 8 {
		thief.asks("POST", "/session", M{"email": "nobody@example.com", "password": "wrong"})
	}
	lines := h.lines("/session")
	if last := lines[len(lines)-1]; last["refused"] != "too many guesses" || last["account"] != accounts[3] {
		t.Errorf("%v", last)
	}
	anna.does("POST", "/session/second-factor", M{"code": "000000"}, 401)
	if line := h.lines("/session/second-factor")[0]; line["refused"] != "wrong code" || line["factor"] != "totp" || line["account"] != accounts[0] {
		t.Errorf("%v", line)
	}
}

// What is refused for want of a right is in the log with what was missing, though the client is told that there is no such thing.
func TestRefusalsAreInTheLog(t *testing.T) {
	h := newHouse(t)
	cora := h.user("cora", "partner")
	cora.logsIn(200)
	cora.does("GET", "/users", nil, 404)
	cora.does("POST", "/users", M{"email": "x@example.com", "language": "de"}, 403)
	for _, line := range h.lines("/users") {
		if want := map[any]string{"GET": "users:read", "POST": "users:invite"}[line["method"]]; line["denied"] != want {
			t.Errorf("%v, want %s", line, want)
		}
	}
}

// Users change what they are called; nobody else does, and the audit has it.
func TestUsersChangeThemselves(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna")
	anna.logsIn(200)
	anna.does("PATCH", "/me", M{"name": "Anna Berger"}, 204)
	anna.does("PATCH", "/me", M{"language": "en"}, 204)
	anna.does("PATCH", "/me", M{"language": "en"}, 204)
	if me := anna.does("GET", "/me", nil, 200); me["name"] != "Anna Berger" || me["language"] != "en" {
		t.Errorf("%v", me)
	}
	for _, bad := range []M{{}, {"language": "fr"}, {"name": strings.Repeat("x", 201)}, {"email": "x@example.com"}, {"partner": "p1"}} {
		anna.does("PATCH", "/me", bad, 422)
	}
	anna.does("PATCH", "/me", M{"name": ""}, 204)
	if me := anna.does("GET", "/me", nil, 200); me["name"] != nil || me["language"] != "en" {
		t.Errorf("%v", me)
	}
	h.person("operator").does("PATCH", "/me", M{"name": "x"}, 403, "Authorization: Bearer "+annasToken)
	entries, err := h.accounts.EntriesAbout(t.Context(), "User", anna.id, 10)
	must(t, err)
	changed := 0
	for _, e := range entries {
		if e.Operation == "change own account" && e.Session != "" && len(e.Fields) == 1 {
			changed++
		}
	}
	if changed != 3 {
		t.Errorf("%d changes of oneself in %+v", changed, entries)
	}
}

// Whoever knows the password does not wipe out wrong codes by it, and strangers are not written to without end.
func TestCountersOfOneAccountAreApart(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna")
	anna.logsIn(200)
	anna.addsTOTP()
	wrongly := 0
	for range 20 {
		if a := anna.asks("POST", "/session/second-factor", M{"code": "000000"}); a.status == 401 {
			wrongly++
		}
		anna.does("DELETE", "/sessions", M{"password": goodPassword}, 204)
	}
	if wrongly > 6 {
		t.Errorf("%d codes were tried at once, though the password was right in between", wrongly)
	}
	h.clock.pass(30 * time.Second) // the code of now is not used yet
	asked := 0
	for range 20 {
		if a := anna.asks("POST", "/email", M{"email": "stranger@example.com", "password": goodPassword}); a.status == 202 {
			asked++
		}
	}
	if asked == 0 || asked > 6 {
		t.Errorf("%d mails to a stranger at once", asked)
	}
}
