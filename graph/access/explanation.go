package access

import (
	"fmt"
	"slices"
	"strings"
)

// Why is one thing that a decision looked at: a profile, held directly, by a group, or by whom the user stands in for; or what bars
// from everything.
type Why struct {
	Profile string // id; empty: it is about no profile
	Group   string // id of the group that has it; empty: held directly
	For     string // id of the user for whom the user stands in; empty: the user's own
	Grants  bool
	Days    // on which it holds: those of the profile, within those of the group and of the deputy; none: it is about no profile
	Words   // a sentence
}

// deciding is a decision that is being made, and told if somebody asks why.
type deciding struct {
	Decision
	tells bool
	whys  []Why
}

// decide looks at everything that could grant the permission.
func (d *deciding) decide() {
	if d.barred() {
		return
	}
	d.holder(d.user, "", allDays)
	for i := range d.user.StandsInFor {
		d.absent(&d.user.StandsInFor[i])
	}
	d.Allowed = len(d.rights) > 0
	for i := range d.rights {
		d.Reach = d.Reach.Union(d.rights[i].reach)
	}
	if len(d.whys) == 0 {
		d.why(Why{}, "%s holds no profile: without one, nobody may do anything.", "%s hat kein Profil: ohne eines darf niemand etwas.", d.user.ID)
	}
}

// why tells one thing. The same values follow both sentences.
func (d *deciding) why(w Why, en, de string, args ...any) {
	if !d.tells {
		return
	}
	w.Words = Words{fmt.Sprintf(en, args...), fmt.Sprintf(de, args...)}
	d.whys = append(d.whys, w)
}

// barred says whether something denies whatever profiles grant.
func (d *deciding) barred() bool {
	switch {
	case !d.Permission.Known():
		d.why(Why{}, "There is no permission %q.", "Es gibt keine Berechtigung %q.", d.Permission)
	case d.user.Locked:
		d.why(Why{}, "The account of %s is locked.", "Das Konto von %s ist gesperrt.", d.user.ID)
	case d.user.Token != nil && !slices.Contains(d.user.Token, d.Permission):
		d.why(Why{}, "The token that is used is not for %s.", "Der verwendete Schlüssel gilt nicht für %s.", d.Permission)
	default:
		return false
	}
	return true
}

// absent looks at what an absent user would be granted.
func (d *deciding) absent(a *Absence) {
	w := Why{For: a.For.ID}
	switch {
	case !a.Hold(d.day):
		d.outside(w, Words{"The time of a deputy", "Die Zeit einer Vertretung"}, a.Days)
	case a.For.Locked:
		d.why(w, "The account of %s is locked, and gives a deputy nothing.", "Das Konto von %s ist gesperrt und gibt einer Vertretung nichts.", a.For.ID)
	default:
		before := len(d.whys)
		d.holder(a.For, a.For.ID, a.Days)
		if len(d.whys) == before {
			d.why(w, "%s holds no profile that a deputy could use.", "%s hat kein Profil, das eine Vertretung nutzen könnte.", a.For.ID)
		}
	}
}

// holder looks at the profiles of a user: the one who asks, or for whom that one stands in on some days.
func (d *deciding) holder(user User, standsInFor string, within Days) {
	var departments []string
	for _, one := range user.Departments {
		if one.Hold(d.day) {
			departments = append(departments, one.ID)
		}
	}
	for i := range user.Profiles {
		d.holding(&user.Profiles[i], Why{For: standsInFor, Days: within}, user.Partner, departments)
	}
	for i := range user.Groups {
		group := &user.Groups[i]
		w := Why{Group: group.Group, For: standsInFor, Days: within.and(group.Days)}
		switch {
		case !group.Hold(d.day):
			d.outside(w, Words{"The membership of " + group.Group, "Die Mitgliedschaft in " + group.Group}, group.Days)
		case len(group.Profiles) == 0:
			d.why(w, "The group %s has no profile.", "Die Gruppe %s hat kein Profil.", group.Group)
		default:
			for j := range group.Profiles {
				d.holding(&group.Profiles[j], w, user.Partner, departments)
			}
		}
	}
}

// outside tells that something does not hold on the day.
func (d *deciding) outside(w Why, what Words, days Days) {
	if !d.tells {
		return
	}
	since, by := days.Since(), by(w)
	w.Words = Words{
		fmt.Sprintf("%s%s holds %s, not on %s.", what.EN, by.EN, since.EN, d.day),
		fmt.Sprintf("%s%s gilt %s, nicht am %s.", what.DE, by.DE, since.DE, d.day),
	}
	d.whys = append(d.whys, w)
}

// holding looks at a profile.
func (d *deciding) holding(h *Holding, w Why, partner string, departments []string) {
	w.Profile, w.Days = h.Profile.ID, w.and(h.Days)
	if !h.Hold(d.day) {
		d.outside(w, Words{"The profile " + h.Profile.ID, "Das Profil " + h.Profile.ID}, h.Days)
		return
	}
	if !h.Profile.Scope(d.Permission).empty() {
		r := rightOf(&h.Profile, d.Permission, partner, departments)
		if w.Grants = !r.reach.Empty(); w.Grants {
			d.rights = append(d.rights, r)
		}
	}
	if d.tells {
		w.Words = d.said(h, w)
		d.whys = append(d.whys, w)
	}
}

// said is what a profile that holds says of the permission.
func (d *deciding) said(h *Holding, w Why) Words {
	scope, by := h.Profile.Scope(d.Permission), by(w)
	about, shown := scope.About(), strings.Join(h.Profile.Fields.Names(), ", ")
	switch {
	case scope.empty():
		return Words{
			fmt.Sprintf("The profile %s%s does not contain %s.", h.Profile.ID, by.EN, d.Permission),
			fmt.Sprintf("Das Profil %s%s enthält %s nicht.", h.Profile.ID, by.DE, d.Permission),
		}
	case !w.Grants:
		return Words{
			fmt.Sprintf("The profile %s%s grants %s of: %s; but there is no such partner or department.", h.Profile.ID, by.EN, d.Permission, about.EN),
			fmt.Sprintf("Das Profil %s%s gewährt %s für: %s; aber diesen Partner oder diese Abteilung gibt es nicht.", h.Profile.ID, by.DE, d.Permission, about.DE),
		}
	default:
		return Words{
			fmt.Sprintf("The profile %s%s grants %s of: %s, %s. Fields: %s.", h.Profile.ID, by.EN, d.Permission, about.EN, w.Since().EN, shown),
			fmt.Sprintf("Das Profil %s%s gewährt %s für: %s, %s. Felder: %s.", h.Profile.ID, by.DE, d.Permission, about.DE, w.Since().DE, shown),
		}
	}
}

// by says by whom or what a user has something.
func by(w Why) (words Words) {
	if w.Group != "" && w.Profile != "" {
		words = Words{" by the group " + w.Group, " über die Gruppe " + w.Group}
	}
	if w.For != "" {
		words.EN += ", standing in for " + w.For
		words.DE += ", in Vertretung von " + w.For
	}
	return words
}
