package access

import (
	"slices"

	"upline/internal/period"
)

// User is what is known of a user, as far as it decides what that one may do: all that is believed now, whatever days it holds
// for. Decide looks at the day, and tells of what does not hold.
type User struct {
	ID          string
	Partner     string // the id of the user's own partner; empty: is none
	Locked      bool   // may nothing, and gives a deputy nothing
	Profiles    []Holding
	Groups      []Membership
	Departments []Department
	StandsInFor []Absence
	// Token holds the permissions of the token with which the user asks; nil: not by a token. It takes away, and gives nothing.
	Token []Permission
}

// Holding is a profile that a user or a group has on some days.
type Holding struct {
	Profile Profile
	Days
}

// Membership is a group in which a user is on some days, with the profiles that it has.
type Membership struct {
	Group    string // id
	Profiles []Holding
	Days
}

// Department is a department in which a user is on some days. It gives no profile: scopes name it.
type Department struct {
	ID string
	Days
}

// Absence is a user for whom another one stands in on some days. Whom that user stands in for does not matter.
type Absence struct {
	For User
	Days
}

// Decision says whether a user may do something on a day, of whom, which fields are shown, and why.
type Decision struct {
	Permission Permission
	Allowed    bool
	Reach      Reach // of whom: what all profiles that grant it say, united
	rights     []right
	user       User // what Whys looks at again
	day        period.Day
}

// right is what one profile grants, for one holder. Rights are never mixed: who sees everybody's names by one profile, and the own
// bank account by another, does not see everybody's bank account.
type right struct {
	reach   Reach
	fields  Fields           // what the profile shows of groups that need no other permission
	guarded map[Fields]Reach // what it shows of the others, and of whom
}

// Decide says whether a user holds a permission on a day. What nothing grants is denied, and so is what nobody knows. Nothing is put
// into words: that is for who asks why (Decision.Whys), and most requests do not.
func Decide(user User, permission Permission, day period.Day) Decision {
	d := &deciding{Decision: Decision{Permission: permission, user: user, day: day}}
	d.decide()
	return d.Decision
}

// Whys are everything that was looked at, in words, made anew at each call.
func (d Decision) Whys() []Why {
	again := &deciding{Decision: Decision{Permission: d.Permission, user: d.user, day: d.day}, tells: true}
	again.decide()
	return again.whys
}

// DecideAll decides about every permission, in the order of Permissions, and returns what is allowed.
func DecideAll(user User, day period.Day) []Decision {
	list := []Decision{}
	for _, permission := range Permissions() {
		if d := Decide(user, permission, day); d.Allowed {
			list = append(list, d)
		}
	}
	return list
}

// StartPage is the page on which a user starts: of the first profile that holds on the day, the own ones before those of groups.
// Without any it is "/".
func StartPage(user User, day period.Day) string {
	holdings := slices.Clone(user.Profiles)
	for _, group := range user.Groups {
		if group.Hold(day) {
			holdings = append(holdings, group.Profiles...)
		}
	}
	for _, holding := range holdings {
		if holding.Hold(day) && !user.Locked {
			return holding.Profile.Start
		}
	}
	return "/"
}

// Sees says whether a subject is inside, and which fields are then shown of it. A field is shown when one profile grants it of that
// subject. Contact, birth, bank and tax data are kept as of today: who sees a past day of somebody who is not in scope any
// more sees none of them.
//
// Of what is about the company (Permission.OfCompany), ask with the zero Subject and the zero Look.
//
// Errors: those of Below; then nobody is inside.
func (d Decision) Sees(s Subject, at Look) (fields Fields, inside bool, err error) {
	for _, r := range d.rights {
		holds, err := r.reach.Holds(s, at)
		if err != nil {
			return 0, false, err
		}
		if !holds {
			continue
		}
		inside = true
		fields |= r.fields
		for group, reach := range r.guarded {
			who, of := s, at
			if group&ofToday != 0 {
				who, of.Day = s.today(), at.Today
			}
			shown, err := reach.Holds(who, of)
			if err != nil {
				return 0, false, err
			}
			if shown {
				fields |= group
			}
		}
	}
	return fields, inside, nil
}

// NamesCare says whether a market or a department matters for what is shown.
func (d Decision) NamesCare() bool {
	for _, r := range d.rights {
		if len(r.reach.Markets)+len(r.reach.Departments) > 0 {
			return true
		}
		for _, reach := range r.guarded {
			if len(reach.Markets)+len(reach.Departments) > 0 {
				return true
			}
		}
	}
	return false
}

// Fields are the groups that are shown of at least somebody: the columns of a list as a file. What a row shows, Sees says.
func (d Decision) Fields() (fields Fields) {
	for _, r := range d.rights {
		fields |= r.fields
		for group, reach := range r.guarded {
			if !reach.Empty() {
				fields |= group
			}
		}
	}
	return fields
}

// rightOf is what a profile grants of a permission to a holder.
func rightOf(p *Profile, permission Permission, partner string, departments []string) right {
	r := right{reach: p.Scope(permission).Of(partner, departments), fields: p.Fields, guarded: map[Fields]Reach{}}
	for _, guard := range guards {
		if p.Fields.Has(guard.fields) {
			r.fields &^= guard.fields
			r.guarded[guard.fields] = p.Scope(guard.permission).Of(partner, departments)
		}
	}
	return r
}
