package api

import (
	"context"
	"crypto/rand"
	"math"
	"net/http"
	"strconv"
	"time"

	"upline/graph/access"
	"upline/internal/keys"
)

// takeTries is how often an attempt is made against others that come in between.
const takeTries = 8

// nameLength is how much is shown of a keyed hash that names an account: 96 bits.
const nameLength = 16

// CounterKind says what a counter counts failures of.
type CounterKind string

// The counters. Of a device that is known for the account only ByDevice counts, of all others ByAccount and ByAddress.
const (
	ByAccount CounterKind = "account" // on devices that are not known for it, together
	ByAddress CounterKind = "address" // of any account; of IPv6, a /64
	ByDevice  CounterKind = "device"  // of one account on one known device
	ByCode    CounterKind = "code"    // second factors of one account, after a right password
	ByOwn     CounterKind = "own"     // the own password, to confirm a session
	ByMail    CounterKind = "mail"    // mails that a user asks for to new addresses
)

// Count is what a counter shows: how many attempts have failed in its window, up to 100, and when the last one began, to the
// microsecond; the zero Time: none.
type Count struct {
	Failures int
	Last     time.Time
}

// Delay is the policy: how long whoever comes now has to wait until the next attempt, 0: not at all. It is pure, and asked once for
// each counter; the longest wait holds. An attempt that is made counts as failed at once, until it has succeeded.
type Delay func(by CounterKind, count Count, now time.Time) time.Duration

// Counter is a counter in a store.
type Counter struct {
	Key    string // a keyed hash: neither an address of mail nor one of a network can be read from it
	Window time.Duration
}

// AttemptStore counts: RedisAttempts. Its changes are atomic; its errors are Unavailable.
type AttemptStore interface {
	// Take counts an attempt, by a new id, at a time, on all counters, if they show what was seen; nil only looks. It returns what
	// they show, before the attempt.
	Take(ctx context.Context, counters []Counter, id string, now time.Time, seen []Count) (counts []Count, taken bool, err error)
	// GiveBack takes an attempt off all counters, and all others off those that clear says.
	GiveBack(ctx context.Context, counters []Counter, id string, clear []bool) error
}

// Attempts slows down whoever guesses: each attempt to log in, or to bring a second factor, is made between Begin and Succeed.
type Attempts struct {
	store AttemptStore
	delay Delay
	keys  keys.Ring
	now   func() time.Time
}

// NewAttempts returns the counters, which are named by keyed hashes. While a key is replaced there are as many counters of a thing as
// there are keys, so that nobody gets new tries by it. now may be nil: time.Now.
func NewAttempts(store AttemptStore, delay Delay, ring keys.Ring, now func() time.Time) *Attempts {
	if now == nil {
		now = time.Now
	}
	return &Attempts{store, delay, ring, now}
}

// Attempt is one that has begun. Unless it succeeds or is dropped, it has failed.
type Attempt struct {
	attempts *Attempts
	counters []Counter
	clear    []bool
	id       string
}

// Begin begins an attempt, or refuses it. It is called before anything is looked up, so that an account that does not exist behaves
// like one that does. account is what was typed, in the form in which accounts are compared; address is the client's; device is
// what Devices.Known returned.
//
// The attempt counts as failed from now on. So of a thousand attempts that come at once, no more are made than of a thousand that
// come one after the other.
//
// Errors: a Refusal 429, whose header Retry-After says for how many seconds; Unavailable: then nobody is let in.
func (a *Attempts) Begin(ctx context.Context, account, address, device string) (*Attempt, error) {
	if device != "" {
		return a.begin(ctx, counts{ByDevice, access.AccountLimit.Window, []string{"device", account, device}})
	}
	return a.begin(ctx, counts{ByAccount, access.AccountLimit.Window, []string{"account", account}},
		counts{ByAddress, access.AddressLimit.Window, []string{"address", networkOf(address)}})
}

