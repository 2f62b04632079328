package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"upline/internal/fault"
)

// FlawKind is what can be wrong with an object.
type FlawKind string

// What can be wrong with an object.
const (
	Missing     FlawKind = "missing"     // nothing is there any more
	Altered     FlawKind = "altered"     // something is there, and no version of it is what was put
	Damaged     FlawKind = "damaged"     // its bytes are not those that were put, or cannot be read
	Removed     FlawKind = "removed"     // somebody has deleted it; what was put is still there, as an earlier version
	Overwritten FlawKind = "overwritten" // somebody has written over it; what was put is still there, as an earlier version
	Unlocked    FlawKind = "unlocked"    // it is kept for less than it should be, or less strictly
	NotHeld     FlawKind = "not_held"    // there should be a hold
)

// Flaw is something that is wrong with an object, in words.
type Flaw struct {
	Kind FlawKind
	Text string
}

// Check reads an object whole, and says what is wrong: with its bytes, its versions, its lock and its hold. Nothing is wrong with one that
// is kept longer, more strictly, or held although nobody asks for it.
//
// Errors: Unavailable when the store does not answer. That an object is not there is no error, but a flaw.
func (a *Archive) Check(ctx context.Context, prefix string, ref Ref, keep Retention, held bool) (flaws []Flaw, err error) {
	versions, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return nil, err
	}
	name := ref.object(prefix)
	of := func(kind FlawKind, text string, args ...any) {
		flaws = append(flaws, Flaw{kind, fmt.Sprintf(text, args...)})
	}
	put := wholeOf(versions)
	switch {
	case put == nil && !hasBytes(versions):
		of(Missing, "%s is not there any more", name)
		return flaws, nil
	case put == nil:
		of(Altered, "of %s, no version is what was put", name)
		return flaws, nil
	case versions[0].Marker:
		of(Removed, "%s was deleted; version %s is what was put", name, put.ID)
	case !versions[0].Whole:
		of(Overwritten, "%s was overwritten; version %s is what was put", name, put.ID)
	}
	switch why, err := a.readWhole(ctx, prefix, ref); {
	case err != nil:
		return nil, err
	case why != "":
		of(Damaged, "%s", why)
	}
	now := time.Now()
	if want, has := keep.at(now), put.Kept.at(now); has.and(want) != has {
		of(Unlocked, "%s is locked %s, and should be locked %s", name, has, want)
	}
	if held && !put.Held {
		of(NotHeld, "%s is not held, and should be", name)
	}
	return flaws, nil
}

// wholeOf is the latest version that is what was put, as far as its head says; nil: none is.
func wholeOf(versions []Version) *Version {
	for i := range versions {
		if versions[i].Whole {
			return &versions[i]
		}
	}
	return nil
}

func hasBytes(versions []Version) bool {
	for i := range versions {
		if !versions[i].Marker {
			return true
		}
	}
	return false
}

// readWhole reads an object, and says what is wrong with its bytes. One that a store cannot read, while it answers otherwise, is damaged, too.
func (a *Archive) readWhole(ctx context.Context, prefix string, ref Ref) (wrong string, err error) {
	const tries = 2
	for range tries {
		if err = a.readOnce(ctx, prefix, ref); err == nil {
			return "", nil
		}
		if errors.Is(err, errDamaged) || fault.KindOf(err) == fault.NotFound {
			return err.Error(), nil
		}
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		if away := a.Ping(ctx); away != nil {
			return "", away
		}
	}
	return ref.object(prefix) + " cannot be read, while the store answers: " + err.Error(), nil
}

func (a *Archive) readOnce(ctx context.Context, prefix string, ref Ref) error {
	body, err := a.Open(ctx, prefix, ref, 0, -1)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body)
	return errors.Join(err, body.Close())
}

// String says a retention in words.
func (r Retention) String() string {
	if r.Until.IsZero() {
		return "not at all"
	}
	return fmt.Sprintf("until %s (%s)", r.Until.UTC().Format(time.RFC3339), r.Lock)
}
