package access

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"upline/internal/fault"
)

// passkeyOwner shows the library an account as it wants to see it.
type passkeyOwner struct{ PasskeyUser }

func (o passkeyOwner) WebAuthnID() []byte          { return o.Handle }
func (o passkeyOwner) WebAuthnName() string        { return o.Name }
func (o passkeyOwner) WebAuthnDisplayName() string { return o.FullName }

func (o passkeyOwner) WebAuthnCredentials() []webauthn.Credential {
	credentials := make([]webauthn.Credential, len(o.Passkeys))
	for i, each := range o.Passkeys {
		credentials[i] = webauthn.Credential{
			ID: each.ID, PublicKey: each.PublicKey,
			Flags:         webauthn.CredentialFlags{UserPresent: true, UserVerified: true, BackupEligible: each.BackupEligible, BackupState: each.BackedUp},
			Authenticator: webauthn.Authenticator{AAGUID: each.AAGUID, SignCount: each.SignCount},
		}
		for _, transport := range each.Transports {
			credentials[i].Transport = append(credentials[i].Transport, protocol.AuthenticatorTransport(transport))
		}
	}
	return credentials
}

func passkeyOf(c *webauthn.Credential) Passkey {
	passkey := Passkey{
		ID: c.ID, PublicKey: c.PublicKey, SignCount: c.Authenticator.SignCount,
		BackupEligible: c.Flags.BackupEligible, BackedUp: c.Flags.BackupState, AAGUID: c.Authenticator.AAGUID,
	}
	for _, transport := range c.Transport {
		passkey.Transports = append(passkey.Transports, string(transport))
	}
	return passkey
}

// passkeyAlgorithms are those that keys may have: see Passkeys.
var passkeyAlgorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
}

// usable refuses a passkey whose key is not of our algorithms, and one that has counted no further than it had: WebAuthn 7.2, step 22,
// leaves that to the site, and a site that pays out money had better ask its owner.
func usable(op string, c *webauthn.Credential) (Passkey, error) {
	var key webauthncose.PublicKeyData
	if err := webauthncbor.Unmarshal(c.PublicKey, &key); err != nil {
		return Passkey{}, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the stored key of a passkey cannot be read", Err: err}
	}
	ours := slices.ContainsFunc(passkeyAlgorithms, func(p protocol.CredentialParameter) bool { return int64(p.Algorithm) == key.Algorithm })
	switch {
	case !ours:
		return Passkey{}, fault.Forbiddenf(op, "the passkey's key is not strong enough any more: log in otherwise, remove it, and add one of another device")
	case c.Authenticator.CloneWarning:
		return Passkey{}, fault.Forbiddenf(op, "the passkey has counted backwards, so it may have been copied: log in otherwise, remove it, and add a new one")
	}
	return passkeyOf(c), nil
}

// ceremony is what a challenge was made for. Of one account, the challenge to confirm, which takes nothing but a session, must not add a
// passkey, which takes the password, too.
type ceremony string

const (
	toRegister ceremony = "register"
	toLogIn    ceremony = "log in"
	toConfirm  ceremony = "confirm"
)

// passkeyChallenge is what is kept of a ceremony that has begun: what for, and the session of the library.
type passkeyChallenge struct {
	For     ceremony
	Session webauthn.SessionData
}

// resume reads a challenge, and refuses one of another ceremony, and one that is too old.
func resume(op string, what ceremony, challenge []byte, now time.Time) (webauthn.SessionData, error) {
	var c passkeyChallenge
	if err := json.Unmarshal(challenge, &c); err != nil {
		return c.Session, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the stored challenge cannot be read", Err: err}
	}
	switch {
	case c.For != what:
		return c.Session, fault.Forbiddenf(op, "that answers a challenge to %s: begin again", c.For)
	case !now.Before(c.Session.Expires):
		return c.Session, &fault.Error{Kind: fault.Stale, Op: op, Msg: "that took longer than five minutes: begin again"}
	}
	c.Session.Expires = time.Time{} // the library would ask a clock of its own
	return c.Session, nil
}

func unreadable(op string, err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the response is not what a browser sends for a passkey", Err: err}
}

func refused(op string, err error) error {
	return &fault.Error{Kind: fault.Forbidden, Op: op, Msg: "the passkey is not accepted: begin again on this site, and unlock the passkey with its PIN, a finger or a face", Err: err}
}

// refusedOf tells a passkey that the account no longer has from one that is not accepted.
func refusedOf(op string, user PasskeyUser, id []byte, err error) error {
	if !slices.ContainsFunc(user.Passkeys, func(each Passkey) bool { return bytes.Equal(each.ID, id) }) {
		return &fault.Error{Kind: fault.NotFound, Op: op, Msg: "the account does not have that passkey: choose another one, or log in otherwise", Err: err}
	}
	return refused(op, err)
}
