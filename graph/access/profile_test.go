package access_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/fault"
)

func deskProfile() access.Profile {
	return access.Profile{
		ID: "desk", Name: access.Words{EN: "Desk", DE: "Tisch & Co."}, About: access.Words{EN: "For tests.", DE: "Für Prüfungen."},
		Start: "/orders/open", Fields: access.Basic | access.Sales,
		Permissions: []access.Grant{
			{Permission: "jobs:read", Scope: access.Scope{All: true}},
			{Permission: "orders:read", Scope: access.Scope{Own: true, Markets: []string{"DE", "AT"}}},
		},
	}
}

const deskText = `{
  "id": "desk",
  "name": {"en":"Desk","de":"Tisch & Co."},
  "about": {"en":"For tests.","de":"Für Prüfungen."},
  "start": "/orders/open",
  "fields": ["basic","sales"],
  "permissions": [
    {"permission":"orders:read","scope":["own","market:AT","market:DE"]},
    {"permission":"jobs:read","scope":["all"]}
  ]
}
`

func TestProfilesHaveOneText(t *testing.T) {
	p := deskProfile()
	if got := string(p.Text()); got != deskText {
		t.Errorf("got\n%s\nwant\n%s", got, deskText)
	}
	if got, want := p.SHA256(), fmt.Sprintf("%x", sha256.Sum256([]byte(deskText))); got != want {
		t.Errorf("the sum is %s, want %s", got, want)
	}
	again, err := access.ParseProfile([]byte(deskText))
	if err != nil || string(again.Text()) != deskText || again.SHA256() != p.SHA256() {
		t.Errorf("%+v, %v", again, err)
	}
	p.Start = "/orders"
	if p.SHA256() == again.SHA256() {
		t.Error("another profile has the same sum")
	}
}

// The text does not depend on the order in which somebody wrote the parts.
func TestTheOrderOfGrantsSaysNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SampledFrom(access.ReadyMade()).Draw(t, "profile")
		shuffled := want
		shuffled.Permissions = rapid.Permutation(want.Permissions).Draw(t, "permissions")
		if shuffled.SHA256() != want.SHA256() {
			t.Fatalf("%s differs", want.ID)
		}
	})
}

func TestProfilesThatAreNotSound(t *testing.T) {
	all := access.Scope{All: true}
	for _, c := range []struct {
		change func(p *access.Profile)
		want   string
	}{
		{func(p *access.Profile) { p.ID = "Desk 1" }, `/id: "Desk 1" is no id`},
		{func(p *access.Profile) { p.Name.DE = " " }, "/name/de: is missing"},
		{func(p *access.Profile) { p.About.EN = strings.Repeat("x", 1001) }, "/about/en: has 1001 bytes"},
		{func(p *access.Profile) { p.Name.EN = "De\nsk" }, "/name/en: has a line break"},
		{func(p *access.Profile) { p.Start = "//elsewhere.example" }, `/start: "//elsewhere.example" is no page`},
		{func(p *access.Profile) { p.Start = "https://elsewhere.example" }, "is no page"},
		{func(p *access.Profile) { p.Permissions = nil }, "/permissions: are empty"},
		{func(p *access.Profile) { p.Permissions[0].Permission = "orders:eat" }, `/permissions/0/permission: there is no permission "orders:eat"`},
		{func(p *access.Profile) { p.Permissions = append(p.Permissions, p.Permissions[0]) }, "/permissions/2/permission: jobs:read is there twice"},
		{func(p *access.Profile) { p.Permissions[1].Scope = access.Scope{} }, "/permissions/1/scope: the scope is empty"},
		{func(p *access.Profile) { p.Permissions[1].Scope.Markets = []string{"D E"} }, "/permissions/1/scope: \"market:D E\" is no scope"},
		{func(p *access.Profile) { p.Permissions[0].Scope = access.Scope{Own: true} }, "/permissions/0/scope: jobs:read is about the company"},
		{func(p *access.Profile) { p.Fields = access.Sales }, "/fields: orders:read shows nothing without basic"},
		{func(p *access.Profile) { p.Fields |= access.Bank }, "/fields: bank is shown to nobody without bank_data:read"},
		{
			func(p *access.Profile) {
				p.Permissions = append(p.Permissions, access.Grant{Permission: access.ReadTaxData, Scope: all})
			}, "/fields: tax_data:read shows nothing without tax",
		},
		{
			func(p *access.Profile) {
				p.Permissions = append(p.Permissions, access.Grant{Permission: access.AskFreely, Scope: all}, access.Grant{Permission: access.ReadBankData, Scope: access.Scope{Own: true}})
				p.Fields = 1<<8 - 1
			}, "/permissions: questions:free reads the whole graph, which no rule of fields can hold back: then say that with bank_data:read for all",
		},
	} {
		p := deskProfile()
		c.change(&p)
		findings := p.Check()
		if !slices.ContainsFunc(findings, func(f access.Finding) bool { return strings.Contains(f.Field+": "+f.Msg, c.want) }) {
			t.Errorf("%v, want %q", findings, c.want)
		}
		if _, err := access.ParseProfile(p.Text()); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%s is read: %v", p.Text(), err)
		}
	}
	if findings := deskProfile().Check(); len(findings) > 0 {
		t.Errorf("the sound one: %v", findings)
	}
}

func TestTextsThatAreNoProfile(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "not a profile"},
		{"[]", "not a profile"},
		{deskText + "{}", "something follows"},
		{strings.Replace(deskText, `"start"`, `"begin"`, 1), `unknown field "begin"`},
		{strings.Replace(deskText, `"own",`, `"own","own",`, 1), "there twice"},
		{strings.Replace(deskText, `["own","market:AT","market:DE"]`, `"own"`, 1), "a scope is a list of words"},
		{strings.Replace(deskText, `["all"]`, `[]`, 1), "the scope is empty"},
		{strings.Replace(deskText, "Desk", strings.Repeat("x", 70_000), 1), "it may have 65536"},
	} {
		if _, err := access.ParseProfile([]byte(c.text)); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.80q: %v, want %q", c.text, err, c.want)
		}
	}
	unsound := strings.Replace(deskText, `"id": "desk"`, `"id": ""`, 1)
	_, err := access.ParseProfile([]byte(unsound))
	if findings, is := errors.AsType[access.Findings](err); !is || len(findings) != 1 || findings[0].Field != "/id" {
		t.Errorf("%v", err)
	}
}
