package suggestion

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// addressLines is how many lines of a letter may be its address.
const addressLines = 15

// byNames asks for what may be names. A name that several partners have makes none of them sure.
func (t tally) byNames(text string, book Book) error {
	text = norm.NFKC.String(text)
	asked := 0
	lines := strings.Split(text, "\n")
	folded := fold(text)
	top := fold(strings.Join(lines[:min(len(lines), addressLines)], "\n"))
	seen := map[string]bool{}
	for _, line := range lines {
		for _, name := range namesIn(line) {
			if asked >= namesMax || seen[name] {
				continue
			}
			seen[name] = true
			asked++
			found, err := book.Named(name)
			if err != nil {
				return err
			}
			for _, p := range found {
				t.named(p, folded, top, len(found))
			}
		}
	}
	return nil
}

// named adds a partner whose whole name stands in the text.
func (t tally) named(p Partner, text, top string, several int) {
	name := fold(p.Name)
	if !holdsWords(text, name) {
		return
	}
	t.add(p.Number, p.Name, Reason{"name", p.Name, byName / several})
	if holdsWords(top, name) {
		t.add(p.Number, p.Name, Reason{"name-in-address", p.Name, byFullName / several})
	}
}

// namesIn are the runs of two to four words of a line that begin with capitals.
func namesIn(line string) []string {
	var names []string
	var words []string
	end := func() {
		if len(words) >= 2 && len(words) <= 4 {
			names = append(names, strings.Join(words, " "))
		}
		words = nil
	}
	for word := range strings.FieldsSeq(line) {
		trimmed := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		first, _ := utf8.DecodeRuneInString(trimmed)
		if trimmed == "" || !unicode.IsUpper(first) || utf8.RuneCountInString(trimmed) < 2 {
			end()
			continue
		}
		if isTitle(trimmed) {
			end()
			continue
		}
		words = append(words, trimmed)
		if strings.ContainsAny(word, ",;:") {
			end()
		}
	}
	end()
	return names
}

// isTitle says whether a word stands before a name, and is not part of it.
func isTitle(word string) bool {
	switch strings.ToLower(word) {
	case "herr", "herrn", "frau", "mr", "mrs", "ms", "dr", "prof", "dear", "lieber", "liebe", "sehr", "geehrte", "geehrter", "hello", "hallo":
		return true
	}
	return false
}

// fold makes texts that read alike the same: without capitals, and with letters as one.
func fold(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(text))), " ")
}

// holdsWords says whether a text has some words, not as parts of others.
func holdsWords(text, words string) bool {
	for at := 0; words != ""; {
		found := strings.Index(text[at:], words)
		if found < 0 {
			return false
		}
		begin := at + found
		before, _ := utf8.DecodeLastRuneInString(text[:begin])
		after, _ := utf8.DecodeRuneInString(text[begin+len(words):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at = begin + 1
	}
	return false
}
