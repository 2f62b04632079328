package api

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/period"
	"upline/internal/storetest"
)

// The story of an account: invited, logged in, with a second factor, with a new password, out.
func TestAnAccountsStory(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna", "support")
	anna.does("GET", "/me", nil, 401)
	if s := anna.logsIn(200); s["pending"] != false || anna.cookies[localSessionCookie] == "" || anna.cookies[localDeviceCookie] == "" {
		t.Errorf("%v %v", s, anna.cookies)
	}
	me := anna.does("GET", "/me", nil, 200)
	if me["actor"] != "user:"+anna.id || me["start"] != "/partners" || me["everything"] != false || me["second_factor_until"] != nil || me["second_factor_missing"] != true {
		t.Errorf("%v", me)
	}
	before := anna.cookies[localSessionCookie]
	codes := anna.addsTOTP()
	if anna.cookies[localSessionCookie] == before {
		t.Error("a step up leaves the session its token")
	}
	thief := h.person("thief")
	thief.cookies[localSessionCookie] = before
	thief.does("GET", "/me", nil, 401)
	if me := anna.does("GET", "/me", nil, 200); me["second_factor_until"] == nil || fmt.Sprint(me["second_factors"]) != "[totp recovery_code]" {
		t.Errorf("%v", me)
	}
	anna.does("DELETE", "/session", nil, 204)
	anna.does("GET", "/me", nil, 401)
	if s := anna.logsIn(200); s["pending"] != true {
		t.Errorf("%v", s)
	}
	anna.does("GET", "/me", nil, 401)       // a second factor is owed
	anna.does("GET", "/sessions", nil, 401) // for everything
	anna.does("GET", "/session", nil, 200)
	anna.does("POST", "/session/second-factor", M{"code": "000000"}, 401)
	code := anna.code()
	anna.does("POST", "/session/second-factor", M{"code": code}, 200)
	anna.does("GET", "/me", nil, 200)
	anna.does("POST", "/session/second-factor", M{"code": code}, 401) // a replay
	anna.does("POST", "/session/second-factor", M{"recovery_code": codes[0]}, 200)
	anna.does("POST", "/session/second-factor", M{"recovery_code": codes[0]}, 401)

	desk := h.person("anna")
	desk.secret = anna.secret
	h.clock.pass(time.Minute)
	if s := desk.does("POST", "/session", M{"email": "ANNA@example.com ", "password": goodPassword, "code": desk.code()}, 200); s["pending"] != false || s["second_factor"] != "totp" {
		t.Errorf("%v", s)
	}
	sessions, _ := desk.does("GET", "/sessions", nil, 200)["items"].([]any)
	if len(sessions) != 2 {
		t.Errorf("%v", sessions)
	}
	desk.does("POST", "/password", M{"current": "wrong", "password": nextPassword}, 401)
	h.clock.pass(6 * time.Minute)
	desk.does("POST", "/password", M{"current": goodPassword, "password": nextPassword}, 401) // all factors, and just now
	desk.does("POST", "/session/second-factor", M{"code": desk.code()}, 200)
	desk.does("POST", "/password", M{"current": goodPassword, "password": "anna@example.com"}, 422)
	desk.does("POST", "/password", M{"current": goodPassword, "password": nextPassword}, 204)
	anna.does("GET", "/me", nil, 401) // ended
	desk.does("GET", "/me", nil, 200)
	h.clock.pass(31 * time.Minute)
	desk.does("GET", "/me", nil, 401) // idle for too long
}

