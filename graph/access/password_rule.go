package access

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"upline/internal/fault"
)

// How long a password is, in Unicode code points (ASVS 6.2.1, 6.2.9). The upper bound is no strength: it keeps requests small.
const (
	PasswordLengthMin = 12
	PasswordLengthMax = 256
)

// guessedFirst are words that somebody who attacks Upline tries first (ASVS 6.1.2): what it is, what its users are, and what
// people write when asked for a password. The caller adds the company's and the account's.
var guessedFirst = []string{
	"upline", "partner", "sponsor", "downline", "administrator", "admin", "support",
	"password", "passwort", "kennwort", "welcome", "willkommen", "qwerty", "qwertz",
}

const (
	guessedLengthMin   = 4 // shorter words stand in too many good passwords by chance
	unguessedLengthMin = 8 // letters and digits that must be left when the words are taken out
)

// ValidatePassword refuses a password that is too short or too long, commonly used (ASVS 6.2.4, 6.2.12), or made of words
// that are known of the account: its e-mail, the person's name, the company's name (ASVS 6.2.11). There are no rules on what
// characters it consists of (ASVS 6.2.5). It is for new passwords only: at log-in, the hash decides.
//
// Errors: Invalid, which says what would be right.
func ValidatePassword(password string, known ...string) error {
	const op = "password"
	switch length := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return fault.Invalidf(op, "the password is not valid UTF-8: send it as text")
	case length < PasswordLengthMin:
		return fault.Invalidf(op, "the password has %d characters, and must have %d or more: a few words in a row are easy to remember", length, PasswordLengthMin)
	case length > PasswordLengthMax:
		return fault.Invalidf(op, "the password has %d characters, and may have %d at most: choose a shorter one", length, PasswordLengthMax)
	}
	if _, common := commonPasswords()[strings.ToLower(password)]; common {
		return fault.Invalidf(op, "the password is on the lists that attackers try first: choose one that nobody else uses")
	}
	if madeOf(password, append(slices.Clone(guessedFirst), known...)) {
		return fault.Invalidf(op, "the password is made of words that are easy to guess, such as an e-mail address or the company's name: choose other words")
	}
	return nil
}

// madeOf says whether little is left of a password without these words, whatever stands between and around them.
func madeOf(password string, known []string) bool {
	var words []string
	for _, text := range known {
		parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		words = append(append(words, parts...), strings.Join(parts, ""))
	}
	words = slices.DeleteFunc(words, func(word string) bool { return utf8.RuneCountInString(word) < guessedLengthMin })
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the longest first: they contain others
	left := letters(password)
	before := left
	for _, word := range words {
		left = strings.ReplaceAll(left, word, " ") // keeps what stood around it from becoming another word
	}
	return left != before && utf8.RuneCountInString(strings.ReplaceAll(left, " ", "")) < unguessedLengthMin
}

// letters returns the letters and digits of a text, in lower case.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// The list and where it comes from: see common_passwords.md.
//
//go:embed common_passwords.txt.gz
var commonPasswordsFile []byte

// commonPasswords are some 44,000 breached passwords that are long enough, in lower case. They are read when they are first
// needed, in some 20 ms; the file is part of the program, so a defect in it is one of the program.
var commonPasswords = sync.OnceValue(func() map[string]struct{} {
	file, err := gzip.NewReader(bytes.NewReader(commonPasswordsFile))
	if err != nil {
		panic(err)
	}
	common := map[string]struct{}{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		common[lines.Text()] = struct{}{}
	}
	if err := lines.Err(); err != nil {
		panic(err)
	}
	return common
})
