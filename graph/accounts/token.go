package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Token is what is kept of a token.
type Token struct {
	ID        string
	Kind      access.TokenKind
	User      string // id; empty: of the first administrator
	Name      string // of a machine's: what it is for
	Scopes    []string
	Expires   time.Time
	Created   time.Time
	CreatedBy string

	hash  string
	email access.Email // of a confirmation: the new address
	used  bool         // or taken back
}

// noToken is the answer for whatever is wrong with a token, so that nobody learns more from it.
func noToken() error {
	return fault.NotFoundf("token", "the link is not good any more: it was used, or has expired, or is not whole; ask for a new one")
}

// makeToken records a token in the transaction of a change, and takes those of the same kind back that the user has not used. It
// returns the token's text.
func makeToken(c *chronicle.Change, seq int64, kind access.TokenKind, user string, life time.Duration, more map[string]any, scopes ...string) (text string, t Token, err error) {
	text, made, err := access.NewToken(kind, c.Recorded, life, scopes...)
	if err != nil {
		return "", t, err
	}
	if kind != access.APIToken && user != "" {
		if err := endTokens(c, user, kind); err != nil {
			return "", t, err
		}
	}
	t = Token{ID: uuid.NewString(), Kind: kind, User: user, Scopes: made.Scopes, Expires: made.Expires, Created: c.Recorded, hash: made.Hash}
	properties := map[string]any{
		"id": t.ID, "kind": string(kind), "hash": made.Hash, "user": user, "expires": chronicle.Moment(made.Expires),
		"scopes": append([]string{}, made.Scopes...),
	}
	for name, value := range more {
		properties[name] = value
	}
	t.Name, _ = more["name"].(string)
	c.About(aboutToken, t.ID, t.subject(), nil, t.state())
	return text, t, c.Run(cypher.TokenCreate, map[string]any{"seq": seq, "token": properties, "recorded": c.Recorded}, nil)
}

// endTokens takes a user's tokens of some kinds back that are not used.
func endTokens(c *chronicle.Change, user string, kinds ...access.TokenKind) error {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = string(kind)
	}
	return c.Run(cypher.TokensEnd, map[string]any{"user": user, "kinds": names, "recorded": c.Recorded}, ended(c, user))
}

// ended says of each token that a query returns that it is not good any more.
func ended(c *chronicle.Change, user string) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		t := Token{ID: record.Values[0].(string), User: user}
		c.About(aboutToken, t.ID, t.subject(), tokenUse{false}, tokenUse{true})
		return nil
	}
}

// Ask makes a token of a kind for a user, who gets it by mail: an invitation, a reset of the password, or a confirmation of a new
// address. Those before it are not good any more.
//
// Errors: NotFound when there is nobody to write to: the account is gone, locked or a machine's, or an invitation was accepted.
func (s *Store) Ask(ctx context.Context, kind access.TokenKind, user string, address access.Email, by By) (text string, account *Account, err error) {
	seq, err := s.Numbers(ctx, tokenSeq, 1)
	if err != nil {
		return "", nil, err
	}
	err = s.alter(ctx, "make token", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		if a.Locked() || a.Machine || kind == access.InvitationToken && a.Password != "" {
			return nil, fault.NotFoundf("token", "there is nobody to write to")
		}
		account = a
		var err error
		text, _, err = makeToken(c, seq, kind, user, kind.LifeMax(), map[string]any{"email": address.Address, "folded": address.Folded})
		return nil, err
	})
	return text, account, err
}

// look returns a token that is good, by its text.
//
// Errors: NotFound.
func (s *Store) look(ctx context.Context, kind access.TokenKind, text string) (*Token, error) {
	hash, err := access.HashToken(kind, text)
	if err != nil {
		return nil, noToken()
	}
	var t *Token
	err = s.Read(ctx, cypher.TokenFound, map[string]any{"hash": hash}, func() { t = nil }, takeToken(&t, hash))
	if err != nil {
		return nil, err
	}
	return t, t.good(kind, s.Time())
}

// good says whether a token that was looked for is there, of that kind, and neither used nor expired.
func (t *Token) good(kind access.TokenKind, now time.Time) error {
	if t == nil || t.Kind != kind || t.used || !now.Before(t.Expires) {
		return noToken()
	}
	return nil
}

// use uses a token up, which the change has locked.
//
// Errors: NotFound when somebody else has used it meanwhile.
func (t *Token) use(c *chronicle.Change) error {
	var now *Token
	if err := c.Run(cypher.TokenFound, map[string]any{"hash": t.hash}, takeToken(&now, t.hash)); err != nil {
		return err
	}
	if err := now.good(t.Kind, c.Recorded); err != nil {
		return err
	}
	c.About(aboutToken, t.ID, t.subject(), tokenUse{false}, tokenUse{true})
	return c.Run(cypher.TokenSet, map[string]any{"hash": t.hash, "changes": map[string]any{"used": c.Recorded}, "recorded": c.Recorded}, nil)
}

func takeToken(t **Token, hash string) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		found := tokenOf(record)
		found.hash = hash
		*t = &found
		return nil
	}
}

func tokenOf(record *neo4j.Record) Token {
	c := chronicle.ColumnsOf(record)
	return Token{
		ID: c.Text("id"), Kind: access.TokenKind(c.Text("kind")), User: c.Text("user"), Name: c.Text("name"), Scopes: c.Texts("scopes"),
		Expires: c.Time("expires"), Created: c.Time("created"), CreatedBy: c.Text("createdBy"),
		email: access.Email{Address: c.Text("email"), Folded: c.Text("folded")}, used: !c.Time("used").IsZero(),
	}
}
