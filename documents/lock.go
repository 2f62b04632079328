package documents

import (
	"context"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/documents/retention"
)

// Retention says how long an object cannot be deleted, and by whom.
type Retention struct {
	Until time.Time      // zero, or past: it can be
	Lock  retention.Lock // the zero value is COMPLIANCE: by nobody
}

// RetentionOf returns what locks an object for a term.
func RetentionOf(t retention.Term) Retention { return Retention{Until: t.Locked, Lock: t.Lock} }

// at returns the retention as it counts at a time, to the second, as the stores have it: what is over, or no lock, is none.
func (r Retention) at(now time.Time) Retention {
	if r.Lock == retention.Unlocked || !r.Until.After(now) {
		return Retention{}
	}
	return Retention{r.Until.UTC().Truncate(time.Second), r.Lock}
}

// and returns what both ask for: the stricter lock, and the later end.
func (r Retention) and(other Retention) Retention {
	switch {
	case r.Until.IsZero():
		return other
	case other.Until.IsZero():
		return r
	case other.Until.After(r.Until):
		r.Until = other.Until
	}
	r.Lock = min(r.Lock, other.Lock)
	return r
}

// mode returns the lock as the stores call it.
func (r Retention) mode() minio.RetentionMode {
	if r.Lock == retention.Governance {
		return minio.Governance
	}
	return minio.Compliance
}

// Extend keeps all versions of an object that are there for as long and as strictly as asked, or as they were, if that is more: nothing is ever
// kept for less. A lock of nobody (COMPLIANCE) that lasts longer than its law cannot be taken back; take care not to mix the two
// modes on one object.
//
// Errors: NotFound when the object is not there; Unavailable when the store does not answer.
func (a *Archive) Extend(ctx context.Context, prefix string, ref Ref, keep Retention) error {
	return a.eachVersion(ctx, prefix, ref, func(name string, v *Version) error { return a.strengthen(ctx, name, v, keep) })
}

// Hold keeps all versions of an object from being deleted, by nobody and without an end, until it is called with on false: for as long as a court or a
// tax that is not final needs it. It adds to the retention, and leaves it as it is.
//
// Errors: those of Extend.
func (a *Archive) Hold(ctx context.Context, prefix string, ref Ref, on bool) error {
	status := minio.LegalHoldDisabled
	if on {
		status = minio.LegalHoldEnabled
	}
	return a.eachVersion(ctx, prefix, ref, func(name string, v *Version) error {
		if v.Held == on {
			return nil
		}
		return a.faultOf(ctx, a.client.PutObjectLegalHold(ctx, a.config.Bucket, name, minio.PutObjectLegalHoldOptions{VersionID: v.ID, Status: &status}))
	})
}

// strengthen keeps a version as asked, unless it is already.
func (a *Archive) strengthen(ctx context.Context, name string, v *Version, keep Retention) error {
	now := time.Now()
	had := v.Kept.at(now)
	want := had.and(keep.at(now))
	if want == had {
		return nil
	}
	mode := want.mode()
	err := a.client.PutObjectRetention(ctx, a.config.Bucket, name, minio.PutObjectRetentionOptions{
		Mode: &mode, RetainUntilDate: &want.Until, VersionID: v.ID,
		GovernanceBypass: !had.Until.IsZero() && had.Lock != want.Lock, // a stricter lock is another one, too
	})
	if err == nil {
		return nil
	}
	// Another one may have kept it for even longer meanwhile, which the store does not let us shorten.
	if latest, again := a.version(ctx, name, v.ID); again == nil && latest.Kept.at(now).and(keep.at(now)) == latest.Kept.at(now) {
		return nil
	}
	return a.faultOf(ctx, err)
}
