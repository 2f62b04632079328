package accounts_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

const (
	secret   = "0123456789abcdef0123456789abcdef"
	password = "seven quiet herons at dawn"
	other    = "nine loud geese at midnight"
)

// clock is a clock that tests move on.
type clock struct{ nanoseconds atomic.Int64 }

func (c *clock) now() time.Time       { return time.Unix(1_800_000_000, c.nanoseconds.Add(1000)) }
func (c *clock) pass(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// house is empty accounts, but for the ready-made profiles.
type house struct {
	*testing.T
	*accounts.Store
	clock *clock
}

func newHouse(t *testing.T) *house {
	t.Helper()
	config, c := storetest.Empty(t), new(clock)
	config.Now = c.now
	store, err := accounts.New(storetest.Open(t, config).Store, []byte(secret), "Alpina Naturkost", "Upline")
	must(t, err)
	h := &house{t, store, c}
	must(t, h.Prepare(t.Context(), h.shell()))
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) wants(err error, kind fault.Kind, text string) {
	h.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), text) {
		h.Errorf("got %v, want %v with %q", err, kind, text)
	}
}

const today = period.Day(20_000)

// shell is an operator; as is a user.
func (h *house) shell() accounts.By { return by("operator") }

func as(user string) accounts.By { return by(accounts.ActorOf(user)) }

func by(actor string) accounts.By {
	return accounts.By{By: chronicle.By{Actor: actor, Reason: "a test"}, Today: today}
}

func email(text string) access.Email {
	e, err := access.ParseEmail(text)
	if err != nil {
		panic(err)
	}
	return e
}

// user makes a user with a password.
func (h *house) user(name string) string {
	h.Helper()
	id, err := h.Invite(h.Context(), accounts.Invitation{Email: email(name + "@example.com"), Language: "de", Name: name}, h.shell(), nil)
	must(h.T, err)
	token, _, err := h.Ask(h.Context(), access.InvitationToken, id, access.Email{}, h.shell())
	must(h.T, err)
	accepted, err := h.Accept(h.Context(), token, password, h.shell())
	must(h.T, err)
	if accepted != id {
		h.Fatalf("%s accepted, want %s", accepted, id)
	}
	return id
}

func (h *house) account(user string) *accounts.Account {
	h.Helper()
	a, err := h.Account(h.Context(), user)
	must(h.T, err)
	return a
}

// may says whether a user holds a permission, as access decides of what is in force at once.
func (h *house) may(user string, permission access.Permission, day period.Day) bool {
	h.Helper()
	u, err := h.User(h.Context(), user)
	must(h.T, err)
	return access.Decide(u, permission, day).Allowed
}

var always = access.Days{From: today, To: period.Forever}

// at once runs something several times at the same time, and says how often it went well.
func atOnce(n int, work func() bool) int {
	var won atomic.Int64
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if work() {
				won.Add(1)
			}
		})
	}
	all.Wait()
	return int(won.Load())
}

func TestTheFirstAdministrator(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	if empty, err := h.Empty(ctx); err != nil || !empty {
		t.Errorf("nobody is there, and that is not said: %v", err)
	}
	text, err := h.First(ctx, h.shell())
	must(t, err)
	newer, err := h.First(ctx, h.shell())
	must(t, err)
	anna := accounts.Invitation{Email: email("anna@example.com"), Language: "en"}
	_, err = h.AcceptFirst(ctx, text, anna, password, h.shell())
	h.wants(err, fault.NotFound, "not good any more")
	_, err = h.AcceptFirst(ctx, newer, anna, "short", h.shell())
	h.wants(err, fault.Invalid, "12 or more")
	won := atOnce(4, func() bool {
		_, err := h.AcceptFirst(ctx, newer, anna, password, h.shell())
		return err == nil
	})
	if won != 1 {
		t.Errorf("%d became the first administrator", won)
	}
	a, err := h.AccountOf(ctx, email("Anna@example.com"))
	must(t, err)
	if a == nil || !h.may(a.ID, "users:invite", today) || h.may(a.ID, "partners:read", today) {
		t.Errorf("the administrator is %+v", a)
	}
	if text, err := h.First(ctx, h.shell()); text != "" || err != nil {
		t.Errorf("there is an administrator, and another is invited: %v", err)
	}
	if empty, err := h.Empty(ctx); err != nil || empty {
		t.Errorf("there is an administrator, and it is said that nobody is there: %v", err)
	}
}

