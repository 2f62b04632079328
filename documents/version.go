package documents

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/documents/retention"
	"upline/internal/fault"
)

// Version is one of the versions of an object. Whoever overwrites an object makes another one, and whoever deletes it without naming
// a version makes a marker: what was there before is still there.
type Version struct {
	ID       string
	Size     int64 // bytes
	Modified time.Time
	Latest   bool
	Marker   bool      // it says that the object was deleted, and has no bytes
	Kept     Retention // as it was set; it may be over
	Held     bool      // by a legal hold
	// Whole: it was put by an Archive as what its name says, and has as many bytes. Whether they are still the same, only reading tells.
	Whole bool
}

// Locked says whether nobody can delete the version at a time; that somebody can lift the lock makes no difference.
func (v *Version) Locked(at time.Time) bool { return v.Held || v.Kept.at(at) != Retention{} }

// Versions returns the versions of an object, the latest first, the others as the store lists them; none when it is not there, and never was or was
// erased.
//
// Errors: Unavailable when the store does not answer, or not twice the same.
func (a *Archive) Versions(ctx context.Context, prefix string, ref Ref) ([]Version, error) {
	name := ref.object(prefix)
	for range listings {
		versions, err := a.listVersions(ctx, name, ref)
		if !isNotFound(err) {
			return versions, a.faultOf(ctx, err)
		}
		// One was listed, and could not be asked for. It was erased in between; or MinIO hides it, which it does for a moment
		// with what somebody's rule says has expired, until a marker is there instead.
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(listAgain):
		}
	}
	return nil, &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "the object store at " + a.config.Endpoint + " lists versions of " + name + " that it does not find"}
}

// How often versions are listed, and after how long.
const (
	listings  = 20
	listAgain = 100 * time.Millisecond
)

// listVersions lists the versions once. Its error is that of the client.
func (a *Archive) listVersions(ctx context.Context, name string, ref Ref) ([]Version, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	var versions []Version
	for found := range a.client.ListObjects(ctx, a.config.Bucket, minio.ListObjectsOptions{Prefix: name, WithVersions: true}) {
		switch {
		case found.Err != nil:
			return nil, found.Err
		case found.Key != name:
			continue
		}
		v := &Version{ID: found.VersionID, Modified: found.LastModified, Marker: true}
		if !found.IsDeleteMarker {
			var err error
			if v, err = a.version(ctx, name, found.VersionID); err != nil {
				return nil, err
			}
			v.Whole = v.Whole && v.Size == ref.Size
		}
		v.Latest = found.IsLatest
		versions = append(versions, *v)
	}
	slices.SortStableFunc(versions, func(a, b Version) int { // versitygw lists the markers before all others
		return cmp.Compare(rank(a), rank(b))
	})
	return versions, nil
}

func rank(v Version) int {
	if v.Latest {
		return 0
	}
	return 1
}

// eachVersion does something with all versions of an object that have bytes.
func (a *Archive) eachVersion(ctx context.Context, prefix string, ref Ref, do func(name string, v *Version) error) error {
	versions, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return err
	}
	name, done := ref.object(prefix), 0
	for i := range versions {
		if versions[i].Marker {
			continue
		}
		if err := do(name, &versions[i]); err != nil {
			return err
		}
		done++
	}
	if done == 0 {
		return fault.NotFoundf(op, "%s is not in bucket %s", name, a.config.Bucket)
	}
	return nil
}

// version asks for one version of an object; an empty one is the latest. Its error is that of the client.
func (a *Archive) version(ctx context.Context, name, id string) (*Version, error) {
	info, err := a.client.StatObject(ctx, a.config.Bucket, name, minio.StatObjectOptions{VersionID: id})
	if err != nil {
		return nil, err
	}
	v := &Version{ID: info.VersionID, Size: info.Size, Modified: info.LastModified, Whole: isNamed(info, name)}
	mode, until, hold := info.Metadata.Get("X-Amz-Object-Lock-Mode"), info.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date"), info.Metadata.Get("X-Amz-Object-Lock-Legal-Hold")
	if mode == "" && hold == "" { // no lock, or a store that does not say here
		return v, a.askLock(ctx, name, v)
	}
	v.Held = hold == string(minio.LegalHoldEnabled)
	if mode == "" {
		return v, nil
	}
	at, err := time.Parse(time.RFC3339, until)
	if err != nil {
		return nil, err
	}
	v.Kept = retentionOf(minio.RetentionMode(mode), at)
	return v, nil
}

// askLock asks for the retention and the hold of a version, each by a call of its own.
func (a *Archive) askLock(ctx context.Context, name string, v *Version) error {
	mode, until, err := a.client.GetObjectRetention(ctx, a.config.Bucket, name, v.ID)
	if err != nil && !isUnlocked(err) {
		return err
	}
	if err == nil && mode != nil && until != nil {
		v.Kept = retentionOf(*mode, *until)
	}
	hold, err := a.client.GetObjectLegalHold(ctx, a.config.Bucket, name, minio.GetObjectLegalHoldOptions{VersionID: v.ID})
	if err != nil && !isUnlocked(err) {
		return err
	}
	v.Held = err == nil && hold != nil && *hold == minio.LegalHoldEnabled
	return nil
}

// isUnlocked reports whether the store says that an object has no lock of the kind asked for.
func isUnlocked(err error) bool {
	response := minio.ToErrorResponse(err)
	return response.Code == "NoSuchObjectLockConfiguration" || response.Code == "ObjectLockConfigurationNotFoundError"
}

func retentionOf(mode minio.RetentionMode, until time.Time) Retention {
	r := Retention{Until: until.UTC()}
	if mode == minio.Governance {
		r.Lock = retention.Governance
	}
	return r
}

// isNamed reports whether an object says of itself that it is what its name says.
func isNamed(info minio.ObjectInfo, name string) bool {
	sum := info.UserMetadata[http.CanonicalHeaderKey(hashKey)]
	return sum != "" && len(name) > len(sum) && name[len(name)-len(sum):] == sum
}
