package documents

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/documents/retention"
	"upline/internal/fault"
)

// Erasure says what was deleted of an object, and that nothing is left.
type Erasure struct {
	Prefix   string
	Ref      Ref
	Versions []Version // those that were there; none when it was gone before
	At       time.Time // when nothing was left
}

// Erase deletes an object for good: all of its versions, what was begun to be uploaded of it, and the copy in the cache. It does so if nothing locks any of its
// versions; with lift, a lock that can be lifted (GOVERNANCE) is none. Otherwise nothing is deleted.
//
// An object is named by its bytes: whoever else put the same ones under the same prefix loses them, too, so the caller makes sure that nobody needs them. Whoever
// must be able to prove an erasure also when the process dies in the middle of it notes the Versions first; the next call deletes the rest.
//
// Errors: Conflict when a lock or a hold is on it, with its end; Unavailable when the store does not answer.
func (a *Archive) Erase(ctx context.Context, prefix string, ref Ref, lift bool) (*Erasure, error) {
	versions, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return nil, err
	}
	name := ref.object(prefix)
	if err := a.mayErase(name, versions, lift); err != nil {
		return nil, err
	}
	a.config.Step("erase "+prefix, "before")
	for i := len(versions) - 1; i >= 0; i-- { // the oldest first: what is seen goes last
		if err := a.remove(ctx, name, versions[i].ID, lift); err != nil {
			return nil, err
		}
	}
	if _, err := a.abortUploads(ctx, name, time.Time{}); err != nil {
		return nil, err
	}
	if err := a.forget(ref); err != nil {
		return nil, err
	}
	left, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return nil, err
	}
	if len(left) > 0 {
		return nil, fault.Conflictf(op, "%s was put again while it was erased: erase it again, once nobody does", name)
	}
	a.config.Step("erase "+prefix, "after")
	return &Erasure{Prefix: prefix, Ref: ref, Versions: versions, At: time.Now().UTC()}, nil
}

// mayErase returns why a version cannot be deleted, if so.
func (a *Archive) mayErase(name string, versions []Version, lift bool) error {
	now := time.Now()
	for i := range versions {
		v := &versions[i]
		kept := v.Kept.at(now)
		switch {
		case v.Held:
			return fault.Conflictf(op, "%s is on legal hold: release it first", name)
		case kept == Retention{}:
		case kept.Lock == retention.Governance && lift:
		case kept.Lock == retention.Governance:
			return fault.Conflictf(op, "%s is locked until %s: lift the lock, if that is right", name, kept.Until.Format(time.RFC3339))
		default:
			return fault.Conflictf(op, "%s is locked until %s, and nobody can delete it before", name, kept.Until.Format(time.RFC3339))
		}
	}
	return nil
}

// remove deletes a version; one that is gone already is as good.
func (a *Archive) remove(ctx context.Context, name, version string, lift bool) error {
	err := a.client.RemoveObject(ctx, a.config.Bucket, name, minio.RemoveObjectOptions{VersionID: version, GovernanceBypass: lift})
	if err == nil || isNotFound(err) {
		return nil
	}
	if v, again := a.version(ctx, name, version); again == nil && v.Locked(time.Now()) { // by another one, meanwhile
		return a.mayErase(name, []Version{*v}, lift)
	}
	return a.faultOf(ctx, err)
}

// forget removes an object from the cache.
func (a *Archive) forget(ref Ref) error {
	if a.config.Cache == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(a.config.Cache, ref.SHA256)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
