package api

import (
	"html/template"
	"strings"

	"upline/graph/access"
	"upline/internal/period"
)

// whyPage is what the template shows.
type whyPage struct {
	Style                          template.CSS
	Language                       string
	User, Permission, Partner, Day string
	Users                          []string
	Resources                      []whyResource
	Error                          string
	Answer                         *whyAnswer
}

type whyResource struct {
	Name        string
	Permissions []whyPermission
}

type whyPermission struct {
	ID, About string
	Chosen    bool
}

// whyAnswer is a decision in words.
type whyAnswer struct {
	Allowed  bool
	Verdict  string
	About    string   // what the permission is
	Of       string   // of whom; empty: nobody
	Fields   []string // what is in the groups of fields that are shown
	Holds    []whyLine
	Looked   []whyLine // what was looked at
	Missing  []string
	Partner  string // whether the partner is within; empty: nobody was named
	IsWithin bool
}

type whyLine struct {
	Grants bool
	Text   string
}

// In chooses the text of the page's language.
func (page *whyPage) In(en, de string) string { return access.Words{EN: en, DE: de}.In(page.Language) }

// called is how a page calls people: the user of the question, and addresses in the place of ids.
type called struct {
	user      string
	addresses *strings.Replacer
}

// tell says what was decided of a user, and why.
func (page *whyPage) tell(called called, user *access.User, d *access.Decision, day period.Day, missing []access.Words) {
	who := called.user
	a := &whyAnswer{Allowed: d.Allowed, About: d.Permission.About().In(page.Language)}
	if d.Allowed {
		a.Verdict = page.In("Yes, on "+day.String()+" "+who+" may do this.", "Ja, am "+day.String()+" darf "+who+" das.")
		a.Of = page.reach(d)
	} else {
		a.Verdict = page.In("No, on "+day.String()+" "+who+" may not do this.", "Nein, am "+day.String()+" darf "+who+" das nicht.")
	}
	for _, about := range d.Fields().About() {
		a.Fields = append(a.Fields, about.In(page.Language))
	}
	for _, group := range user.Groups {
		a.Holds = append(a.Holds, whyLine{group.Hold(day), page.In("In the group ", "In der Gruppe ") + group.Group + ", " + group.Since().In(page.Language)})
	}
	for _, one := range user.Departments {
		a.Holds = append(a.Holds, whyLine{one.Hold(day), page.In("Works in the department ", "Arbeitet in der Abteilung ") + one.ID + ", " + one.Since().In(page.Language)})
	}
	for _, absence := range user.StandsInFor {
		a.Holds = append(a.Holds, whyLine{absence.Hold(day), page.In("Stands in for ", "Vertritt ") + called.addresses.Replace(absence.For.ID) + ", " + absence.Since().In(page.Language)})
	}
	for _, why := range d.Whys() {
		a.Looked = append(a.Looked, whyLine{why.Grants, called.addresses.Replace(why.In(page.Language))})
	}
	for _, words := range missing {
		a.Missing = append(a.Missing, words.In(page.Language))
	}
	page.Answer = a
}

// reach says of whom.
func (page *whyPage) reach(d *access.Decision) string {
	r := d.Reach
	if r.All {
		return page.In("everybody, and what belongs to nobody", "alle, und was niemandem gehört")
	}
	var parts []string
	for _, part := range []struct {
		en, de string
		ids    []string
	}{
		{"the partner", "den Partner", r.Own},
		{"everybody below and including", "alle unter und einschließlich", r.Downline},
		{"the market", "den Markt", r.Markets},
		{"partners of the department", "Partner der Abteilung", r.Departments},
	} {
		if len(part.ids) > 0 {
			parts = append(parts, page.In(part.en, part.de)+" "+strings.Join(part.ids, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// tellPartner says whether a decision is about the partner whom the form names, and what is missing if it is not.
func (page *whyPage) tellPartner(d access.Decision, inside bool) {
	a := page.Answer
	switch {
	case inside && d.Allowed:
		a.IsWithin = true
		a.Partner = page.In("Partner "+page.Partner+" is among those.", "Partner "+page.Partner+" gehört dazu.")
	case d.Allowed:
		a.Partner = page.In("But partner "+page.Partner+" was not among those on that day.", "Partner "+page.Partner+" gehörte an diesem Tag aber nicht dazu.")
		a.Missing = append(a.Missing, page.In(
			"The partner would have to stand where the scope reaches, or a profile with a wider scope would have to be given.",
			"Der Partner müsste dort stehen, wohin der Umfang reicht, oder es bräuchte ein Profil mit weiterem Umfang."))
	default:
		a.Partner = page.In("Nor of partner "+page.Partner+".", "Auch nicht für Partner "+page.Partner+".")
	}
}
