package access_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"upline/graph/access"
	"upline/internal/fault"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// device is a software authenticator in a browser on a page of some origin.
type device struct {
	t             *testing.T
	page          virtualwebauthn.RelyingParty
	authenticator virtualwebauthn.Authenticator
	credential    virtualwebauthn.Credential
}

func newDevice(t *testing.T, user access.PasskeyUser) *device {
	return &device{
		t:             t,
		page:          virtualwebauthn.RelyingParty{Name: "Alpina", ID: "upline.example.com", Origin: "https://upline.example.com"},
		authenticator: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: user.Handle}),
		credential:    virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
	}
}

func (d *device) create(options []byte) []byte {
	d.t.Helper()
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		d.t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAttestationResponse(d.page, d.authenticator, d.credential, *parsed))
}

func (d *device) sign(options []byte) []byte {
	d.t.Helper()
	parsed, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		d.t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAssertionResponse(d.page, d.authenticator, d.credential, *parsed))
}

func newPasskeys(t *testing.T) *access.Passkeys {
	t.Helper()
	p, err := access.NewPasskeys("upline.example.com", "Alpina", "https://upline.example.com")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func anna() access.PasskeyUser {
	return access.PasskeyUser{Handle: access.NewPasskeyHandle(), Name: "anna@example.com", FullName: "Anna Berger"}
}

// register adds the device's passkey to a user.
func (d *device) register(p *access.Passkeys, user *access.PasskeyUser) {
	d.t.Helper()
	options, challenge, err := p.BeginRegistration(*user, noon)
	if err != nil {
		d.t.Fatal(err)
	}
	passkey, err := p.FinishRegistration(*user, challenge, d.create(options), noon)
	if err != nil {
		d.t.Fatal(err)
	}
	user.Passkeys = append(user.Passkeys, stored(d.t, passkey))
}

// stored is a passkey after a database has kept it.
func stored(t *testing.T, p access.Passkey) (back access.Passkey) {
	t.Helper()
	raw, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(raw, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func finder(users ...access.PasskeyUser) func([]byte) (access.PasskeyUser, error) {
	return func(handle []byte) (access.PasskeyUser, error) {
		for _, each := range users {
			if bytes.Equal(each.Handle, handle) {
				return each, nil
			}
		}
		return access.PasskeyUser{}, fault.NotFoundf("", "no such account")
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: %v, want an error that is %v", what, err, kind)
	}
}

func TestPasskeysRegisterAndLogIn(t *testing.T) {
	p, user, other := newPasskeys(t), anna(), anna()
	d := newDevice(t, user)
	d.register(p, &user)

	options, challenge, err := p.BeginRegistration(user, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"userVerification":"required"`, `"residentKey":"required"`, `"excludeCredentials":[{`, `"anna@example.com"`} {
		if !strings.Contains(string(options), want) {
			t.Errorf("the options to add a passkey lack %s: %s", want, options)
		}
	}
	_, err = p.FinishRegistration(other, challenge, d.create(options), noon)
	wantKind(t, "a challenge of another account", err, fault.Forbidden)

	for use := uint32(1); use <= 3; use++ {
		d.credential.Counter = use
		options, challenge, err := p.BeginLogin(noon)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(options), `"userVerification":"required"`) {
			t.Errorf("a log-in must demand that the user is verified: %s", options)
		}
		who, passkey, err := p.FinishLogin(challenge, d.sign(options), noon.Add(4*time.Minute), finder(other, user))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(who.Handle, user.Handle) || passkey.SignCount != use || !bytes.Equal(passkey.ID, user.Passkeys[0].ID) {
			t.Errorf("log-in %d is by %+v with %+v", use, who, passkey)
		}
		user.Passkeys[0] = stored(t, passkey)
	}
}

func TestPasskeysConfirm(t *testing.T) {
	p, user, other := newPasskeys(t), anna(), anna()
	_, _, err := p.BeginConfirmation(user, noon)
	wantKind(t, "an account without a passkey", err, fault.NotFound)

	d, others := newDevice(t, user), newDevice(t, other)
	d.register(p, &user)
	others.register(p, &other)
	options, challenge, err := p.BeginConfirmation(user, noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(options), `"type":"public-key"`); got != 1 {
		t.Errorf("%d passkeys are asked for, want the only one: %s", got, options)
	}
	d.credential.Counter = 1
	if _, err := p.FinishConfirmation(user, challenge, d.sign(options), noon); err != nil {
		t.Error(err)
	}
	_, err = p.FinishConfirmation(user, challenge, others.sign(options), noon)
	wantKind(t, "somebody else's passkey", err, fault.NotFound)
	_, err = p.FinishConfirmation(other, challenge, others.sign(options), noon)
	wantKind(t, "somebody else's passkey for their own account", err, fault.Forbidden)
	_, _, err = p.FinishLogin(challenge, d.sign(options), noon, finder(user))
	wantKind(t, "a confirmation taken for a log-in", err, fault.Forbidden)
}

func TestPasskeysAreRefused(t *testing.T) {
	type scene struct {
		*device
		user *access.PasskeyUser
	}
	for name, test := range map[string]struct {
		before func(s scene)
		answer func(response []byte) []byte
		later  time.Duration
		want   fault.Kind
	}{
		"user not verified":    {before: func(s scene) { s.authenticator.Options.UserNotVerified = true }, want: fault.Forbidden},
		"user not present":     {before: func(s scene) { s.authenticator.Options.UserNotPresent = true }, want: fault.Forbidden},
		"page of another site": {before: func(s scene) { s.page.Origin = "https://up1ine.example.com" }, want: fault.Forbidden},
		"passkey of a site":    {before: func(s scene) { s.page.ID = "example.org" }, want: fault.Forbidden},
		"another key": {before: func(s scene) {
			s.credential.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2).Key
		}, want: fault.Forbidden},
		"a copy":             {before: func(s scene) { s.user.Passkeys[0].SignCount = 8 }, want: fault.Forbidden},
		"removed meanwhile":  {before: func(s scene) { s.user.Passkeys = nil }, want: fault.NotFound},
		"an unknown account": {before: func(s scene) { s.authenticator.Options.UserHandle = []byte("bob") }, want: fault.NotFound},
		"suddenly on two":    {before: func(s scene) { s.authenticator.Options.BackupEligible = true }, want: fault.Forbidden},
		"too late":           {later: 5 * time.Minute, want: fault.Stale},
		"no JSON":            {answer: func([]byte) []byte { return []byte("hello") }, want: fault.Invalid},
		"nothing":            {answer: func([]byte) []byte { return nil }, want: fault.Invalid},
	} {
		p, user := newPasskeys(t), anna()
		d := newDevice(t, user)
		d.register(p, &user)
		d.credential.Counter = 7
		if test.before != nil {
			test.before(scene{d, &user})
		}
		options, challenge, err := p.BeginLogin(noon)
		if err != nil {
			t.Fatal(err)
		}
		response := d.sign(options)
		if test.answer != nil {
			response = test.answer(response)
		}
		_, passkey, err := p.FinishLogin(challenge, response, noon.Add(test.later), finder(user))
		wantKind(t, name, err, test.want)
		if passkey.ID != nil {
			t.Errorf("%s: a passkey comes with the refusal", name)
		}
	}
}

func TestPasskeysAnswerTheirOwnChallenge(t *testing.T) {
	p, user := newPasskeys(t), anna()
	d := newDevice(t, user)
	d.register(p, &user)
	d.credential.Counter = 1
	before, _, err := p.BeginLogin(noon)
	if err != nil {
		t.Fatal(err)
	}
	_, challenge, err := p.BeginLogin(noon)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = p.FinishLogin(challenge, d.sign(before), noon, finder(user))
	wantKind(t, "an answer to another challenge", err, fault.Forbidden)
	_, _, err = p.FinishLogin([]byte("x"), d.sign(before), noon, finder(user))
	wantKind(t, "a challenge that is none", err, fault.Internal)
	_, _, err = p.FinishLogin(challenge, d.sign(before), noon, func([]byte) (access.PasskeyUser, error) {
		return access.PasskeyUser{}, &fault.Error{Kind: fault.Unavailable, Msg: "no database"}
	})
	wantKind(t, "no database", err, fault.Unavailable)
}

func TestPasskeyRegistrationsAreRefused(t *testing.T) {
	for name, test := range map[string]struct {
		before func(d *device)
		later  time.Duration
		want   fault.Kind
	}{
		"user not verified":    {func(d *device) { d.authenticator.Options.UserNotVerified = true }, 0, fault.Forbidden},
		"page of another site": {func(d *device) { d.page.Origin = "https://evil.example" }, 0, fault.Forbidden},
		"too late":             {func(*device) {}, 5 * time.Minute, fault.Stale},
	} {
		p, user := newPasskeys(t), anna()
		d := newDevice(t, user)
		test.before(d)
		options, challenge, err := p.BeginRegistration(user, noon)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.FinishRegistration(user, challenge, d.create(options), noon.Add(test.later))
		wantKind(t, name, err, test.want)
	}
}

func TestSitesOfPasskeysAreChecked(t *testing.T) {
	for _, site := range [][]string{{"", "Alpina", "https://a.example"}, {"https://a.example", "Alpina", "https://a.example"}, {"a.example", "Alpina"}} {
		_, err := access.NewPasskeys(site[0], site[1], site[2:]...)
		wantKind(t, strings.Join(site, " "), err, fault.Invalid)
	}
}

// RSA is refused when a passkey is added, and of one that was added when it was not.
func TestPasskeysOfRSAAreRefused(t *testing.T) {
	p, user := newPasskeys(t), anna()
	d := newDevice(t, user)
	d.credential = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)
	options, challenge, err := p.BeginRegistration(user, noon)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(options), `"alg":-7`) || !strings.Contains(string(options), `"alg":-8`) || strings.Contains(string(options), `"alg":-257`) {
		t.Errorf("the algorithms that are asked for: %s", options)
	}
	_, err = p.FinishRegistration(user, challenge, d.create(options), noon)
	wantKind(t, "a new passkey of RSA", err, fault.Forbidden)

	user.Passkeys = []access.Passkey{{ID: d.credential.ID, PublicKey: d.credential.Key.AttestationData()}}
	d.credential.Counter = 1
	options, challenge, err = p.BeginLogin(noon)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = p.FinishLogin(challenge, d.sign(options), noon, finder(user))
	wantKind(t, "an old passkey of RSA", err, fault.Forbidden)
	if err == nil || !strings.Contains(err.Error(), "not strong enough any more") {
		t.Errorf("the owner of an old passkey of RSA learns: %v", err)
	}
}

// A challenge is good for the ceremony that it was made for: what takes a session alone adds no passkey, which takes the password.
func TestChallengesAreOfOneCeremony(t *testing.T) {
	p, user := newPasskeys(t), anna()
	d := newDevice(t, user)
	d.register(p, &user)
	d.credential.Counter = 1
	creation, toRegister, err := p.BeginRegistration(user, noon)
	if err != nil {
		t.Fatal(err)
	}
	assertion, toConfirm, err := p.BeginConfirmation(user, noon)
	if err != nil {
		t.Fatal(err)
	}
	_, toLogIn, err := p.BeginLogin(noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, challenge := range map[string][]byte{"to confirm": toConfirm, "to log in": toLogIn} {
		_, err := p.FinishRegistration(user, challenge, d.create(creation), noon)
		wantOther(t, "a passkey is added by a challenge "+name, err)
	}
	for name, challenge := range map[string][]byte{"to register": toRegister, "to log in": toLogIn} {
		_, err := p.FinishConfirmation(user, challenge, d.sign(assertion), noon)
		wantOther(t, "a session is confirmed by a challenge "+name, err)
	}
	for name, challenge := range map[string][]byte{"to register": toRegister, "to confirm": toConfirm} {
		_, _, err := p.FinishLogin(challenge, d.sign(assertion), noon, finder(user))
		wantOther(t, "somebody logs in by a challenge "+name, err)
	}
}

func wantOther(t *testing.T, what string, err error) {
	t.Helper()
	if fault.KindOf(err) != fault.Forbidden || err == nil || !strings.Contains(err.Error(), "answers a challenge to") {
		t.Errorf("%s: %v", what, err)
	}
}