// Whatever is wrong at a log-in is answered in the same words, and a locked account like one that is not there.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	h := newHouse(t)
	anna, ben := h.user("anna"), h.user("ben")
	must(t, h.accounts.Lock(t.Context(), ben.id, h.by()))
	_, err := h.accounts.Invite(t.Context(), accounts.Invitation{Email: access.Email{Address: "cora@example.com", Folded: "cora@example.com"}, Language: "en"}, h.by(), nil)
	must(t, err)
	said := map[string]bool{}
	for _, words := range []M{
		{"email": "anna@example.com", "password": "wrong"},
		{"email": "ben@example.com", "password": goodPassword},  // locked
		{"email": "cora@example.com", "password": goodPassword}, // invited
		{"email": "nobody@example.com", "password": goodPassword},
		{"email": "no address", "password": goodPassword},
		{"email": "nobody@example.com", "password": goodPassword, "code": "123456"},
	} {
		a := h.person("dave").asks("POST", "/session", words)
		p := a.problem(t, 401, "unauthenticated")
		said[p.Detail] = true
	}
	if len(said) != 1 {
		t.Errorf("%v", said)
	}
	before := jobsOf(t)
	for _, address := range []string{"anna@example.com", "nobody@example.com"} {
		if a := h.person("dave").asks("POST", "/password-resets", M{"email": address}); a.status != 202 || a.body != "" {
			t.Errorf("%s: %d %s", address, a.status, a.body)
		}
	}
	if now := jobsOf(t); now != before+2 {
		t.Errorf("%d jobs for two addresses, of which one has an account", now-before)
	}
	if told := storetest.Count(t, `MATCH (n) WHERE any(k IN keys(n) WHERE valueType(n[k]) STARTS WITH 'STRING' AND n[k] CONTAINS 'nobody@') RETURN 'kept' AS key, count(n) AS count`); told["kept"] != 0 {
		t.Error("an address that has no account is kept")
	}
	for range 8 {
		h.person("dave").asks("POST", "/password-resets", M{"email": "anna@example.com"})
	}
	h.person("dave").does("POST", "/password-resets", M{"email": "anna@example.com"}, 429)
	anna.logsIn(200) // nothing of it has changed who may log in
}

func jobsOf(t *testing.T) int {
	t.Helper()
	return storetest.Count(t, "MATCH (j:Job) RETURN 'jobs' AS key, count(j) AS count")["jobs"]
}

// Who guesses waits longer and longer, by account and by address; who has logged in on a device before does not wait for others.
func TestGuessesAreSlowedDown(t *testing.T) {
	h := newHouse(t)
	anna, ben := h.user("anna"), h.user("ben")
	anna.logsIn(200)
	guess := func(p *person, email string) int {
		return p.asks("POST", "/session", M{"email": email, "password": "wrong"}).status
	}
	thief := h.person("thief")
	for i := range 5 {
		if got := guess(thief, "anna@example.com"); got != 401 {
			t.Fatalf("guess %d: %d", i, got)
		}
	}
	thief.from = "198.51.100.7"
	guess(thief, "anna@example.com")
	a := thief.asks("POST", "/session", M{"email": "Anna@example.com", "password": goodPassword})
	if a.status != 429 || a.header.Get("Retry-After") != "1" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if guess(thief, "nobody@example.com") != 401 {
		t.Error("an account that nobody guesses at is slow")
	}
	anna.logsIn(200) // on the device that is known
	h.clock.pass(time.Second)
	if guess(thief, "anna@example.com") != 401 || guess(thief, "anna@example.com") != 429 {
		t.Error("the wait is not a second, and then two")
	}
	for i := range 47 { // the address has failed three times so far
		guess(thief, fmt.Sprintf("somebody%d@example.com", i))
	}
	guess(thief, "onemore@example.com")
	if got := guess(thief, "ben@example.com"); got != 429 {
		t.Errorf("an address that has failed 51 times gets %d", got)
	}
	ben.logsIn(200) // from elsewhere
}

// 10,000 guesses a minute at many accounts from as many addresses: none gets in, no more than four passwords are hashed at once, and
// whoever knows the password gets in meanwhile. What is counted is counted; how long it takes is up to the machine.
func TestLogInUnderAttack(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna", "support")
	anna.logsIn(200)
	victims := []string{"anna@example.com", "ben@example.com", "nobody@example.com"}
	h.user("ben")
	const guesses, atOnce = 10_000, 64
	before, _ := access.PasswordHashes()
	var let, refused, busy, others atomic.Int64
	var crowd sync.WaitGroup
	next := make(chan int)
	for range atOnce {
		crowd.Go(func() {
			for i := range next {
				headers := []string{asJSON, fmt.Sprintf("X-Forwarded-For: 10.%d.%d.%d", i>>16&255, i>>8&255, i&255)}
				body := fmt.Sprintf(`{"email": %q, "password": "guess %d of many"}`, victims[i%len(victims)], i)
				a, err := tryAsk(t, "POST", h.url+"/api/v1/session", body, headers...)
				switch {
				case err == nil && a.status == 401:
					let.Add(1)
				case err == nil && a.status == 429:
					refused.Add(1)
				case err == nil && a.status == 503:
					busy.Add(1)
				default:
					others.Add(1)
				}
			}
		})
	}
	logIns := 0
	for i := range guesses {
		h.clock.pass(6 * time.Millisecond) // 10,000 a minute
		next <- i
		if i%1000 == 500 {
			anna.does("GET", "/me", nil, 200) // a session is not slowed down
			logIns++
		}
	}
	close(next)
	crowd.Wait()
	made, most := access.PasswordHashes()
	if others.Load() != 0 || let.Load()+refused.Load()+busy.Load() != guesses {
		t.Errorf("%d wrong, %d refused, %d when busy, %d others", let.Load(), refused.Load(), busy.Load(), others.Load())
	}
	if most > 4 {
		t.Errorf("%d passwords were hashed at once", most)
	}
	// A minute: six at once, and after 1, 2, 4, 8 and 16 s, at each account.
	if hashed := made - before; hashed != let.Load() || hashed > int64(len(victims))*11 {
		t.Errorf("%d of %d guesses were hashed, and %d answered", hashed, guesses, let.Load())
	}
	anna.logsIn(200) // on a known device
	if logIns == 0 {
		t.Error("nobody looked meanwhile")
	}
}

