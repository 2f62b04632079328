package api

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
)

var update = flag.Bool("update", false, "write PERMISSIONS.md anew")

// What each ready-made profile may do is in the repository, so that a change shows what it opens and what it closes.
func TestThePermissionsAreWrittenDown(t *testing.T) {
	got := permissionsPage(ruledOperations(t))
	if *update {
		must(t, os.WriteFile("PERMISSIONS.md", []byte(got), 0o644))
	}
	want, err := os.ReadFile("PERMISSIONS.md")
	must(t, err)
	if got != string(want) {
		t.Error("PERMISSIONS.md is not what the contract and the ready-made profiles say now: look at the difference after go test ./api -run TestThePermissionsAreWrittenDown -update")
	}
}

func permissionsPage(operations []ruled) string {
	var b strings.Builder
	profiles := access.ReadyMade()
	b.WriteString("# Who may do what\nMade by a test of `api` from the contract (`x-permission`) and the ready-made profiles (`graph/access/readymade.go`): do not edit.\n\n" +
		"What is not granted is denied; whatever somebody may not see is 404. `downline` is the own partner and everybody below, as of\n" +
		"the day that is asked for. The fields contact, birth, bank, tax and earnings take a permission of their own besides, with its own\n" +
		"scope.\n\n" +
		"## Profiles\n| profile | for whom | fields | starts at |\n|---|---|---|---|\n")
	for _, p := range profiles {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", p.ID, p.About.EN, strings.Join(p.Fields.Names(), ", "), p.Start)
	}
	b.WriteString("\n## Operations\n")
	head := "| operation | permission |"
	for _, p := range profiles {
		head += " " + strings.ReplaceAll(p.ID, "_", " ") + " |"
	}
	fmt.Fprintf(&b, "%s\n|---|---|%s\n", head, strings.Repeat("---|", len(profiles)))
	used := map[access.Permission]bool{}
	for _, o := range operations {
		if o.Open != OpenToNobody {
			fmt.Fprintf(&b, "| `%s` | %s: %s |%s\n", o, o.Open, o.Reason, strings.Repeat(" yes |", len(profiles)))
			continue
		}
		used[o.Permission] = true
		fmt.Fprintf(&b, "| `%s` | %s |%s\n", o, o.Permission, cells(profiles, o.Permission))
	}
	b.WriteString("\n## Permissions that no operation of the contract asks for\n")
	fmt.Fprintf(&b, "%s\n|---|---|%s\n", strings.Replace(head, "operation | permission", "permission | what", 1), strings.Repeat("---|", len(profiles)))
	for _, p := range access.Permissions() {
		if !used[p] {
			fmt.Fprintf(&b, "| %s | %s |%s\n", p, p.About().EN, cells(profiles, p))
		}
	}
	return b.String()
}

// cells says of whom each profile grants a permission.
func cells(profiles []access.Profile, permission access.Permission) (text string) {
	for _, p := range profiles {
		scope := "–"
		if words := p.Scope(permission).Words(); len(words) > 0 {
			scope = strings.Join(words, ", ")
		}
		text += " " + scope + " |"
	}
	return text
}

// The administrator gives rights, and sees neither partners nor money; nobody but accounting and the partner sees bank and tax data;
// and free Cypher is in no ready-made profile.
func TestReadyMadeProfilesKeepApart(t *testing.T) {
	for _, o := range ruledOperations(t) {
		for _, p := range access.ReadyMade() {
			scope := p.Scope(o.Permission)
			held := len(scope.Words()) > 0
			if p.ID == "administrator" && held && !o.Permission.OfCompany() && o.Permission != "personal_data:erase" { // which shows what is kept, not what it says
				t.Errorf("the administrator may call %s", o)
			}
			if o.OperationID == "askFreely" && held {
				t.Errorf("%s may ask in Cypher", p.ID)
			}
			service := slices.Contains([]string{"registrations", "contact_data", "bank_data", "tax_data", "personal_data", "extracts", "credit_notes"}, o.Permission.Resource()) || // of the own and the downline
				o.Permission == "documents:bring" || o.OperationID == "packDocuments" || // which changes nothing
				strings.HasPrefix(o.path, "/saved-searches")
			if slices.Contains([]string{"partner", "sales_leader"}, p.ID) && (scope.All || held && o.method != "GET" && !service) {
				t.Errorf("%s may call %s", p.ID, o)
			}
		}
	}
}
