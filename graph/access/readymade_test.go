package access_test

import (
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
)

func TestReadyMadeProfilesAreSound(t *testing.T) {
	want := "management sales_leader partner order_desk settlement accounting support documents analyst administrator"
	var ids []string
	for _, p := range access.ReadyMade() {
		ids = append(ids, p.ID)
		if findings := p.Check(); len(findings) > 0 {
			t.Errorf("%s: %v", p.ID, findings)
		}
		again, err := access.ParseProfile(p.Text())
		if err != nil || again.SHA256() != p.SHA256() {
			t.Errorf("%s does not come back from its text: %v", p.ID, err)
		}
		if named, found := access.ReadyMadeNamed(p.ID); !found || named.SHA256() != p.SHA256() {
			t.Errorf("%s is not found by its id", p.ID)
		}
		for _, about := range []string{p.About.EN, p.About.DE} {
			if !strings.HasSuffix(about, ".") || strings.Count(about, ".") != 1 {
				t.Errorf("%s is not explained in a sentence: %q", p.ID, about)
			}
		}
	}
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
	if p, found := access.ReadyMadeNamed("nobody"); found {
		t.Errorf("%+v", p)
	}
}

// No permission is forgotten, and who may see protected data is written here once more, by hand.
func TestWhoHasWhatIsProtected(t *testing.T) {
	for permission, want := range map[access.Permission]string{
		"bank_data:read":       "partner accounting",
		"bank_data:change":     "partner accounting",
		"tax_data:read":        "partner accounting",
		"tax_data:change":      "partner accounting",
		"birth_data:read":      "partner support",
		"contact_data:read":    "sales_leader partner order_desk accounting support",
		"personal_data:export": "partner",
		"runs:compute":         "settlement",
		"runs:approve":         "management settlement",
		"runs:post":            "settlement",
		"payouts:release":      "accounting",
		"company:export":       "management",
		"profiles:assign":      "administrator",
		"users:group":          "administrator",
		"audit:read":           "administrator",
		"questions:free":       "",
	} {
		if got := holdersOf(permission); got != want {
			t.Errorf("%s is held by %q, want %q", permission, got, want)
		}
	}
	for _, permission := range access.Permissions() {
		if permission != access.AskFreely && holdersOf(permission) == "" {
			t.Errorf("nobody holds %s", permission)
		}
	}
}

func holdersOf(permission access.Permission) string {
	var ids []string
	for _, p := range access.ReadyMade() {
		if len(p.Scope(permission).Words()) > 0 {
			ids = append(ids, p.ID)
		}
	}
	return strings.Join(ids, " ")
}

// Partners and their leaders see themselves and whom they have below, never everybody; and of bank, tax and birth data the own.
func TestPartnersSeeThemselvesAndThoseBelow(t *testing.T) {
	for _, id := range []string{"partner", "sales_leader"} {
		p, _ := access.ReadyMadeNamed(id)
		for _, g := range p.Permissions {
			words := g.Scope.Words()
			if len(words) != 1 || !slices.Contains([]string{"own", "downline"}, words[0]) {
				t.Errorf("%s has %s of %v", id, g.Permission, words)
			}
			if data := g.Permission.Resource(); id == "partner" && strings.HasSuffix(data, "_data") && words[0] != "own" {
				t.Errorf("%s has %s of %v", id, g.Permission, words)
			}
		}
	}
}

func TestTheAdministratorHasNothingAboutPartners(t *testing.T) {
	p, _ := access.ReadyMadeNamed("administrator")
	for _, g := range p.Permissions {
		if !g.Permission.OfCompany() && g.Permission != "personal_data:erase" {
			t.Errorf("the administrator has %s", g.Permission)
		}
	}
	if p.Fields != access.Basic {
		t.Errorf("the administrator sees %v", p.Fields.Names())
	}
}
