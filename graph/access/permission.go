package access

import (
	"slices"
	"strings"

	"upline/internal/fault"
)

// Permission is what somebody may do: an action on a kind of thing, "resource:action". The list of them is closed: Permissions.
//
// A permission about partners is held for a Scope, of whom; one about the company (runs, plans, jobs, users) is held or not.
type Permission string

// Permissions that this package looks at by itself.
const (
	ReadContactData Permission = "contact_data:read"
	ReadBirthData   Permission = "birth_data:read"
	ReadBankData    Permission = "bank_data:read"
	ReadTaxData     Permission = "tax_data:read"
	ReadEarnings    Permission = "earnings:read"
	// AskFreely is free Cypher, which reads the whole graph: no scope and no field rule holds there.
	AskFreely Permission = "questions:free"
)

// permission is an entry of the closed list.
type permission struct {
	name    Permission
	en, de  string
	company bool   // about the company, not about partners: the only scope is all
	needs   Fields // without these groups nothing of the answer would remain that the contract demands
}

var byName = func() map[Permission]*permission {
	m := make(map[Permission]*permission, len(permissions))
	for i := range permissions {
		m[permissions[i].name] = &permissions[i]
	}
	return m
}()

// ParsePermission reads "resource:action".
//
// Errors: Invalid when there is no such permission; it says which there are.
func ParsePermission(text string) (Permission, error) {
	if byName[Permission(text)] != nil {
		return Permission(text), nil
	}
	resource, _, _ := strings.Cut(text, ":")
	var actions, resources []string
	for i := range permissions {
		p := permissions[i].name
		if p.Resource() == resource {
			actions = append(actions, string(p))
		}
		if !slices.Contains(resources, p.Resource()) {
			resources = append(resources, p.Resource())
		}
	}
	if len(actions) > 0 {
		return "", fault.Invalidf("permission", "there is no permission %q: of %s there are %s", text, resource, strings.Join(actions, ", "))
	}
	return "", fault.Invalidf("permission", "there is no permission %q: write resource:action, where the resource is one of %s", text, strings.Join(resources, ", "))
}

// Permissions returns all that there are, in the order in which a screen shows them.
func Permissions() []Permission {
	list := make([]Permission, len(permissions))
	for i := range permissions {
		list[i] = permissions[i].name
	}
	return list
}

// Known says whether there is such a permission.
func (p Permission) Known() bool { return byName[p] != nil }

// Resource is the kind of thing: what stands before the colon.
func (p Permission) Resource() string {
	resource, _, _ := strings.Cut(string(p), ":")
	return resource
}

// Action is what is done: what stands behind the colon.
func (p Permission) Action() string {
	_, action, _ := strings.Cut(string(p), ":")
	return action
}

// About says in a line what one may do who has it; empty for one that is not known.
func (p Permission) About() Words {
	if entry := byName[p]; entry != nil {
		return Words{entry.en, entry.de}
	}
	return Words{}
}

// OfCompany says whether it is about the company as a whole, so that its only scope is all.
func (p Permission) OfCompany() bool { return byName[p] != nil && byName[p].company }

// Needs are the groups of fields without which the answers under this permission would miss what the contract demands of them.
func (p Permission) Needs() Fields {
	if entry := byName[p]; entry != nil {
		return entry.needs
	}
	return 0
}

// place is where a permission stands in the list; behind it when it is not known.
func (p Permission) place() int {
	if i := slices.IndexFunc(permissions, func(entry permission) bool { return entry.name == p }); i >= 0 {
		return i
	}
	return len(permissions)
}