func TestATokenIsGoodOnce(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	id, err := h.Invite(ctx, accounts.Invitation{Email: email("ben@example.com"), Language: "de"}, h.shell(), nil)
	must(t, err)
	_, err = h.Invite(ctx, accounts.Invitation{Email: email("ben@example.com"), Language: "de"}, h.shell(), nil)
	h.wants(err, fault.Conflict, "already")
	_, err = h.Invite(ctx, accounts.Invitation{Email: email("x@example.com"), Partner: "nobody"}, h.shell(), nil)
	h.wants(err, fault.NotFound, "no partner")
	first, _, err := h.Ask(ctx, access.InvitationToken, id, access.Email{}, h.shell())
	must(t, err)
	second, _, err := h.Ask(ctx, access.InvitationToken, id, access.Email{}, h.shell())
	must(t, err)
	_, err = h.Accept(ctx, first, password, h.shell())
	h.wants(err, fault.NotFound, "")
	_, err = h.Reset(ctx, second, password, h.shell())
	h.wants(err, fault.NotFound, "")
	if won := atOnce(6, func() bool { _, err := h.Accept(ctx, second, password, h.shell()); return err == nil }); won != 1 {
		t.Errorf("%d accepted one invitation", won)
	}
	right, _, err := access.CheckPassword(ctx, password, h.account(id).Password)
	if !right || err != nil {
		t.Errorf("the password is %v, %v", right, err)
	}
	late, _, err := h.Ask(ctx, access.ResetToken, id, access.Email{}, h.shell())
	must(t, err)
	h.clock.pass(time.Hour)
	_, err = h.Reset(ctx, late, other, h.shell())
	h.wants(err, fault.NotFound, "")
	reset, _, err := h.Ask(ctx, access.ResetToken, id, access.Email{}, h.shell())
	must(t, err)
	if won := atOnce(6, func() bool { _, err := h.Reset(ctx, reset, other, h.shell()); return err == nil }); won != 1 {
		t.Errorf("%d reset a password by one token", won)
	}
	_, _, err = h.Ask(ctx, access.InvitationToken, id, access.Email{}, h.shell())
	h.wants(err, fault.NotFound, "nobody to write to")
	if nothing := storetest.Count(t, `MATCH (t:AccessToken) WHERE t.hash STARTS WITH 'upl_' RETURN 'in the clear' AS key, count(t) AS count`); nothing["in the clear"] != 0 {
		t.Error("a token is kept in the clear")
	}
}

// No password is made of the address, the name or what the company is called, whichever way it is set.
func TestPasswordsAreNotWhatEverybodyKnows(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	anna := h.user("anna")
	for _, bad := range []string{"AlpinaNaturkost2026", "alpina-naturkost-1", "Naturkost Alpina!", "anna@example.com.1"} {
		h.wants(h.ChangePassword(ctx, h.account(anna), bad, as(anna)), fault.Invalid, "easy to guess")
		token, _, err := h.Ask(ctx, access.ResetToken, anna, access.Email{}, h.shell())
		must(t, err)
		_, err = h.Reset(ctx, token, bad, h.shell())
		h.wants(err, fault.Invalid, "easy to guess")
	}
	must(t, h.ChangePassword(ctx, h.account(anna), other, as(anna)))
}

