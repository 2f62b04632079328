package access

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"
)

// Guesses are slowed down, never locked out for good: a lock that others can close is a weapon (ASVS 6.1.1, 6.3.1). Failures
// are counted in Redis, each kind under a key of its own, as a sorted set of times that ends after the limit's Window:
//
//	login:account:<AccountKey>   failures to log in as somebody, whether or not the account exists   AccountLimit
//	login:address:<AddressKey>   failures from a network address, as whoever                         AddressLimit
//	login:device:<Token.Hash>    failures of a known device, at the account that it is known to      AccountLimit
//	login:code:<account's id>    wrong second factors after a right password                         AccountLimit
//
// One script reads and writes: it drops the times that have left the Window, reads how many are left and the latest one, and
// adds now if Limit.Wait is over: an attempt counts from its beginning, or a hundred at once would all find the counter low.
// An attempt that succeeds takes its own time out again and empties the counter of the account or device that it was counted
// under, but never that of the address, which an attacker with an account of their own could empty. No more than MaxKept
// times need be kept.
//
// Whom others cannot slow down:
//   - A known device. A log-in that succeeds, all factors included, gives the browser a cookie with a DeviceToken for that
//     account. Guesses with it are counted by device, and neither account nor address are asked, nor counted. (OWASP: Slow
//     Down Online Guessing Attacks with Device Cookies.)
//   - A second factor that comes first. A passkey needs no password. A right TOTP code that is sent along with e-mail and
//     password is checked and used up (CheckTOTP) before it is asked whose turn it is, and lifts every wait for this one
//     attempt: to guess it takes 300,000 requests on average, for one guess of a password. A wrong one changes nothing, and
//     is answered as if it had not been looked at.

// A Limit says how guesses are slowed down.
type Limit struct {
	Free    int           // failures after which nothing happens
	First   time.Duration // the wait after one failure more; it doubles with each further one
	Longest time.Duration // and grows no longer than this
	Window  time.Duration // after which a failure is forgotten
}

var (
	// AccountLimit lets some 110 guesses a day at an account, of which 5 without a wait.
	AccountLimit = Limit{Free: 5, First: time.Second, Longest: 15 * time.Minute, Window: 24 * time.Hour}
	// AddressLimit gives an address more room, for an office or a mobile network shares one; it forgets sooner, for there
	// addresses change hands.
	AddressLimit = Limit{Free: 50, First: time.Second, Longest: 15 * time.Minute, Window: time.Hour}
)

// MaxKept is how many failures are kept under a key at most: more change no Wait.
const MaxKept = 100

// Failures are those that a counter still keeps.
type Failures struct {
	Count  int       // within the limit's Window
	Latest time.Time // the zero time where there are none
}

// Wait returns how long the next attempt must wait, from now on; 0: it may begin.
func (l Limit) Wait(f Failures, now time.Time) time.Duration {
	over := f.Count - l.Free
	if over <= 0 || now.Sub(f.Latest) >= l.Window {
		return 0
	}
	wait := l.First
	for ; over > 1 && wait < l.Longest; over-- {
		wait *= 2
	}
	// Clocks of several servers differ: what failed in the future failed now.
	return max(0, min(wait, l.Longest)-max(0, now.Sub(f.Latest)))
}

// Proof is what an attempt brings along that others do not have.
type Proof uint8

const (
	// NoProof is an attempt like anybody's.
	NoProof Proof = iota
	// KnownDevice comes with a DeviceToken that is valid for this account.
	KnownDevice
	// SecondFactor comes with a valid passkey, or a right TOTP code that is now used up.
	SecondFactor
)

// Attempt is somebody who wants to log in, before their password is looked at.
type Attempt struct {
	Proof   Proof
	Account Failures // asked with NoProof
	Address Failures // asked with NoProof
	Device  Failures // asked with KnownDevice
}

// Wait returns how long the attempt must wait, from now on; 0: it may begin. Whoever must wait is told how long (HTTP 429,
// Retry-After), in the same words whether or not the account exists, and nothing is hashed for them.
func (a Attempt) Wait(now time.Time) time.Duration {
	switch a.Proof {
	case SecondFactor:
		return 0
	case KnownDevice:
		return AccountLimit.Wait(a.Device, now)
	default:
		return max(AccountLimit.Wait(a.Account, now), AddressLimit.Wait(a.Address, now))
	}
}

// AccountKey names the counter of an account without telling whose it is: SHA-256 of the folded e-mail, in hex.
func AccountKey(email Email) string {
	sum := sha256.Sum256([]byte(email.Folded))
	return hex.EncodeToString(sum[:])
}

// AddressKey names the counter of a network address: an IPv4 address by itself, an IPv6 address by its /64, of which one
// customer has all.
func AddressKey(address netip.Addr) string {
	switch address = address.Unmap().WithZone(""); {
	case !address.IsValid():
		return "unknown" // all that come from nowhere share a counter
	case address.Is4():
		return address.String()
	}
	network, _ := address.Prefix(64) // every IPv6 address has one
	return network.String()
}