// Nobody else's page, session or token is taken for one's own.
func TestSessionsAreTheirOwn(t *testing.T) {
	h := newHouse(t)
	anna, ben := h.user("anna"), h.user("ben")
	anna.cookies[localSessionCookie] = strings.Repeat("A", 43) // planted
	anna.logsIn(200)
	if anna.cookies[localSessionCookie] == strings.Repeat("A", 43) {
		t.Error("a planted token is the session's")
	}
	ben.logsIn(200)
	session, _ := ben.does("GET", "/session", nil, 200)["id"].(string)
	anna.does("DELETE", "/sessions/"+session, M{"password": goodPassword}, 404)
	ben.does("GET", "/me", nil, 200)
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"} {
		anna.does("DELETE", "/session", nil, 403, header)
		h.person("eve").does("POST", "/session", M{"email": "anna@example.com", "password": goodPassword}, 403, header)
	}
	anna.does("GET", "/me", nil, 200)
	must(t, h.accounts.Lock(t.Context(), anna.id, h.by()))
	anna.does("GET", "/me", nil, 401)
	must(t, h.accounts.Unlock(t.Context(), anna.id, h.by()))
	anna.does("GET", "/me", nil, 401) // the session has ended
	anna.logsIn(200)
	other := h.person("anna")
	other.logsIn(200)
	anna.does("DELETE", "/sessions", nil, 401) // whoever has taken over a session cannot end the others
	anna.does("DELETE", "/sessions", M{"password": "wrong"}, 401)
	other.does("GET", "/me", nil, 200)
	anna.does("DELETE", "/sessions", M{"password": goodPassword}, 204)
	other.does("GET", "/me", nil, 401)
	anna.does("GET", "/me", nil, 200)
	other.logsIn(200)
	session, _ = other.does("GET", "/session", nil, 200)["id"].(string)
	anna.does("DELETE", "/sessions/"+session, nil, 401)
	anna.does("DELETE", "/sessions/"+session, M{"password": goodPassword}, 204)
	other.does("GET", "/me", nil, 401)
	session, _ = anna.does("GET", "/session", nil, 200)["id"].(string)
	anna.does("DELETE", "/sessions/"+session, nil, 204) // the present one: that is to log out
	anna.does("GET", "/me", nil, 401)
	anna.logsIn(200)
	anna.addsTOTP()
	anna.does("DELETE", "/sessions", nil, 204) // the second factor is fresh
	h.clock.pass(6 * time.Minute)
	anna.does("DELETE", "/sessions", nil, 401)
	anna.does("DELETE", "/sessions", M{"password": goodPassword}, 204)
}

// A reset ends all sessions, and leaves the second factor.
func TestAPasswordIsReset(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna")
	anna.logsIn(200)
	anna.addsTOTP()
	token, _, err := h.accounts.Ask(t.Context(), access.ResetToken, anna.id, access.Email{}, h.by())
	must(t, err)
	h.person("eve").does("POST", "/password-resets/finish", M{"token": token[:len(token)-1] + "_", "password": nextPassword}, 404)
	h.person("eve").does("POST", "/password-resets/finish", M{"token": token, "password": "short"}, 422)
	h.person("anna").does("POST", "/password-resets/finish", M{"token": token, "password": nextPassword}, 204)
	h.person("anna").does("POST", "/password-resets/finish", M{"token": token, "password": goodPassword}, 404)
	anna.does("GET", "/me", nil, 401)
	anna.logsIn(401)
	if s := anna.does("POST", "/session", M{"email": "anna@example.com", "password": nextPassword}, 200); s["pending"] != true {
		t.Errorf("%v", s)
	}
}

