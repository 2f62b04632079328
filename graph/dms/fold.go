package dms

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// unlike are letters that look like others and are not made of them.
var unlike = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ı", "i", "ŋ", "n", "ŧ", "t", "ﬁ", "fi", "ﬂ", "fl",
)

// fold is a word as the index keeps it: small letters, without accents. The index folds what it takes in by itself, but not words that
// are searched for by how they begin.
func fold(word string) string {
	word = strings.ToLower(word)
	ascii := true
	for i := range len(word) {
		ascii = ascii && word[i] < 0x80
	}
	if ascii {
		return word
	}
	return unlike.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(word)))
}
