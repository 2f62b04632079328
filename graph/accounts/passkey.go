package accounts

import (
	"context"
	"encoding/base64"
	"time"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Passkey is a passkey of an account, with the name that its owner gave it.
type Passkey struct {
	access.Passkey
	Name    string
	Created time.Time
}

// PasskeyUser shows an account as package access wants to see whose passkeys it is about.
func (a *Account) PasskeyUser() access.PasskeyUser {
	user := access.PasskeyUser{Handle: a.Handle, Name: a.Email.Address, FullName: a.Name}
	if user.FullName == "" {
		user.FullName = user.Name
	}
	for _, passkey := range a.Passkeys {
		user.Passkeys = append(user.Passkeys, passkey.Passkey)
	}
	return user
}

// PasskeyID writes the id of a passkey as a text.
func PasskeyID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// passkeysMost is how many passkeys an account has at most.
const passkeysMost = 20

// AddPasskey records a new passkey of a user. The first second factor comes with recovery codes, to be shown once; otherwise there
// are none.
//
// Errors: NotFound; Conflict when the passkey is somebody's already, or there are too many.
func (s *Store) AddPasskey(ctx context.Context, user string, passkey access.Passkey, name string, by By) (codes []string, err error) {
	seq, err := s.Numbers(ctx, passkeySeq, 1)
	if err != nil {
		return nil, err
	}
	err = s.alter(ctx, "add passkey", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		codes = nil
		if len(a.Passkeys) >= passkeysMost {
			return nil, fault.Conflictf("passkey", "the account has %d passkeys: remove one first", len(a.Passkeys))
		}
		properties := map[string]any{
			"id": PasskeyID(passkey.ID), "publicKey": base64.StdEncoding.EncodeToString(passkey.PublicKey), "signCount": int64(passkey.SignCount),
			"backupEligible": passkey.BackupEligible, "backedUp": passkey.BackedUp, "transports": append([]string{}, passkey.Transports...),
			"aaguid": base64.StdEncoding.EncodeToString(passkey.AAGUID), "name": name,
		}
		err := c.Run(cypher.PasskeyCreate, map[string]any{"seq": seq, "user": user, "passkey": properties, "recorded": c.Recorded}, nil)
		if err != nil || a.HasSecondFactor() {
			return nil, err
		}
		var hashes []string
		codes, hashes = access.NewRecoveryCodes()
		return map[string]any{"recovery": hashes}, nil
	})
	return codes, err
}

// UsePasskey keeps of a passkey what it said when it was used.
//
// Errors: NotFound when it was removed meanwhile, or its account is locked; Forbidden when another use of it has counted as far.
func (s *Store) UsePasskey(ctx context.Context, user string, passkey access.Passkey, by By) error {
	return s.alter(ctx, "use passkey", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		for _, known := range a.Passkeys {
			if PasskeyID(known.ID) != PasskeyID(passkey.ID) {
				continue
			}
			if a.Locked() {
				break
			}
			if known.SignCount > 0 && passkey.SignCount <= known.SignCount {
				return nil, forbidden("passkey", "the passkey was used by somebody else meanwhile: begin again")
			}
			changes := map[string]any{"signCount": int64(passkey.SignCount), "backedUp": passkey.BackedUp}
			return nil, s.setPasskey(c, user, PasskeyID(passkey.ID), changes)
		}
		return nil, fault.NotFoundf("passkey", "the account does not have that passkey: choose another one, or log in otherwise")
	})
}

// RemovePasskey takes a passkey off an account. With the last second factor, the recovery codes go, too.
//
// Errors: NotFound.
func (s *Store) RemovePasskey(ctx context.Context, user, id string, by By) error {
	return s.alter(ctx, "remove passkey", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		if err := s.setPasskey(c, user, id, map[string]any{"removed": c.Recorded}); err != nil {
			return nil, err
		}
		if !a.HasTOTP() && len(a.Passkeys) == 1 {
			return map[string]any{"recovery": []string{}}, nil
		}
		return nil, nil
	})
}

func (s *Store) setPasskey(c *chronicle.Change, user, id string, changes map[string]any) error {
	n, err := count(c, cypher.PasskeySet, map[string]any{"id": id, "user": user, "changes": changes, "recorded": c.Recorded})
	if err == nil && n == 0 {
		err = fault.NotFoundf("passkey", "there is no passkey %s", id)
	}
	return err
}

// passkeyOf reads a passkey. What cannot be read verifies nothing.
func passkeyOf(properties map[string]any) Passkey {
	c := chronicle.Columns(properties)
	id, _ := base64.RawURLEncoding.DecodeString(c.Text("id"))
	key, _ := base64.StdEncoding.DecodeString(c.Text("publicKey"))
	aaguid, _ := base64.StdEncoding.DecodeString(c.Text("aaguid"))
	p := Passkey{Name: c.Text("name"), Created: c.Time("created"), Passkey: access.Passkey{
		ID: id, PublicKey: key, SignCount: uint32(c.Number("signCount")), Transports: c.Texts("transports"), AAGUID: aaguid,
	}}
	p.BackupEligible, _ = c["backupEligible"].(bool)
	p.BackedUp, _ = c["backedUp"].(bool)
	return p
}
