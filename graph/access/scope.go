package access

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"upline/internal/fault"
)

// Scope is of whom a profile grants something, in words that hold for any user: "own" is whoever holds the profile. Words are
// united. The zero Scope is of nobody.
type Scope struct {
	All            bool // everybody, and what belongs to nobody
	Own            bool // the user's own partner
	Downline       bool // the user's own partner, and everybody below as of the day that is asked for
	OwnDepartments bool // partners whom a department of the user looks after
	Markets        []string
	Departments    []string // ids
}

// The words of a scope, as profiles write them.
const (
	wordAll        = "all"
	wordOwn        = "own"
	wordDownline   = "downline"
	wordMarket     = "market"
	wordDepartment = "department"
)

// scopeName is a market's code, or a department's id.
var scopeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// ParseScope reads words: "all", "own", "downline", "department" (those of the user), "market:DE", "department:south".
//
// Errors: Invalid.
func ParseScope(words []string) (s Scope, err error) {
	seen := map[string]bool{}
	for _, word := range words {
		if seen[word] {
			return Scope{}, fault.Invalidf("scope", "%q is there twice: write it once", word)
		}
		seen[word] = true
		if !s.add(word) {
			return Scope{}, fault.Invalidf("scope", `%q is no scope: write all, own, downline, department, market:CODE or department:ID`, word)
		}
	}
	switch {
	case len(words) == 0:
		return Scope{}, fault.Invalidf("scope", "the scope is empty: write all, own, downline, department, market:CODE or department:ID")
	case s.All && len(words) > 1:
		return Scope{}, fault.Invalidf("scope", "all says everything: leave out the other words")
	}
	slices.Sort(s.Markets)
	slices.Sort(s.Departments)
	return s, nil
}

// add adds what a word says, if it is one.
func (s *Scope) add(word string) bool {
	kind, name, named := strings.Cut(word, ":")
	switch {
	case named && !scopeName.MatchString(name):
		return false
	case named && kind == wordMarket:
		s.Markets = append(s.Markets, name)
	case named && kind == wordDepartment:
		s.Departments = append(s.Departments, name)
	case word == wordAll:
		s.All = true
	case word == wordOwn:
		s.Own = true
	case word == wordDownline:
		s.Downline = true
	case word == wordDepartment:
		s.OwnDepartments = true
	default:
		return false
	}
	return true
}

// Words returns the words, always in the same order.
func (s Scope) Words() []string {
	words := []string{}
	for _, one := range []struct {
		holds bool
		word  string
	}{{s.All, wordAll}, {s.Own, wordOwn}, {s.Downline, wordDownline}, {s.OwnDepartments, wordDepartment}} {
		if one.holds {
			words = append(words, one.word)
		}
	}
	for _, market := range slices.Sorted(slices.Values(s.Markets)) {
		words = append(words, wordMarket+":"+market)
	}
	for _, department := range slices.Sorted(slices.Values(s.Departments)) {
		words = append(words, wordDepartment+":"+department)
	}
	return words
}

// MarshalJSON writes the words.
func (s Scope) MarshalJSON() ([]byte, error) { return json.Marshal(s.Words()) }

// UnmarshalJSON reads the words.
//
// Errors: Invalid.
func (s *Scope) UnmarshalJSON(text []byte) error {
	var words []string
	if err := json.Unmarshal(text, &words); err != nil {
		return fault.Invalidf("scope", `a scope is a list of words, such as ["own", "market:DE"]`)
	}
	parsed, err := ParseScope(words)
	*s = parsed
	return err
}

// Union returns the scope that holds whoever is in one of both.
func (s Scope) Union(other Scope) Scope {
	if s.All || other.All {
		return Scope{All: true}
	}
	return Scope{
		Own: s.Own || other.Own, Downline: s.Downline || other.Downline, OwnDepartments: s.OwnDepartments || other.OwnDepartments,
		Markets: united(s.Markets, other.Markets), Departments: united(s.Departments, other.Departments),
	}
}

// united returns the elements of both, sorted, each once; nil when there are none.
func united(a, b []string) []string {
	if len(a)+len(b) == 0 {
		return nil // as nearly always
	}
	set := map[string]bool{}
	for _, list := range [][]string{a, b} {
		for _, one := range list {
			set[one] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// About says of whom, in a few words.
func (s Scope) About() Words {
	var en, de []string
	for _, word := range s.Words() {
		kind, name, named := strings.Cut(word, ":")
		about := scopeAbout[kind]
		if named {
			about = Words{kind + " " + name, map[string]string{wordMarket: "Markt ", wordDepartment: "Abteilung "}[kind] + name}
		}
		en, de = append(en, about.EN), append(de, about.DE)
	}
	if len(en) == 0 {
		return Words{"nobody", "niemanden"}
	}
	return Words{strings.Join(en, ", "), strings.Join(de, ", ")}
}

var scopeAbout = map[string]Words{
	wordAll:        {"everybody", "alle"},
	wordOwn:        {"the own partner", "den eigenen Partner"},
	wordDownline:   {"the own partner and everybody below", "den eigenen Partner und alle darunter"},
	wordDepartment: {"the own departments", "die eigenen Abteilungen"},
}
