package accounts

import (
	"time"

	"upline/graph/access"
	"upline/internal/period"
)

// What audit entries are about: the kinds of things.
const (
	aboutUser       = "User"
	aboutGroup      = "Group"
	aboutDepartment = "Department"
	aboutProfile    = "Profile"
	aboutToken      = "Token"
)

// accountState is what an audit entry says of an account. When something was used last is no state: the entry itself says it.
type accountState struct {
	Email, Name, Partner, Language string

	Machine, Locked bool
	Provider        string
	Password        string   `audit:"secret"`
	TOTP            string   `audit:"secret"`
	TOTPPending     string   `audit:"secret"`
	Recovery        []string `audit:"secret"`
	Passkeys        []passkeyState
}

type passkeyState struct {
	ID, Name string
	BackedUp bool
}

func (a *Account) state() accountState {
	s := accountState{
		Email: a.Email.Address, Name: a.Name, Partner: a.Partner, Language: a.Language, Machine: a.Machine, Locked: a.Locked(),
		Provider: a.provider, Password: a.Password, TOTP: a.totp, TOTPPending: a.pending, Recovery: append([]string{}, a.Recovery...),
		Passkeys: []passkeyState{},
	}
	for _, p := range a.Passkeys {
		s.Passkeys = append(s.Passkeys, passkeyState{PasskeyID(p.ID), p.Name, p.BackedUp})
	}
	return s
}

// tokenState is what an audit entry says of a new token, and tokenUse what it says later.
type (
	tokenState struct {
		Kind    access.TokenKind
		Name    string
		Email   string // to be confirmed
		Scopes  []string
		Expires time.Time
		tokenUse
	}
	tokenUse struct{ Used bool } // or taken back
)

func (t *Token) state() tokenState {
	return tokenState{Kind: t.Kind, Name: t.Name, Email: t.email.Address, Scopes: append([]string{}, t.Scopes...), Expires: t.Expires, tokenUse: tokenUse{t.used}}
}

// subject is the user whose token it is.
func (t *Token) subject() string {
	if t.User == "" {
		return ""
	}
	return ActorOf(t.User)
}

// named is what an audit entry says of a group or a department.
type named struct{ Name string }

// toldSpan is a span as an audit entry tells it.
type toldSpan struct {
	From  period.Day `json:"from"`
	Until period.Day `json:"until"`
}

// told is a bond with something on some days, under its name and what it leads to, such as group.desk.
func (b *bond) told(other string, spans []span) map[string]any {
	if len(spans) == 0 {
		return nil
	}
	list := make([]toldSpan, len(spans))
	for i, s := range spans {
		list[i] = toldSpan{s.From, s.To}
	}
	return map[string]any{b.name + "." + other: list}
}