// BeginCode begins an attempt to bring a second factor, by a user whose first factor was right, or refuses it. It counts by itself, so
// that whoever has a password cannot try codes, and whoever has none cannot use up the tries.
//
// Errors: as Begin's.
func (a *Attempts) BeginCode(ctx context.Context, user string) (*Attempt, error) {
	return a.begin(ctx, counts{ByCode, access.AccountLimit.Window, []string{"code", user}})
}

// BeginOwn begins an attempt to confirm the own password, or refuses it. It counts by itself: whoever knows the password must not be able
// to wipe out wrong codes by it.
//
// Errors: as Begin's.
func (a *Attempts) BeginOwn(ctx context.Context, user string) (*Attempt, error) {
	return a.begin(ctx, counts{ByOwn, access.AccountLimit.Window, []string{"own", user}})
}

// BeginMail begins a request for a mail to an address that a user names, or refuses it: strangers are not written to without end. It always
// counts as failed.
//
// Errors: as Begin's.
func (a *Attempts) BeginMail(ctx context.Context, user string) error {
	_, err := a.begin(ctx, counts{ByMail, access.AccountLimit.Window, []string{"mail", user}})
	return err
}

// Name is a keyed hash of an account, as Begin takes it: the same for the same account, and no address can be read from it.
func (a *Attempts) Name(account string) string {
	return sum(a.keys.First(), "name", account)[:nameLength]
}

// counts is what an attempt counts against.
type counts struct {
	kind   CounterKind
	window time.Duration
	parts  []string // a purpose, and what it is
}

func (a *Attempts) begin(ctx context.Context, things ...counts) (*Attempt, error) {
	attempt := &Attempt{attempts: a, id: rand.Text()}
	var kinds []CounterKind
	for _, thing := range things {
		for _, name := range keys.Each(a.keys, func(key []byte) string { return sum(key, thing.parts[0], thing.parts[1:]...) }) {
			kinds = append(kinds, thing.kind)
			attempt.counters = append(attempt.counters, Counter{name, thing.window})
			attempt.clear = append(attempt.clear, thing.kind != ByAddress) // who has an account must not wipe out their guesses at others
		}
	}
	now := a.now()
	counts, _, err := a.store.Take(ctx, attempt.counters, attempt.id, now, nil)
	for range takeTries {
		if err != nil {
			return nil, err
		}
		if wait := a.wait(kinds, counts, now); wait > 0 {
			return nil, tooMany(wait)
		}
		var taken bool
		if counts, taken, err = a.store.Take(ctx, attempt.counters, attempt.id, now, counts); taken {
			return attempt, err
		}
	}
	if err != nil {
		return nil, err
	}
	return nil, tooMany(time.Second) // others came in between each time
}

func (a *Attempts) wait(kinds []CounterKind, counts []Count, now time.Time) (longest time.Duration) {
	for i, kind := range kinds {
		longest = max(longest, a.delay(kind, counts[i], now))
	}
	return longest
}

func tooMany(wait time.Duration) error {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	return &Refusal{
		Status: http.StatusTooManyRequests, Msg: "too many attempts have failed: wait " + seconds + " s, or log in where you have logged in before",
		Header: http.Header{"Retry-After": {seconds}},
	}
}

// Succeed says that the attempt has succeeded: it does not count, and the account, or the device, begins anew. Failures on other
// devices still count, and so do those of the address.
//
// Errors: Unavailable; the attempt counts as failed then.
func (t *Attempt) Succeed(ctx context.Context) error {
	return t.attempts.store.GiveBack(ctx, t.counters, t.id, t.clear)
}

// Drop takes an attempt back that was not made, as when the server has too much to do.
//
// Errors: as Succeed's.
func (t *Attempt) Drop(ctx context.Context) error {
	return t.attempts.store.GiveBack(ctx, t.counters, t.id, make([]bool, len(t.counters)))
}
