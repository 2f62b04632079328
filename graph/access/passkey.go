package access

import (
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"upline/internal/fault"
)

// passkeyTerm is how long somebody may take to touch a sensor.
const passkeyTerm = 5 * time.Minute

// Passkeys lets people log in by what their device or security key holds (W3C Web Authentication, level 3). Every ceremony
// demands that the device verifies its user by a PIN, a finger or a face, so that a passkey is two factors in one.
//
// A ceremony begins with options, JSON for the browser (navigator.credentials, or @simplewebauthn/browser), and a challenge,
// to be kept in the server-side session and never to be seen by the browser. Whoever finishes it takes the challenge out of
// the session first: it is good once, for five minutes, and for the ceremony that it was made for.
//
// Keys are ES256 or EdDSA, of 128 bits of strength. RSA is refused, also of passkeys that were added before it was: what devices have
// of it is RS256 with 2,048 bits, which is weaker, and not approved (ASVS 11.2.3, 11.6.1). Older Windows Hello has nothing else.
type Passkeys struct{ party *webauthn.WebAuthn }

// Passkey is what is stored of a passkey, at its account. ID is unique among all accounts: Conflict if it is there already.
type Passkey struct {
	ID             []byte   // up to 1,023 bytes
	PublicKey      []byte   // COSE, some 80 bytes
	SignCount      uint32   // how often it was used, as it says; many say 0 for ever. Stored anew at each use
	BackupEligible bool     // can be on several devices; never changes
	BackedUp       bool     // is on several devices. Stored anew at each use
	Transports     []string // how browsers reach it, such as internal, hybrid, usb
	AAGUID         []byte   // 16 bytes: the model that it says it is, to name it on the screen
}

// PasskeyUser is whose passkeys they are.
type PasskeyUser struct {
	Handle   []byte // made once by NewPasskeyHandle, kept with the account: unique, tells nothing
	Name     string // tells accounts apart where a device asks which: the e-mail
	FullName string
	Passkeys []Passkey // all of the account
}

// NewPasskeyHandle makes the handle of an account: 64 random bytes, as devices keep it in the clear (WebAuthn 14.6.1).
func NewPasskeyHandle() []byte {
	handle := make([]byte, 64)
	_, _ = rand.Read(handle) // never fails
	return handle
}

// NewPasskeys makes passkeys for a site: its domain, such as upline.example.com, to which they are bound for ever; its name;
// and the origins of its pages, such as https://upline.example.com.
//
// Errors: Invalid when the domain or an origin is none.
func NewPasskeys(domain, name string, origins ...string) (*Passkeys, error) {
	const wrong = "the site of passkeys needs a domain such as upline.example.com, a name, and origins such as https://upline.example.com"
	if domain == "" || name == "" {
		return nil, fault.Invalidf("passkeys", wrong)
	}
	term := webauthn.TimeoutConfig{Timeout: passkeyTerm, TimeoutUVD: passkeyTerm}
	resident := true
	party, err := webauthn.New(&webauthn.Config{
		RPID: domain, RPDisplayName: name, RPOrigins: origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			UserVerification:   protocol.VerificationRequired,
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			RequireResidentKey: &resident,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: term, Registration: term},
	})
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "passkeys", Msg: wrong, Err: err}
	}
	return &Passkeys{party}, nil
}

// BeginRegistration begins to add a passkey to an account whose owner has just logged in with all factors.
func (p *Passkeys) BeginRegistration(user PasskeyUser, now time.Time) (options, challenge []byte, err error) {
	var there []protocol.CredentialDescriptor
	for _, each := range (passkeyOwner{user}).WebAuthnCredentials() {
		there = append(there, each.Descriptor())
	}
	creation, session, err := p.party.BeginRegistration(passkeyOwner{user}, webauthn.WithExclusions(there), webauthn.WithCredentialParameters(passkeyAlgorithms))
	return begun(toRegister, creation, session, err, now)
}

