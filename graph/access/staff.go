package access

import (
	"slices"

	"upline/internal/period"
)

// Staff says whether a user reaches further than the own partner and whoever is below, by a profile that holds on the day: held directly, by
// a group, or by whom the user stands in for. More than the own business depends on how they log in. It is asked at each request, so it
// decides nothing in particular.
func Staff(user User, day period.Day) bool {
	if user.Locked {
		return false
	}
	return further(&user, day) || slices.ContainsFunc(user.StandsInFor, func(a Absence) bool {
		return a.Hold(day) && !a.For.Locked && further(&a.For, day)
	})
}

func further(user *User, day period.Day) bool {
	inDepartment := slices.ContainsFunc(user.Departments, func(d Department) bool { return d.Hold(day) })
	reaches := func(h Holding) bool { return h.Hold(day) && h.Profile.further(inDepartment) }
	return slices.ContainsFunc(user.Profiles, reaches) || slices.ContainsFunc(user.Groups, func(m Membership) bool {
		return m.Hold(day) && slices.ContainsFunc(m.Profiles, reaches)
	})
}

// further says whether a profile grants anything of more than the own partner and whoever is below, to who is in a department or not.
func (p *Profile) further(inDepartment bool) bool {
	return slices.ContainsFunc(p.Permissions, func(g Grant) bool {
		s := &g.Scope
		return s.All || len(s.Markets)+len(s.Departments) > 0 || s.OwnDepartments && inDepartment
	})
}
