package api

import (
	"net/url"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/internal/period"
	"upline/internal/storetest"
)

// why opens the page that explains.
func (p *person) why(query ...string) answer {
	p.Helper()
	values := url.Values{}
	for i := 0; i < len(query); i += 2 {
		values.Set(query[i], query[i+1])
	}
	var cookies []string
	for name, value := range p.cookies {
		cookies = append(cookies, name+"="+value)
	}
	return once(p.T, "GET", p.url+whyPath+"?"+values.Encode(), "", "Cookie: "+strings.Join(cookies, "; "), "X-Forwarded-For: "+p.from)
}

func (p *person) reads(a answer, status int, texts ...string) {
	p.Helper()
	if a.status != status {
		p.Errorf("answers %d, want %d: %s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			p.Errorf("%q is not in\n%s", text, a.body)
		}
	}
}

// The page says in words why somebody may or may not do a thing, what is missing, and of which partner; in both languages, to whoever may
// explain, and of no partner whom that one does not see.
func TestThePageThatSaysWhy(t *testing.T) {
	h := newHouse(t)
	for _, partner := range []string{"p1", "p2"} {
		storetest.Run(t, "CREATE (:Partner {id: '"+partner+"', name: 'Name of "+partner+"', joined: date('2020-01-01'), seq: 90000"+partner[1:]+", recorded: datetime('2020-01-01T00:00:00Z'), changed: datetime()})")
	}
	root, nobody := h.user("root", "administrator"), h.user("nobody")
	anna, ben, sales := h.user("anna"), h.user("ben", "support"), h.user("eve", "sales_leader")
	storetest.Run(t, "MATCH (u:User {id: '"+sales.id+"'}) SET u.partner = 'p1', u.name = '<b>eve'")
	ctx, today := t.Context(), h.today()
	must(t, h.accounts.PutGroup(ctx, "desk", "Desk", h.by()))
	must(t, h.accounts.AssignToGroup(ctx, "desk", "order_desk", access.Days{From: today, To: period.Forever}, h.by()))
	must(t, h.accounts.Join(ctx, anna.id, "desk", access.Days{From: today, To: today + 9}, h.by()))
	must(t, h.accounts.PutDepartment(ctx, "south", "South", h.by()))
	must(t, h.accounts.Employ(ctx, anna.id, "south", access.Days{From: today, To: period.Forever}, h.by()))
	must(t, h.accounts.Appoint(ctx, access.StandIn{Deputy: anna.id, For: ben.id, Days: access.Days{From: today, To: today + 3}}, h.by()))

	nobody.reads(nobody.why(), 401)
	for _, p := range []*person{root, nobody, ben} {
		p.logsIn(200)
	}
	ben.reads(ben.why("user", "anna@example.com", "permission", "orders:read"), 404, "there is no /api/why")
	form := root.why()
	root.reads(form, 200, `<html lang="de">`, "Warum darf jemand das, oder nicht?", `<option value="anna@example.com">`, `<optgroup label="orders">`)
	policy := form.header.Get("Content-Security-Policy")
	if strings.Contains(form.body, "<script") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "form-action 'self'") || form.header.Get("Cache-Control") == "" {
		t.Errorf("%v", form.header)
	}
	until, last := (today + 8).String(), (today + 2).String()
	root.reads(root.why("user", "anna@example.com", "permission", "orders:record", "language", "en"), 200,
		"Yes, on "+today.String()+" anna (anna@example.com) may do this.", "The profile order_desk by the group desk grants orders:record of: everybody, from "+today.String()+" through "+until,
		"In the group desk, from "+today.String()+" through "+until, "Works in the department south, from "+today.String()+" on", "Stands in for ben@example.com, from "+today.String()+" through "+last,
		`<option value="orders:record" selected>`, "orders, cancellations, volumes")
	root.reads(root.why("user", anna.id, "permission", "partners:register", "language", "en"), 200, "The profile support, standing in for ben@example.com grants partners:register")
	root.reads(root.why("user", anna.id, "permission", "orders:record", "day", (today+9).String()), 200, "Nein, am "+(today+9).String(), "Was fehlt", "Diese Profile enthalten es: order_desk")
	root.reads(root.why("user", "nobody@example.com", "permission", "plans:publish", "language", "en"), 200, "may not do this", "holds no profile", "These profiles contain it: management")
	root.reads(root.why("user", "gone@example.com", "permission", "plans:publish", "language", "en"), 200, `role="alert"`, "there is no user gone@example.com")
	root.reads(root.why("user", anna.id, "permission", "no:thing", "language", "en"), 200, `role="alert"`, "no:thing")
	root.reads(root.why("user", anna.id, "permission", "orders:record", "day", "yesterday"), 200, `role="alert"`)

	// Of a partner: to whoever sees partners, and in no other words of one who is not there than of one who is not seen.
	unseen, absent := root.why("user", sales.id, "permission", "partners:read", "partner", "p2"), root.why("user", sales.id, "permission", "partners:read", "partner", "p9")
	if root.reads(unseen, 200, `role="alert"`); strings.ReplaceAll(unseen.body, "p2", "p9") != absent.body || strings.Contains(unseen.body, "Name of") {
		t.Errorf("%s\n%s", unseen.body, absent.body)
	}
	must(t, h.accounts.Assign(ctx, root.id, "support", access.Days{From: today, To: period.Forever}, h.by()))
	in := root.why("user", sales.id, "permission", "partners:read", "partner", "p1", "language", "en")
	root.reads(in, 200, "Partner p1 is among those.", "everybody below and including p1", "&lt;b&gt;eve")
	if strings.Contains(in.body, "<b>eve") {
		t.Error("a name is not escaped")
	}
	root.reads(root.why("user", sales.id, "permission", "partners:read", "partner", "p2", "language", "en"), 200, "But partner p2 was not among those", "wider scope")
	root.reads(root.why("user", "nobody@example.com", "permission", "partners:read", "partner", "p2", "language", "en"), 200, "Nor of partner p2")
}
