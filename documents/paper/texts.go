package paper

import (
	"maps"
	"slices"
	"strings"

	"upline/internal/fault"
)

// Texts are the words of one language.
type Texts struct {
	Language string // two letters
	words    map[string]string
}

// Texts returns the words of a language.
//
// Errors: Invalid when the letterhead does not speak it.
func (l *Letterhead) Texts(language string) (Texts, error) {
	words, ok := l.texts[language]
	if !ok {
		known := slices.Sorted(maps.Keys(l.texts))
		return Texts{}, fault.Invalidf(op, "no letter is written in %q: choose one of %s", language, strings.Join(known, ", "))
	}
	return Texts{language, words}, nil
}

// Languages returns what the letterhead speaks, sorted.
func (l *Letterhead) Languages() []string { return slices.Sorted(maps.Keys(l.texts)) }

// Say returns a text by its key, part.name, with its places filled in: pairs of name and value. A key that is not there is
// returned itself; a test of every document looks for those.
func (t Texts) Say(key string, pairs ...string) string {
	text, ok := t.words[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return text
	}
	places := make([]string, len(pairs))
	for i, pair := range pairs {
		if places[i] = pair; i%2 == 0 {
			places[i] = "{" + pair + "}"
		}
	}
	return strings.NewReplacer(places...).Replace(text)
}

// Has reports whether there is a text of a key.
func (t Texts) Has(key string) bool {
	_, ok := t.words[key]
	return ok
}
