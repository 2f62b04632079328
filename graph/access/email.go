package access

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"upline/internal/fault"
)

// How long an address may be, in bytes (RFC 5321, 4.5.3.1, and erratum 1690 of RFC 3696).
const (
	emailLengthMax = 254
	localLengthMax = 64
)

// Email is an e-mail address by which somebody logs in.
//
// Whether Anna@ and anna@ are one mailbox is for its domain to say (RFC 5321, 2.4), so Upline does not claim that they are one
// person: accounts are unique by Address. But next to no provider tells them apart, and people write them as they like; so
// they log in by either: look an account up by Address, and if there is none, by Folded, provided that only one account has
// it; the password decides. Guesses are counted by Folded, lest each way of writing an address gives more of them.
type Email struct {
	Address string // as it was written, in NFC; the domain in lower case and ASCII (xn--…): what mail is sent to
	Folded  string // Address in lower case: an index to look up by, not unique
}

// ParseEmail reads an e-mail address, as people type it: spaces around it are ignored. Quoted local parts, comments, domains
// without a dot and addresses of machines are refused: nobody logs in by them, and mail programs differ about them.
//
// Errors: Invalid, which says what would be right.
func ParseEmail(text string) (Email, error) {
	const op = "e-mail"
	text = norm.NFC.String(strings.TrimSpace(text))
	at := strings.LastIndexByte(text, '@')
	if at < 0 || !utf8.ValidString(text) {
		return Email{}, fault.Invalidf(op, "that is no e-mail address: write one such as anna@example.com")
	}
	local, domain := text[:at], text[at+1:]
	switch {
	case local == "" || len(local) > localLengthMax:
		return Email{}, fault.Invalidf(op, "what stands before the @ has %d bytes: write 1 to %d", len(local), localLengthMax)
	case !dotAtom(local):
		return Email{}, fault.Invalidf(op, "what stands before the @ can have letters, digits and any of %s, with single dots between them", atomSigns)
	}
	ascii, err := domains.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") || numeric(ascii[strings.LastIndexByte(ascii, '.')+1:]) {
		return Email{}, fault.Invalidf(op, "what stands behind the @ is no domain: write one such as example.com")
	}
	address := local + "@" + strings.ToLower(ascii)
	if len(address) > emailLengthMax {
		return Email{}, fault.Invalidf(op, "the e-mail address has %d bytes, and may have %d at most", len(address), emailLengthMax)
	}
	return Email{Address: address, Folded: norm.NFC.String(strings.ToLower(address))}, nil
}

// domains reads a domain as registries do: IDNA 2008, mapped to lower case, with the lengths that DNS allows.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

const atomSigns = "!#$%&'*+-/=?^_`{|}~"

// dotAtom says whether a local part is atoms with single dots between them (RFC 5322, 3.2.3), of which RFC 6532 lets letters
// be of any script. What cannot be seen is no letter.
func dotAtom(local string) bool {
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" {
			return false
		}
		for _, r := range atom {
			if !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune(atomSigns, r) {
				return false
			}
		}
	}
	return true
}

// numeric says whether a top-level domain is a number, as in 10.0.0.1.
func numeric(label string) bool {
	return strings.Trim(label, "0123456789") == ""
}
