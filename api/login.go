package api

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
)

// GuessDelay is the policy of Attempts: that of package access.
func GuessDelay(by CounterKind, count Count, now time.Time) time.Duration {
	limit := access.AccountLimit
	if by == ByAddress {
		limit = access.AddressLimit
	}
	return limit.Wait(access.Failures{Count: count.Failures, Latest: count.Last}, now)
}

// wrong is the answer to whatever is wrong at a log-in: who has an account, and which part was wrong, is nobody's business.
func wrong() error {
	return unauthenticated(sessionChallenge, "e-mail, password or code are wrong")
}

// logIn is a log-in by a password that is under way, in the steps that package access names.
type logIn struct {
	*Resources
	words   *LogInWords
	email   access.Email
	began   time.Time // before the password's hash was read
	account *accounts.Account
	proved  bool // a right code came along, and is used up
	attempt *Attempt
	refused string // why, for the log
}

// LogIn answers POST /session.
func (r *Resources) LogIn(ctx context.Context, q LogInRequestObject) (LogInResponseObject, error) {
	l := &logIn{Resources: r, words: q.Body, began: r.Now()}
	l.read()
	steps := []func(ctx context.Context) error{l.begin, l.find, l.check}
	if l.words.Code != nil { // a right one lifts the wait, so it is looked at before
		steps = []func(ctx context.Context) error{l.find, l.prove, l.begin, l.check}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			if l.refused != "" {
				r.noteLogIn(ctx, FactorPassword, access.AccountKey(l.email), l.refused)
			}
			return nil, err
		}
	}
	session, err := l.enter(ctx)
	if err != nil {
		return nil, err
	}
	return LogIn200JSONResponse(sessionView(session, l.account)), nil
}

// read reads the address. What is none is an address that nobody has.
func (l *logIn) read() {
	var err error
	if l.email, err = access.ParseEmail(l.words.Email); err != nil {
		l.email = access.Email{Address: l.words.Email, Folded: l.words.Email}
	}
}

// find looks the account up.
func (l *logIn) find(ctx context.Context) (err error) {
	l.account, err = l.Accounts.AccountOf(ctx, l.email)
	return err
}

// prove uses the code that came along: a right one lifts every wait; a wrong one is as if none had come, but that it lets nobody in.
func (l *logIn) prove(ctx context.Context) (err error) {
	if l.account == nil {
		return nil
	}
	by := l.who(ctx, "")
	by.Actor = accounts.ActorOf(l.account.ID)
	l.proved, err = l.Accounts.UseTOTP(ctx, l.account, *l.words.Code, by)
	return err
}

// begin waits for nobody: whose turn it is not yet is told so.
func (l *logIn) begin(ctx context.Context) (err error) {
	if l.proved {
		return nil
	}
	key := access.AccountKey(l.email)
	l.attempt, err = l.Attempts.Begin(ctx, key, addressOf(ctx), l.Devices.Known(ctx, key))
	if _, is := errors.AsType[*Refusal](err); is {
		l.refused = tooManyGuesses
	}
	return err
}

// check compares the password. An attempt that the server was too busy for does not count.
func (l *logIn) check(ctx context.Context) error {
	hash := ""
	if l.account != nil {
		hash = l.account.Password
	}
	right, outdated, err := access.CheckPassword(ctx, l.words.Password, hash)
	if err != nil {
		if l.attempt != nil && fault.KindOf(err) == fault.Unavailable {
			err = errors.Join(err, l.attempt.Drop(ctx))
		}
		return err
	}
	if l.refused = l.wrongly(right); l.refused != "" {
		return wrong()
	}
	if outdated {
		return l.rehash(ctx)
	}
	return nil
}

// wrongly says why a log-in is refused whose password is right or wrong; empty: it is not.
func (l *logIn) wrongly(right bool) string {
	switch {
	case l.account == nil:
		return noAccount
	case l.account.Locked():
		return lockedAccount
	case !right:
		return wrongPassword
	case l.words.Code != nil && l.account.HasTOTP() && !l.proved:
		return wrongCode
	}
	return ""
}

// rehash keeps a costlier hash of a password that is right. Where too many wait, the next log-in does.
func (l *logIn) rehash(ctx context.Context) error {
	hash, err := access.HashPassword(ctx, l.words.Password)
	if fault.KindOf(err) == fault.Unavailable && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return l.Accounts.Rehash(ctx, l.account, hash, l.who(ctx, ""))
}

// enter begins the session.
func (l *logIn) enter(ctx context.Context) (Session, error) {
	if l.attempt != nil {
		if err := l.attempt.Succeed(ctx); err != nil {
			return Session{}, err
		}
	}
	in := LogIn{User: l.account.ID, Method: FactorPassword, At: l.began}
	switch {
	case l.proved:
		in.SecondFactor = FactorTOTP
	case l.account.HasSecondFactor():
		in.Owes = true
	}
	return l.open(ctx, in, l.account)
}

// open begins the session of an account, and remembers the device unless a second factor is owed. The audit knows of it before.
func (r *Resources) open(ctx context.Context, in LogIn, account *accounts.Account) (Session, error) {
	user, err := r.Accounts.User(ctx, account.ID)
	if err != nil {
		return Session{}, err
	}
	in.ID, in.Staff = uuid.NewString(), access.Staff(user, r.Today())
	by := r.who(ctx, "")
	by.Actor, by.Session = accounts.ActorOf(account.ID), in.ID
	told := accounts.LogIn{Method: string(in.Method), SecondFactor: string(in.SecondFactor), Pending: in.Owes}
	if err := r.Accounts.LogIn(ctx, account.ID, told, by); err != nil {
		return Session{}, err
	}
	key := access.AccountKey(account.Email)
	if !in.Owes {
		in.Device = r.Devices.Remember(ctx, key)
	}
	r.noteLogIn(ctx, in.Method, key, "")
	return r.Sessions.LogIn(ctx, in)
}

// secondFactors are those that an account has, in the order in which they are offered.
func secondFactors(a *accounts.Account) []string {
	list := []string{}
	if len(a.Passkeys) > 0 {
		list = append(list, string(FactorPasskey))
	}
	if a.HasTOTP() {
		list = append(list, string(FactorTOTP))
	}
	if len(a.Recovery) > 0 && len(list) > 0 {
		list = append(list, string(FactorRecovery))
	}
	return list
}

func sessionView(s Session, a *accounts.Account) SessionView {
	return SessionView{
		ID: s.ID, Pending: s.Pending, SecondFactors: secondFactors(a), Begun: s.Begun, Ends: s.Ends, Method: optional(string(s.Method)),
		SecondFactor: optional(string(s.SecondFactor)), SecondFactorAt: moment(s.SecondFactorAt),
	}
}