// FinishRegistration returns the new passkey, to be stored. Response is the JSON that the browser sends, here as in the other
// ends of ceremonies.
//
// Errors: Invalid when the response is none; Stale when the challenge is too old; Forbidden when the challenge is of another ceremony,
// or the response does not answer it, comes from another site or has a key that is not strong enough, or the device has not verified
// its user.
func (p *Passkeys) FinishRegistration(user PasskeyUser, challenge, response []byte, now time.Time) (Passkey, error) {
	const op = "finish registration of a passkey"
	session, err := resume(op, toRegister, challenge, now)
	if err != nil {
		return Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return Passkey{}, unreadable(op, err)
	}
	credential, err := p.party.CreateCredential(passkeyOwner{user}, session, parsed)
	if err != nil {
		return Passkey{}, refused(op, err)
	}
	return passkeyOf(credential), nil
}

// BeginLogin begins a log-in by passkey alone: the browser offers those that it has for this site.
func (p *Passkeys) BeginLogin(now time.Time) (options, challenge []byte, err error) {
	assertion, session, err := p.party.BeginDiscoverableLogin()
	return begun(toLogIn, assertion, session, err, now)
}

// FinishLogin returns who logs in, and their passkey as it is to be stored now: replace it. Find returns the account with a
// handle, and NotFound when there is none.
//
// Errors: those of FinishRegistration; those of find; NotFound when the account does not have that passkey any more;
// Forbidden when it counts backwards, as a copy would.
func (p *Passkeys) FinishLogin(challenge, response []byte, now time.Time, find func(handle []byte) (PasskeyUser, error)) (PasskeyUser, Passkey, error) {
	const op = "log in by passkey"
	session, err := resume(op, toLogIn, challenge, now)
	if err != nil {
		return PasskeyUser{}, Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return PasskeyUser{}, Passkey{}, unreadable(op, err)
	}
	user, err := find(parsed.Response.UserHandle)
	if err != nil {
		return PasskeyUser{}, Passkey{}, err
	}
	_, credential, err := p.party.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return passkeyOwner{user}, nil }, session, parsed)
	if err != nil {
		return PasskeyUser{}, Passkey{}, refusedOf(op, user, parsed.RawID, err)
	}
	passkey, err := usable(op, credential)
	return user, passkey, err
}

// BeginConfirmation asks one account for one of its passkeys: as a second factor after the password, or anew before payouts
// and bank data.
//
// Errors: NotFound when the account has none.
func (p *Passkeys) BeginConfirmation(user PasskeyUser, now time.Time) (options, challenge []byte, err error) {
	if len(user.Passkeys) == 0 {
		return nil, nil, fault.NotFoundf("confirm by passkey", "the account has no passkey: add one first")
	}
	assertion, session, err := p.party.BeginLogin(passkeyOwner{user})
	return begun(toConfirm, assertion, session, err, now)
}

// FinishConfirmation returns the passkey that was used, as it is to be stored now: replace it.
//
// Errors: those of FinishLogin.
func (p *Passkeys) FinishConfirmation(user PasskeyUser, challenge, response []byte, now time.Time) (Passkey, error) {
	const op = "confirm by passkey"
	session, err := resume(op, toConfirm, challenge, now)
	if err != nil {
		return Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return Passkey{}, unreadable(op, err)
	}
	credential, err := p.party.ValidateLogin(passkeyOwner{user}, session, parsed)
	if err != nil {
		return Passkey{}, refusedOf(op, user, parsed.RawID, err)
	}
	return usable(op, credential)
}

// begun writes what a ceremony begins with. The challenge ends by the clock that is given.
func begun(what ceremony, options any, session *webauthn.SessionData, failed error, now time.Time) (text, challenge []byte, err error) {
	if failed == nil {
		session.Expires = now.Add(passkeyTerm)
		text, failed = json.Marshal(options)
	}
	if failed == nil {
		challenge, failed = json.Marshal(passkeyChallenge{what, *session})
	}
	if failed != nil {
		return nil, nil, &fault.Error{Kind: fault.Internal, Op: "begin with a passkey", Msg: "the ceremony cannot begin", Err: failed}
	}
	return text, challenge, nil
}
