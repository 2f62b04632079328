package joining

import (
	"io"
	"strings"

	"upline/commission"
	"upline/internal/fault"
)

// The code of a sponsor's link: 10 characters of Crockford's Base32, short enough to be read out. It is no secret: it is made to be
// passed on and printed, and whoever has it learns the sponsor's name and no more (decision 0018). That the codes are random, 50
// bits, keeps them from saying who joined when, and from being listed by counting.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 10
)

// NewCode returns a new code from a source of randomness. It says nothing of the partner whose it is. Whoever keeps it must have it
// unique, and take another one when it is not.
func NewCode(random io.Reader) (string, error) {
	code := make([]byte, codeLength)
	if _, err := io.ReadFull(random, code); err != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: "link", Msg: "there is no randomness", Err: err}
	}
	for i, b := range code {
		code[i] = codeAlphabet[b%32] // 256 is a multiple of 32: no character is likelier
	}
	return string(code), nil
}

// ParseCode reads a code as people type it: in small letters, with hyphens and spaces, O for 0, I and L for 1.
//
// Errors: Invalid when it is no code.
func ParseCode(text string) (string, error) {
	code := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(compact(text, "-"))
	if len(code) != codeLength || strings.Trim(code, codeAlphabet) != "" {
		return "", fault.Invalidf("link", "%.40q is no code of a link: it has %d letters and digits", text, codeLength)
	}
	return code, nil
}

// Sponsor is a partner who invites, as of today.
type Sponsor struct {
	Partner string // the id
	Name    string // as the sponsor wants to be called in front of strangers
	Status  commission.Status
}

// Invitation is what somebody who opens a link sees.
type Invitation struct {
	Sponsor *Sponsor // nil: the form has no sponsor, and the company finds one
	text    wording
}

// Explain says it in German (de) or English.
func (i Invitation) Explain(language string) string { return i.text.in(language) }

// Invite resolves the code of a link by a look-up, which says whether there is a partner with that code. A code that nobody has,
// and one of somebody who is suspended or gone, look alike: a stranger learns nothing about a partner. The form is there in any
// case.
//
// Errors: those of the look-up.
func Invite(code string, find func(code string) (Sponsor, bool, error)) (Invitation, error) {
	gone := Invitation{text: wording{
		"Diese Einladung gilt nicht oder nicht mehr. Sie können sich trotzdem registrieren; wir ordnen Ihnen dann einen Ansprechpartner zu.",
		"This invitation is not, or no longer, valid. You can register all the same; we will then find a contact for you.",
	}}
	parsed, err := ParseCode(code)
	if err != nil {
		return gone, nil
	}
	sponsor, found, err := find(parsed)
	if err != nil || !found || sponsor.Status != commission.Active {
		return gone, err
	}
	return Invitation{&sponsor, wording{"Sie sind eingeladen von " + sponsor.Name + ".", "You are invited by " + sponsor.Name + "."}}, nil
}

// SponsorAtLast returns who sponsors somebody whose application is accepted: the one who was chosen, or, when that one is terminated
// meanwhile, the nearest above who is not, as the recruits of who leaves go too (decision 0011). Who is suspended stays
// sponsor: it passes. Above lists the chosen sponsor first, then those above. Empty: nobody is left, and the company finds one.
func SponsorAtLast(above []Sponsor) string {
	for _, sponsor := range above {
		if sponsor.Status != commission.Terminated {
			return sponsor.Partner
		}
	}
	return ""
}