// The first administrator comes by a link, takes a second factor, and lets others in; what needs a fresh one is refused without.
func TestTheFirstAdministratorLetsOthersIn(t *testing.T) {
	h := newHouse(t)
	token, err := h.accounts.First(t.Context(), h.by())
	must(t, err)
	root := h.person("root")
	root.does("POST", "/invitations/accept", M{"token": token, "password": goodPassword, "email": root.email()}, 204)
	root.does("POST", "/invitations/accept", M{"token": token, "password": goodPassword, "email": "second@example.com"}, 404)
	root.logsIn(200)
	me := root.does("GET", "/me", nil, 200)
	root.id, _ = me["user"].(string)
	root.addsTOTP()
	h.clock.pass(6 * time.Minute)
	ben, _ := root.does("POST", "/users", M{"email": "ben@example.com", "language": "en", "name": "Ben"}, 201)["id"].(string)
	if jobsOf(t) != 2 {
		t.Errorf("%d jobs, want one that tells of the second factor, and one that sends the invitation", jobsOf(t))
	}
	root.does("POST", "/users", M{"email": "ben@example.com", "language": "en"}, 409)
	stale := root.asks("POST", "/users/"+ben+"/profiles", M{"profile": "support"})
	if stale.status != 401 || !strings.Contains(stale.header.Get("Www-Authenticate"), "insufficient_user_authentication") {
		t.Errorf("%d %v", stale.status, stale.header)
	}
	root.does("POST", "/session/second-factor", M{"code": root.code()}, 200)
	view := root.does("POST", "/users/"+ben+"/profiles", M{"profile": "support"}, 200)
	if held, _ := view["profiles"].([]any); len(held) != 1 {
		t.Errorf("%v", view)
	}
	root.does("POST", "/users/"+root.id+"/profiles", M{"profile": "management"}, 403) // to oneself
	root.does("PUT", "/groups/desk", M{"name": "Order desk"}, 204)
	root.does("POST", "/groups/desk/profiles", M{"profile": "order_desk"}, 204)
	root.does("POST", "/groups/desk/members", M{"user": ben}, 204)
	root.does("PUT", "/departments/south", M{"name": "South"}, 204)
	root.does("POST", "/departments/south/members", M{"user": ben}, 204)
	root.does("GET", "/groups", nil, 200)
	root.does("GET", "/departments", nil, 200)
	root.does("GET", "/users?q=be", nil, 200)
	root.does("GET", "/profiles/support", nil, 200)
	root.does("GET", "/permissions", nil, 200)
	why := root.does("GET", "/users/"+ben+"/explanation?permission=orders:record", nil, 200)
	if why["allowed"] != true || !strings.Contains(fmt.Sprint(why["whys"]), "by the group desk") {
		t.Errorf("%v", why)
	}
	cora := h.user("cora")
	until := (h.today() + 3).String()
	root.does("POST", "/users/"+ben+"/deputies", M{"deputy": cora.id, "until": until}, 204)
	root.does("GET", "/deputies", nil, 200)
	cora.logsIn(200)
	if fmt.Sprint(cora.does("GET", "/me", nil, 200)["permissions"]) == "[]" {
		t.Error("a deputy may nothing")
	}
	root.does("DELETE", "/users/"+ben+"/deputies/"+cora.id, nil, 204)
	if may := cora.does("GET", "/me", nil, 200)["permissions"]; fmt.Sprint(may) != "[]" {
		t.Errorf("who was a deputy may %v", may)
	}
	root.does("DELETE", "/users/"+ben+"/profiles/support", nil, 204)
	root.does("DELETE", "/groups/desk/members/"+ben, nil, 204)
	root.does("POST", "/users/"+ben+"/invitation", nil, 202)
	root.does("POST", "/users/"+cora.id+"/lock", M{"reason": "left"}, 204)
	cora.does("GET", "/me", nil, 401)
	root.does("POST", "/users/"+cora.id+"/unlock", M{"reason": "back"}, 204)
	root.does("POST", "/users/"+cora.id+"/reset", M{"reason": "lost the phone"}, 204)
	night := M{
		"id": "night", "name": M{"en": "Night", "de": "Nacht"}, "about": M{"en": "At night.", "de": "Nachts."}, "start": "/orders",
		"fields": []string{"basic", "sales"}, "permissions": []M{{"permission": "orders:read", "scope": []string{"market:DE"}}},
	}
	root.does("PUT", "/profiles/night", night, 204)
	night["start"] = "https://evil.example"
	root.does("PUT", "/profiles/night", night, 422)
	h.clock.pass(6 * time.Minute)
	root.does("POST", "/users/"+ben+"/profiles", M{"profile": "support"}, 401) // not fresh any more
}

