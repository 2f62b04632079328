package joining

import (
	"strings"

	"upline/internal/fault"
)

// Finding is one thing that is wrong in a form: which field, what is wrong, and what would be right.
type Finding struct {
	Field   string `json:"field"` // as JSON names it, such as address.postal_code
	German  string `json:"de"`
	English string `json:"en"`
}

// In returns the finding in a language: German for de, else English.
func (f Finding) In(language string) string { return wording{f.German, f.English}.in(language) }

// Findings is all that is wrong in a form. It is an error of kind Invalid (see Err).
type Findings []Finding

// Err returns nil when nothing is wrong, and else an error of kind Invalid that lists everything, in English.
func (f Findings) Err() error {
	if len(f) == 0 {
		return nil
	}
	lines := make([]string, len(f))
	for i, finding := range f {
		lines[i] = finding.Field + " " + finding.English
	}
	return fault.Invalidf("join", "%s", strings.Join(lines, "; "))
}

// add appends a finding.
func (f *Findings) add(field, german, english string) {
	*f = append(*f, Finding{field, german, english})
}

// wording is a sentence in both languages.
type wording struct{ german, english string }

func (w wording) in(language string) string {
	if language == "de" {
		return w.german
	}
	return w.english
}
