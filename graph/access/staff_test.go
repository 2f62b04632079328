package access_test

import (
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
)

// Of the ready-made profiles, only the two of partners make nobody staff.
func TestWhoIsStaff(t *testing.T) {
	for _, p := range access.ReadyMade() {
		u := access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready(p.ID)}}
		if got, want := access.Staff(u, today), p.ID != "partner" && p.ID != "sales_leader"; got != want {
			t.Errorf("%s is staff: %v", p.ID, got)
		}
	}
}

// Staff is who may something of whom neither the own partner nor the downline holds, as every decision says.
func TestStaffAgreesWithDecisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, want := users().Draw(t, "user"), false
		for _, d := range access.DecideAll(u, today) {
			want = want || d.Reach.All || len(d.Reach.Markets)+len(d.Reach.Departments) > 0
		}
		if got := access.Staff(u, today); got != want {
			t.Fatalf("staff: %v, and decisions say %v", got, want)
		}
	})
}
