package access_test

import (
	"testing"

	"upline/graph/access"
)

// BenchmarkDecide is what every request costs that needs a permission: of a partner, and of somebody with many profiles.
func BenchmarkDecide(b *testing.B) {
	desk := access.User{ID: "anna", Partner: "anna", Departments: []access.Department{{ID: "south", Days: always}}}
	for _, p := range access.ReadyMade() {
		desk.Profiles = append(desk.Profiles, ready(p.ID))
	}
	for name, user := range map[string]access.User{
		"partner": {ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("partner")}},
		"many":    desk,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !access.Decide(user, "partners:read", today).Allowed {
					b.Fatal("it is not allowed")
				}
			}
		})
	}
}
