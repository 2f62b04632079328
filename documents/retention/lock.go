package retention

import "upline/internal/fault"

// Lock says who can delete an object before its time. The zero value is the strictest, so that who forgets to say loses nothing.
type Lock uint8

// The locks, the strictest first.
const (
	// Compliance: nobody, whatever keys they have. It cannot be shortened or lifted.
	Compliance Lock = iota
	// Governance: who has the right to lift the lock. It protects from accidents.
	Governance
	// Unlocked: everybody who may delete.
	Unlocked
)

var lockNames = [...]string{"compliance", "governance", "none"}

func (l Lock) String() string { return lockNames[l] }

// MarshalText writes compliance, governance or none.
func (l Lock) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes.
//
// Errors: Invalid for anything else.
func (l *Lock) UnmarshalText(text []byte) error {
	for i, name := range lockNames {
		if name == string(text) {
			*l = Lock(i)
			return nil
		}
	}
	return fault.Invalidf(op, "there is no lock %q: write compliance, governance or none", text)
}