// Who lacks a permission may not; a token of a machine has its scopes and no second factor; a token of the operators has everything.
func TestWhoMayWhat(t *testing.T) {
	h := newHouse(t)
	ben := h.user("ben", "support")
	ben.logsIn(200)
	ben.addsTOTP()
	for _, path := range []string{"/users", "/groups", "/departments", "/profiles", "/tokens", "/deputies", "/users/" + ben.id, "/users/" + ben.id + "/explanation?permission=orders:read"} {
		ben.does("GET", path, nil, 404)
	}
	operator := h.person("operator")
	const anna = "Authorization: Bearer " + annasToken
	if me := operator.does("GET", "/me", nil, 200, anna); me["everything"] != true || me["actor"] != "user:anna" {
		t.Errorf("%v", me)
	}
	operator.does("GET", "/sessions", nil, 403, anna)
	erp, _ := operator.does("POST", "/users", M{"email": "erp@example.com", "language": "en", "machine": true}, 201, anna)["id"].(string)
	operator.does("POST", "/users/"+erp+"/profiles", M{"profile": "administrator"}, 200, anna)
	made := operator.does("POST", "/tokens", M{"user": erp, "name": "directory", "scopes": []string{"users:read", "users:group", "orders:read"}, "days": 30}, 201, anna)
	operator.does("POST", "/tokens", M{"user": ben.id, "name": "x", "scopes": []string{"users:read"}, "days": 30}, 403, anna)
	text, _ := made["token"].(string)
	machine, token := h.person("machine"), "Authorization: Bearer "+text
	machine.does("GET", "/users", nil, 200, token)
	machine.does("GET", "/profiles", nil, 404, token)
	machine.does("GET", "/tokens", nil, 404, token)
	machine.does("POST", "/groups/x/members", M{"user": ben.id}, 401, token) // a second factor is owed for ever
	me := machine.does("GET", "/me", nil, 200, token)
	if fmt.Sprint(me["permissions"]) != "[map[fields:[basic] permission:users:read reach:map[all:true]] map[fields:[basic] permission:users:group reach:map[all:true]]]" || me["actor"] != "user:"+erp {
		t.Errorf("%v", me)
	}
	list := operator.does("GET", "/tokens", nil, 200, anna)
	if strings.Contains(fmt.Sprint(list), text) {
		t.Error("a token is shown twice")
	}
	operator.does("DELETE", fmt.Sprint("/tokens/", made["id"]), nil, 204, anna)
	machine.does("GET", "/users", nil, 401, token)
}

// GET /me says of each ready-made profile what it grants, and nothing else.
func TestMeForEachProfile(t *testing.T) {
	h := newHouse(t)
	storetest.Run(t, "CREATE (:Partner {id: 'p1', seq: 900001, recorded: datetime(), changed: datetime()})")
	for _, profile := range access.ReadyMade() {
		p := h.user(profile.ID, profile.ID)
		if profile.ID == "partner" {
			storetest.Run(t, "MATCH (u:User {id: '"+p.id+"'}) SET u.partner = 'p1'")
			must(t, h.accounts.Unlock(t.Context(), p.id, h.by())) // has what is kept in memory read again
		}
		p.logsIn(200)
		me := p.does("GET", "/me", nil, 200)
		var got, want []string
		for _, one := range me["permissions"].([]any) {
			permission := one.(M)
			got = append(got, permission["permission"].(string))
		}
		user := access.User{ID: p.id, Profiles: []access.Holding{{Profile: profile, Days: access.Days{From: 0, To: period.Forever}}}}
		if profile.ID == "partner" {
			user.Partner = "p1"
		}
		for _, d := range access.DecideAll(user, h.today()) {
			want = append(want, string(d.Permission))
		}
		if !slices.Equal(got, want) || me["start"] != profile.Start {
			t.Errorf("%s may %v, want %v; starts at %v", profile.ID, got, want, me["start"])
		}
	}
}
