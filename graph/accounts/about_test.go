package accounts_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/audit"
	"upline/internal/storetest"
)

// told are the latest entries about a thing, each as its operation and what differs, before and after.
func (h *house) told(kind, key string, limit int) (lines []string) {
	h.Helper()
	entries, err := h.EntriesAbout(h.Context(), kind, key, limit)
	must(h.T, err)
	for _, e := range entries {
		lines = append(lines, e.Operation+shown(&e))
	}
	return lines
}

func shown(e *audit.Entry) (text string) {
	for _, d := range e.Details {
		if d.Body == nil {
			continue
		}
		names := map[string]bool{}
		for name := range d.Body.Before {
			names[name] = true
		}
		for name := range d.Body.After {
			names[name] = true
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			text += " | " + name + ": " + d.Body.Before[name] + " → " + d.Body.After[name]
		}
	}
	return text
}

// Every change of accounts says whom or what it is about, how that was and is, and nothing that is secret.
func TestChangesSayWhatTheyAreAbout(t *testing.T) {
	h := newHouse(t)
	ctx, anna, ben := t.Context(), h.user("anna"), h.user("ben")
	expect := func(kind, key string, want ...string) {
		t.Helper()
		if got := h.told(kind, key, len(want)); !slices.Equal(got, want) {
			t.Errorf("%s %s\ngot  %s\nwant %s", kind, key, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
	const secret = audit.Secret
	expect("User", anna, "accept invitation | password: "+secret+" → "+secret)
	must(t, h.PutGroup(ctx, "desk", "Desk", as(anna)))
	must(t, h.PutGroup(ctx, "desk", "Order desk", as(anna)))
	must(t, h.PutDepartment(ctx, "south", "South", as(anna)))
	expect("Group", "desk", `put group | name: "Desk" → "Order desk"`, `put group | name:  → "Desk"`)
	expect("Department", "south", `put department | name:  → "South"`)
	must(t, h.Join(ctx, ben, "desk", access.Days{From: today, To: today + 9}, as(anna)))
	must(t, h.Employ(ctx, ben, "south", access.Days{From: today, To: today + 9}, as(anna)))
	must(t, h.Dismiss(ctx, ben, "south", today+4, as(anna)))
	from, four, nine := today.String(), (today + 4).String(), (today + 9).String()
	span := func(from, until string) string { return `[{"from":"` + from + `","until":"` + until + `"}]` }
	expect("User", ben, "take user out of department | department.south: "+span(from, nine)+" → "+span(from, four),
		"put user into department | department.south:  → "+span(from, nine), "put user into group | group.desk:  → "+span(from, nine))
	must(t, h.Assign(ctx, ben, "support", access.Days{From: today, To: today + 9}, as(anna)))
	must(t, h.AssignToGroup(ctx, "desk", "order_desk", access.Days{From: today, To: today + 9}, as(anna)))
	expect("User", ben, "assign profile | profile.support:  → "+span(from, nine))
	expect("Group", "desk", "assign profile to group | profile.order_desk:  → "+span(from, nine))
	must(t, h.Appoint(ctx, access.StandIn{Deputy: ben, For: anna, Days: access.Days{From: today, To: today + 9}}, h.shell()))
	expect("User", ben, "appoint deputy | stands_in_for."+anna+":  → "+span(from, nine))
	expect("User", anna, "appoint deputy | deputy."+ben+":  → "+span(from, nine))
	must(t, h.Lock(ctx, ben, as(anna)))
	expect("User", ben, "lock user | locked: false → true")
	must(t, h.CloseGroup(ctx, "desk", h.shell()))
	expect("Group", "desk", "close group | profile.order_desk: "+span(from, nine)+" → ", `close group | name: "Order desk" → `)
	expect("User", ben, "close group | group.desk: "+span(from, nine)+" → ")

	text, token, err := h.MakeMachineToken(ctx, accounts.NewMachineToken{User: anna, Name: "mine", Scopes: []access.Permission{"users:read"}, Life: 1e12}, as(anna))
	must(t, err)
	if got := h.told("Token", token.ID, 1); len(got) != 1 || !strings.Contains(got[0], `name:  → "mine"`) || !strings.Contains(got[0], `scopes:  → ["users:read"]`) {
		t.Errorf("%q", got)
	}
	must(t, h.RevokeMachineToken(ctx, token.ID, as(anna)))
	expect("Token", token.ID, "revoke machine token | used: false → true")
	support, _ := access.ReadyMadeNamed("documents")
	support.Start = "/elsewhere"
	must(t, h.PutProfile(ctx, support, "", as(anna)))
	expect("Profile", "documents", `change profile | start: "/documents" → "/elsewhere"`, h.told("Profile", "documents", 2)[1])
	made, err := h.BeginTOTP(ctx, anna, "Alpina", as(anna))
	must(t, err)
	expect("User", anna, "begin TOTP | totp_pending: "+secret+" → "+secret)

	generic := storetest.Count(t, `MATCH (e:AuditEntry {kind: 'Company'}) RETURN e.operation AS key, count(e) AS count`)
	if len(generic) > 0 {
		t.Errorf("these say nothing: %v", generic)
	}
	hash := h.account(anna).Password
	clear := storetest.Count(t, `MATCH (b:AuditBody) WHERE b.text CONTAINS '`+hash+`' OR b.text CONTAINS '`+made.Secret+`' OR b.text CONTAINS '`+text+`'
		RETURN 'secrets' AS key, count(b) AS count`)
	if clear["secrets"] != 0 {
		t.Error("the audit has secrets")
	}
}
