package access_test

import (
	"regexp"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/internal/fault"
)

func TestPermissionsAreNamedOnceAndExplained(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*:[a-z]+(_[a-z]+)*$`)
	names, abouts := map[access.Permission]bool{}, map[string]bool{}
	for _, p := range access.Permissions() {
		about := p.About()
		switch {
		case !form.MatchString(string(p)) || names[p]:
			t.Errorf("%s is no resource:action, or there twice", p)
		case about.EN == "" || about.DE == "" || about.EN == about.DE || abouts[about.EN] || abouts[about.DE] || strings.ContainsAny(about.EN+about.DE, "\n."):
			t.Errorf("%s is not explained by a line of its own: %+v", p, about)
		case p.Resource()+":"+p.Action() != string(p):
			t.Errorf("%s has the resource %s and the action %s", p, p.Resource(), p.Action())
		case !p.OfCompany() && !p.Needs().Has(access.Basic) && p.Action() != "withdraw":
			t.Errorf("%s is about partners, and does not need to name them", p)
		}
		names[p], abouts[about.EN], abouts[about.DE] = true, true, true
		if parsed, err := access.ParsePermission(string(p)); err != nil || parsed != p || !p.Known() {
			t.Errorf("%s: %v, %v", p, parsed, err)
		}
	}
}

func TestPermissionsThatAreNotThere(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "the resource is one of partners, ranks, tree, contact_data",
		"partners":         "of partners there are partners:read, partners:history",
		"partners:fly":     "of partners there are",
		"Partners:read":    "the resource is one of",
		"partners:read:me": "of partners there are",
		"*":                "the resource is one of",
	} {
		p, err := access.ParsePermission(text)
		if fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), want) || p != "" {
			t.Errorf("%q: %q, %v, want %q", text, p, err, want)
		}
		if p := access.Permission(text); p.Known() || p.OfCompany() || p.Needs() != 0 || p.About() != (access.Words{}) {
			t.Errorf("%q is known", text)
		}
	}
}