func TestAddresses(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	anna, ben := h.user("anna"), h.user("ben")
	found := func(address string) string {
		t.Helper()
		a, err := h.AccountOf(ctx, email(address))
		must(t, err)
		if a == nil {
			return ""
		}
		return a.ID
	}
	if found("ANNA@Example.com") != anna || found("anna@example.com") != anna || found("nobody@example.com") != "" {
		t.Error("an account is not found as it should be")
	}
	capital, err := h.Invite(ctx, accounts.Invitation{Email: email("Anna@example.com"), Language: "en"}, h.shell(), nil)
	must(t, err)
	if found("Anna@example.com") != capital || found("anna@example.com") != anna || found("ANNA@example.com") != "" {
		t.Error("two accounts whose addresses differ in case alone are mixed up")
	}
	ask := func(user, address string) string {
		t.Helper()
		token, _, err := h.Ask(ctx, access.ConfirmationToken, user, email(address), h.shell())
		must(t, err)
		return token
	}
	_, err = h.ConfirmEmail(ctx, ask(ben, "anna@example.com"), h.shell())
	h.wants(err, fault.NotFound, "not good any more") // and no more is told
	before, err := h.ConfirmEmail(ctx, ask(ben, "benno@example.com"), h.shell())
	must(t, err)
	if before.Email.Address != "ben@example.com" || found("benno@example.com") != ben || found("ben@example.com") != "" {
		t.Errorf("%v", before.Email)
	}
	rows, next, err := h.Users(ctx, "", chronicle.Slice{Limit: 2})
	must(t, err)
	if len(rows) != 2 || rows[0].Email != "Anna@example.com" || !rows[0].Invited || rows[1].Email != "anna@example.com" || next == "" {
		t.Errorf("%+v %q", rows, next)
	}
	rows, next, err = h.Users(ctx, "", chronicle.Slice{Limit: 2, After: next})
	must(t, err)
	if len(rows) != 1 || rows[0].ID != ben || next != "" {
		t.Errorf("%+v %q", rows, next)
	}
	if rows, _, err := h.Users(ctx, "BEN", chronicle.Slice{Limit: 2}); err != nil || len(rows) != 1 {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestASecondFactor(t *testing.T) {
	h := newHouse(t)
	ctx, anna := t.Context(), h.user("anna")
	_, err := h.FinishTOTP(ctx, anna, "000000", as(anna))
	h.wants(err, fault.Conflict, "begin again")
	made, err := h.BeginTOTP(ctx, anna, "Alpina", as(anna))
	must(t, err)
	code := func() string {
		text, err := totp.GenerateCode(made.Secret, h.clock.now())
		must(t, err)
		return text
	}
	if a := h.account(anna); a.HasTOTP() || a.HasSecondFactor() {
		t.Error("an app counts that nobody has shown")
	}
	_, err = h.FinishTOTP(ctx, anna, "000000", as(anna))
	h.wants(err, fault.Invalid, "not the code")
	codes, err := h.FinishTOTP(ctx, anna, code(), as(anna))
	must(t, err)
	if len(codes) != 10 || !h.account(anna).HasTOTP() {
		t.Errorf("%v", codes)
	}
	use := func(code string) bool {
		right, err := h.UseTOTP(ctx, h.account(anna), code, as(anna))
		if err != nil {
			t.Error(err)
		}
		return right
	}
	if use(code()) {
		t.Error("the code that was shown at the beginning is good a second time")
	}
	h.clock.pass(30 * time.Second)
	now := code()
	if won := atOnce(6, func() bool { return use(now) }); won != 1 {
		t.Errorf("%d used one code", won)
	}
	if use(now) || use("") || use("abcdef") {
		t.Error("a code is good that is not")
	}
	if won := atOnce(6, func() bool { right, _ := h.UseRecovery(ctx, h.account(anna), codes[3], as(anna)); return right }); won != 1 {
		t.Errorf("%d used one recovery code", won)
	}
	if n := len(h.account(anna).Recovery); n != 9 {
		t.Errorf("%d recovery codes are left", n)
	}
	stranger, err := accounts.New(h.Store.Store, []byte(strings.Repeat("x", 32)))
	must(t, err)
	h.clock.pass(30 * time.Second)
	_, err = stranger.UseTOTP(ctx, h.account(anna), code(), as(anna))
	h.wants(err, fault.Internal, "UPLINE_SECRET")
	h.replacesTheKey(anna, made.Secret)
	clear := storetest.Count(t, `MATCH (u:User) WHERE any(k IN keys(u) WHERE valueType(u[k]) STARTS WITH 'STRING' AND u[k] CONTAINS '`+made.Secret+`')
		RETURN 'clear' AS key, count(u) AS count`)
	if clear["clear"] != 0 {
		t.Error("the secret is kept in the clear")
	}
	must(t, h.RemoveTOTP(ctx, anna, as(anna)))
	if a := h.account(anna); a.HasSecondFactor() || len(a.Recovery) > 0 {
		t.Error("a removed factor is there")
	}
}

func TestPasskeysAreKept(t *testing.T) {
	h := newHouse(t)
	ctx, anna, ben := t.Context(), h.user("anna"), h.user("ben")
	key := access.Passkey{ID: []byte{1, 2, 255}, PublicKey: []byte("key"), SignCount: 3, BackupEligible: true, Transports: []string{"usb"}, AAGUID: make([]byte, 16)}
	codes, err := h.AddPasskey(ctx, anna, key, "blue", as(anna))
	must(t, err)
	if len(codes) != 10 {
		t.Errorf("%d recovery codes come with the first factor", len(codes))
	}
	_, err = h.AddPasskey(ctx, ben, key, "stolen", as(ben))
	h.wants(err, fault.Conflict, "")
	a := h.account(anna)
	if len(a.Passkeys) != 1 || string(a.Passkeys[0].ID) != string(key.ID) || a.Passkeys[0].Name != "blue" || a.Passkeys[0].SignCount != 3 || !a.Passkeys[0].BackupEligible {
		t.Fatalf("%+v", a.Passkeys)
	}
	byHandle, err := h.AccountOfHandle(ctx, a.Handle)
	must(t, err)
	if byHandle.ID != anna {
		t.Error("the handle is somebody else's")
	}
	key.SignCount = 4
	if won := atOnce(4, func() bool { return h.UsePasskey(ctx, anna, key, as(anna)) == nil }); won != 1 {
		t.Errorf("%d used a passkey that has counted once", won)
	}
	must(t, h.Lock(ctx, anna, h.shell()))
	key.SignCount = 5
	h.wants(h.UsePasskey(ctx, anna, key, as(anna)), fault.NotFound, "")
	must(t, h.Unlock(ctx, anna, h.shell()))
	must(t, h.RemovePasskey(ctx, anna, accounts.PasskeyID(key.ID), as(anna)))
	h.wants(h.RemovePasskey(ctx, anna, accounts.PasskeyID(key.ID), as(anna)), fault.NotFound, "")
	if a := h.account(anna); a.HasSecondFactor() || len(a.Recovery) > 0 {
		t.Error("a removed passkey is there")
	}
}

func TestTokensOfMachines(t *testing.T) {
	h := newHouse(t)
	ctx, anna := t.Context(), h.user("anna")
	erp, err := h.Invite(ctx, accounts.Invitation{Email: email("erp@example.com"), Machine: true, Language: "en"}, h.shell(), nil)
	must(t, err)
	must(t, h.Assign(ctx, erp, "order_desk", always, h.shell()))
	_, _, err = h.Ask(ctx, access.ResetToken, erp, access.Email{}, h.shell())
	h.wants(err, fault.NotFound, "nobody to write to")
	wanted := accounts.NewMachineToken{User: erp, Name: "orders", Scopes: []access.Permission{"orders:read", "runs:approve"}, Life: time.Hour}
	text, token, err := h.MakeMachineToken(ctx, wanted, as(anna))
	must(t, err)
	user, id, err := h.Machine(ctx, text)
	must(t, err)
	if id != token.ID || user.ID != erp {
		t.Errorf("%s %s", id, user.ID)
	}
	for permission, want := range map[access.Permission]bool{"orders:read": true, "orders:record": false, "runs:approve": false} {
		if got := access.Decide(user, permission, today).Allowed; got != want {
			t.Errorf("the token may %s: %v", permission, got)
		}
	}
	wanted.User = anna
	_, _, err = h.MakeMachineToken(ctx, wanted, h.shell())
	h.wants(err, fault.Forbidden, "in the name of somebody else")
	wanted.Scopes = []access.Permission{"orders:fly"}
	_, _, err = h.MakeMachineToken(ctx, wanted, as(anna))
	h.wants(err, fault.Invalid, "no permission")
	other := "x" // within, since not every bit of the last character counts
	if text[len(text)/2] == 'x' {
		other = "y"
	}
	_, _, err = h.Machine(ctx, text[:len(text)/2]+other+text[len(text)/2+1:])
	h.wants(err, fault.NotFound, "")
	must(t, h.Lock(ctx, erp, h.shell()))
	_, _, err = h.Machine(ctx, text)
	h.wants(err, fault.NotFound, "")
	must(t, h.Unlock(ctx, erp, h.shell()))
	_, _, err = h.Machine(ctx, text)
	must(t, err)
	if list, err := h.MachineTokens(ctx); err != nil || len(list) != 1 || list[0].Name != "orders" || list[0].CreatedBy != "user:"+anna {
		t.Errorf("%+v %v", list, err)
	}
	must(t, h.RevokeMachineToken(ctx, token.ID, h.shell()))
	_, _, err = h.Machine(ctx, text)
	h.wants(err, fault.NotFound, "")
	h.wants(h.RevokeMachineToken(ctx, token.ID, h.shell()), fault.NotFound, "")
	wanted = accounts.NewMachineToken{User: erp, Name: "short", Scopes: []access.Permission{"orders:read"}, Life: time.Minute}
	text, _, err = h.MakeMachineToken(ctx, wanted, h.shell())
	must(t, err)
	_, _, err = h.Machine(ctx, text)
	must(t, err)
	h.clock.pass(time.Minute)
	_, _, err = h.Machine(ctx, text) // kept in memory, and yet over
	h.wants(err, fault.NotFound, "")
}

// A change by another process is heeded within the second that User promises.
func TestChangesAreHeeded(t *testing.T) {
	h := newHouse(t)
	ctx, anna := t.Context(), h.user("anna")
	elsewhere, err := accounts.New(h.Store.Store, nil)
	must(t, err)
	if h.may(anna, "orders:read", today) {
		t.Error("nobody has given that")
	}
	must(t, elsewhere.Assign(ctx, anna, "order_desk", always, h.shell()))
	for begin := time.Now(); !h.may(anna, "orders:read", today); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > 5*time.Second { // a second, and whatever a busy machine takes
			t.Fatal("a change is not heeded")
		}
	}
	must(t, h.Lock(ctx, anna, h.shell()))
	if u, err := h.User(ctx, anna); err != nil || !u.Locked {
		t.Errorf("one's own change is not heeded at once: %v", err)
	}
	_, err = h.User(context.Background(), "nobody")
	h.wants(err, fault.NotFound, "")
}
