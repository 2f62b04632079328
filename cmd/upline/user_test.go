package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"upline/graph/access"
)

var (
	linkOf  = regexp.MustCompile(`http://\S+#(` + access.TokenPattern + `)`)
	tokenOf = regexp.MustCompile(access.TokenPattern)
)

// The first administrator comes by a link in the log; operators invite, lock and reset users, and make tokens of machines.
func TestOperatorsLookAfterUsers(t *testing.T) {
	company := openCompany(t)
	link := linkOf.FindStringSubmatch(done(t, "user", "first"))
	if link == nil {
		t.Fatal("there is no link")
	}
	anybody := &caller{company, "nobody-0123456789-0123456789", 0}
	accept := func(token, email string, status int) {
		t.Helper()
		body := object{"token": token, "password": "seven quiet herons at dawn"}
		if email != "" {
			body["email"] = email
		}
		anybody.exchange("POST", "/invitations/accept", nil, body, status)
	}
	accept(link[1], "root@example.com", http.StatusNoContent)
	refused(t, exitInvalid, "user", "first")
	invited := linkOf.FindStringSubmatch(done(t, "user", "invite", "ben@example.com", "--name", "Ben", "--profile", "support"))
	accept(invited[1], "", http.StatusNoContent)
	accept(invited[1], "", http.StatusNotFound)
	if list := done(t, "user", "list"); !strings.Contains(list, "ben@example.com") || !strings.Contains(list, "root@example.com") {
		t.Error(list)
	}
	done(t, "user", "lock", "ben@example.com", "--reason", "left")
	if list := done(t, "user", "list", "--begins", "ben"); !strings.Contains(list, "locked") || strings.Contains(list, "root") {
		t.Error(list)
	}
	done(t, "user", "unlock", "ben@example.com", "--reason", "back")
	reset := linkOf.FindStringSubmatch(done(t, "user", "reset", "ben@example.com", "--reason", "lost the phone"))
	anybody.exchange("POST", "/password-resets/finish", nil, object{"token": reset[1], "password": "nine loud geese at midnight"}, http.StatusNoContent)
	done(t, "user", "invite", "erp@example.com", "--machine", "--profile", "order_desk")
	text := tokenOf.FindString(done(t, "token", "create", "erp@example.com", "--name", "orders", "--scope", "orders:read", "--scope", "partners:read"))
	machine := &caller{company, text, 0}
	if me := machine.get("/me"); len(me.object["permissions"].([]any)) != 2 {
		t.Errorf("%v", me)
	}
	list := done(t, "token", "list")
	if !strings.Contains(list, "orders:read partners:read") || strings.Contains(list, text) {
		t.Error(list)
	}
	done(t, "token", "revoke", strings.Fields(list)[0], "--reason", "a test")
	for begin := time.Now(); machine.send("GET", "/me", nil, nil).StatusCode != http.StatusUnauthorized; time.Sleep(50 * time.Millisecond) {
		if time.Since(begin) > 10*time.Second { // a second, and whatever a busy machine takes
			t.Fatal("a token that is revoked is good")
		}
	}
	refused(t, exitInvalid, "token", "create", "ben@example.com", "--name", "x", "--scope", "orders:read")
	refused(t, exitInvalid, "user", "lock", "no address", "--reason", "x")
}
