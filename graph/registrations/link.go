package registrations

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strconv"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/keys"
)

// token makes the token of an application's link, the first of which has number 0. It is as hard to guess as the key, and the same each
// time; so it needs to be kept nowhere.
func (s *Store) token(application string, no int) (token, hash string, err error) {
	return tokenBy(s.keys.link.First(), application, no)
}

// tokenOf makes the token whose hash is kept, by the key that made it.
//
// Errors: Internal when that one is not set any more.
func (s *Store) tokenOf(application string, no int, kept string) (string, error) {
	for _, key := range keys.Each(s.keys.link, func(key []byte) []byte { return key }) {
		token, hash, err := tokenBy(key, application, no)
		if err != nil || hash == kept {
			return token, err
		}
	}
	return "", fault.Internalf("link", "the link of registration %s was made by another key: UPLINE_JOIN_KEY must have it until it has expired", application)
}

func tokenBy(key []byte, application string, no int) (token, hash string, err error) {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(application + "\x00" + strconv.Itoa(no)))
	return joining.NewToken(bytes.NewReader(mac.Sum(nil)))
}

// Invitation resolves the code of a sponsor's link.
func (s *Store) Invitation(ctx context.Context, code string) (joining.Invitation, error) {
	return joining.Invite(code, func(code string) (sponsor joining.Sponsor, found bool, err error) {
		err = s.Read(ctx, cypher.RegistrationCodeFind, map[string]any{"code": code}, func() { found = false }, func(record *neo4j.Record) error {
			sponsor.Partner, sponsor.Name, found = record.Values[0].(string), record.Values[1].(string), true
			return nil
		})
		if err != nil || !found {
			return sponsor, found, err
		}
		standing, err := s.company.StandingOf(ctx, sponsor.Partner, s.view())
		sponsor.Status, _ = commission.ParseStatus(standing.Status)
		return sponsor, true, err
	})
}

// Link is a sponsor's personal link.
type Link struct{ Code, Partner, URL string }

// Link returns a partner's link, which is made the first time.
//
// Errors: NotFound when there is no such partner; Conflict when the partner is suspended or gone.
func (s *Store) Link(ctx context.Context, partner string, by graph.By) (*Link, error) {
	standing, err := s.company.StandingOf(ctx, partner, s.viewBy(by))
	if err != nil {
		return nil, err
	}
	if standing.Status != commission.Active.String() {
		return nil, fault.Conflictf("link", "partner %s is %s: only who is active invites", partner, standing.Status)
	}
	const tries = 5 // of a million codes, the next one is taken with a chance of one in a billion
	for try := 1; ; try++ {
		code, err := joining.NewCode(s.config.Random)
		if err != nil {
			return nil, err
		}
		seq, err := s.Numbers(ctx, graph.RegistrationSeq, 1)
		if err != nil {
			return nil, err
		}
		link := &Link{Partner: partner}
		_, err = s.Change(ctx, "make registration link", by.Recorded(), nil, func(c *chronicle.Change) error {
			params := map[string]any{"partner": partner, "code": code, "seq": seq, "recorded": c.Recorded}
			return c.Run(cypher.RegistrationCodeTake, params, func(record *neo4j.Record) error {
				link.Code = record.Values[0].(string)
				return nil
			})
		})
		if fault.KindOf(err) == fault.Conflict && err != nil && try < tries {
			continue
		}
		link.URL = s.config.Company.URL + "/join/" + link.Code
		return link, err
	}
}
