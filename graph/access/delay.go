package access

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Guesses are slowed down, never locked out for good: a lock that others can close is a weapon (ASVS 6.1.1, 6.3.1). How failures are
// counted, package api says (Attempts): by account, by address, by known device, and second factors by themselves. An attempt counts from
// its beginning, or a hundred at once would all find the counter low.
//
// Whom others cannot slow down:
//   - A known device, on which somebody has logged in to the account before, with all factors. Guesses on it are counted by themselves,
//     and neither account nor address are asked, nor counted. (OWASP: Slow Down Online Guessing Attacks with Device Cookies.)
//   - A second factor that comes first. A passkey needs no password. A right TOTP code that is sent along with e-mail and
//     password is checked and used up (CheckTOTP) before it is asked whose turn it is, and lifts every wait for this one
//     attempt: to guess it takes a million requests on average, for one guess of a password. A wrong one changes nothing, and
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

// MaxKept is how many failures a counter keeps at most: more change no Wait. It bounds what is kept of an attack.
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

// AccountKey names the counter of an account without telling whose it is: SHA-256 of the folded e-mail, in hex.
func AccountKey(email Email) string {
	sum := sha256.Sum256([]byte(email.Folded))
	return hex.EncodeToString(sum[:])
}
