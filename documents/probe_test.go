package documents_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/lifecycle"

	"upline/documents"
	"upline/documents/retention"
)

// attack is something that the owner of all keys can try on a locked object.
type attack struct {
	name    string
	refused bool // the store has to say no; otherwise it may do it, and still nothing is lost
	try     func(t *testing.T, p *probe) error
}

// probe is a locked object, and what its attackers know.
type probe struct {
	s3           *minio.Client
	bucket, name string
	version      string
	until        time.Time
}

func (p *probe) retain(t *testing.T, mode minio.RetentionMode, until time.Time) error {
	o := minio.PutObjectRetentionOptions{VersionID: p.version, GovernanceBypass: true}
	if !until.IsZero() {
		o.Mode, o.RetainUntilDate = &mode, &until
	}
	return p.s3.PutObjectRetention(t.Context(), p.bucket, p.name, o)
}

func (p *probe) remove(t *testing.T, o minio.RemoveObjectOptions) error {
	return p.s3.RemoveObject(t.Context(), p.bucket, p.name, o)
}

func (p *probe) overwrite(t *testing.T, data []byte) error {
	_, err := p.s3.PutObject(t.Context(), p.bucket, p.name, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{})
	return err
}

// onLocks are the attacks on a retention, which a hold alone does not keep from being changed.
var onLocks = []attack{
	{"shorten", true, func(t *testing.T, p *probe) error { return p.retain(t, minio.Compliance, p.until.Add(-30*time.Minute)) }},
	{"downgrade", true, func(t *testing.T, p *probe) error { return p.retain(t, minio.Governance, p.until) }},
	{"downgrade for longer", true, func(t *testing.T, p *probe) error { return p.retain(t, minio.Governance, p.until.Add(time.Hour)) }},
	{"clear", true, func(t *testing.T, p *probe) error { return p.retain(t, "", time.Time{}) }},
}

// onObjects are the attacks on what is kept.
var onObjects = []attack{
	{"delete the version", true, func(t *testing.T, p *probe) error {
		return p.remove(t, minio.RemoveObjectOptions{VersionID: p.version})
	}},
	{"delete the version with bypass", true, func(t *testing.T, p *probe) error {
		return p.remove(t, minio.RemoveObjectOptions{VersionID: p.version, GovernanceBypass: true})
	}},
	{"delete it in a batch", true, func(t *testing.T, p *probe) error {
		objects := make(chan minio.ObjectInfo, 1)
		objects <- minio.ObjectInfo{Key: p.name, VersionID: p.version}
		close(objects)
		var refused error
		for result := range p.s3.RemoveObjectsWithResult(t.Context(), p.bucket, objects, minio.RemoveObjectsOptions{GovernanceBypass: true}) {
			refused = result.Err
		}
		return refused
	}},
	{"delete by force", false, func(t *testing.T, p *probe) error { return p.remove(t, minio.RemoveObjectOptions{ForceDelete: true}) }},
	{"delete the folder by force", false, func(t *testing.T, p *probe) error {
		return p.s3.RemoveObject(t.Context(), p.bucket, "evidence/", minio.RemoveObjectOptions{ForceDelete: true})
	}},
	{"overwrite", false, func(t *testing.T, p *probe) error { return p.overwrite(t, content(10)) }},
	{"overwrite with a copy", false, func(t *testing.T, p *probe) error {
		_, err := p.s3.CopyObject(t.Context(), minio.CopyDestOptions{Bucket: p.bucket, Object: p.name, ReplaceMetadata: true, UserMetadata: map[string]string{"new": "yes"}},
			minio.CopySrcOptions{Bucket: p.bucket, Object: p.name})
		return err
	}},
	{"delete without a version", false, func(t *testing.T, p *probe) error { return p.remove(t, minio.RemoveObjectOptions{}) }},
	{"suspend the versions", true, func(t *testing.T, p *probe) error { return p.s3.SuspendVersioning(t.Context(), p.bucket) }},
	{"exempt the folder from versions", false, func(t *testing.T, p *probe) error {
		return p.s3.SetBucketVersioning(t.Context(), p.bucket, minio.BucketVersioningConfiguration{
			Status: "Enabled", ExcludedPrefixes: []minio.ExcludedPrefix{{Prefix: "evidence/"}}, ExcludeFolders: true,
		})
	}},
	{"overwrite then", false, func(t *testing.T, p *probe) error { return p.overwrite(t, content(20)) }},
	{"delete then", false, func(t *testing.T, p *probe) error { return p.remove(t, minio.RemoveObjectOptions{}) }},
	{"delete the version without a number", false, func(t *testing.T, p *probe) error { return p.remove(t, minio.RemoveObjectOptions{VersionID: "null"}) }},
	{"switch the lock of the bucket off", false, func(t *testing.T, p *probe) error {
		return p.s3.SetObjectLockConfig(t.Context(), p.bucket, nil, nil, nil)
	}},
	{"let it expire", false, func(t *testing.T, p *probe) error {
		rules := lifecycle.NewConfiguration()
		rules.Rules = []lifecycle.Rule{
			{ID: "all", Status: "Enabled", Expiration: lifecycle.Expiration{Date: lifecycle.ExpirationDate{Time: time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -2)}}},
			{ID: "old", Status: "Enabled", NoncurrentVersionExpiration: lifecycle.NoncurrentVersionExpiration{NoncurrentDays: 1}},
		}
		return p.s3.SetBucketLifecycle(t.Context(), p.bucket, rules)
	}},
	{"remove the bucket", true, func(t *testing.T, p *probe) error { return p.s3.RemoveBucket(t.Context(), p.bucket) }},
	{"remove the bucket by force", true, func(t *testing.T, p *probe) error {
		return p.s3.RemoveBucketWithOptions(t.Context(), p.bucket, minio.RemoveBucketOptions{ForceDelete: true})
	}},
	{"make the bucket again", false, func(t *testing.T, p *probe) error {
		return p.s3.MakeBucket(t.Context(), p.bucket, minio.MakeBucketOptions{})
	}},
}

// nothingLockedIsLost is the lock probe: whatever the owner of all keys tries, what is locked for good or on hold is still there, as it was put and
// as locked as it was.
func nothingLockedIsLost(t *testing.T, config documents.Config) {
	a, data, held := open(t, config), content(1000), content(1000)
	until := hour(1)
	lockedName, heldName := keep(t, a, data, documents.Retention{Until: until}), keep(t, a, held, documents.Retention{})
	if err := a.Hold(t.Context(), "evidence", refOf(held), true); err != nil {
		t.Fatal(err)
	}
	locked := &probe{client(t, config), config.Bucket, lockedName, only(t, a, data).ID, until}
	onHold := &probe{client(t, config), config.Bucket, heldName, only(t, a, held).ID, until}
	for _, c := range []struct {
		probe   *probe
		data    []byte
		want    documents.Version
		attacks []attack
	}{
		{locked, data, documents.Version{Kept: documents.Retention{Until: until, Lock: retention.Compliance}}, append(onLocks, onObjects...)},
		{onHold, held, documents.Version{Held: true}, onObjects},
	} {
		for _, attack := range c.attacks {
			err := attack.try(t, c.probe)
			if attack.refused && err == nil {
				t.Errorf("%s: it is not refused", attack.name)
			}
			t.Logf("%s: %v", attack.name, err)
			c.probe.wantKept(t, a, attack.name, c.data, c.want)
		}
	}
	locked.wantKept(t, a, "what was done to the other", data, documents.Version{Kept: documents.Retention{Until: until, Lock: retention.Compliance}})
}

// read reads the object by its version.
func (p *probe) read(t *testing.T) ([]byte, error) {
	t.Helper()
	object, err := p.s3.GetObject(t.Context(), p.bucket, p.name, minio.GetObjectOptions{VersionID: p.version})
	if err != nil {
		return nil, err
	}
	defer object.Close()
	return io.ReadAll(object)
}

// wantKept makes sure that an object is still there, by its version and by its name, with its lock.
func (p *probe) wantKept(t *testing.T, a *documents.Archive, after string, data []byte, want documents.Version) {
	t.Helper()
	got, err := p.read(t)
	for wait := 0; err != nil && wait < 50; wait++ { // MinIO hides what a rule says has expired, until it has made a marker
		time.Sleep(100 * time.Millisecond)
		got, err = p.read(t)
	}
	if err != nil || !bytes.Equal(got, data) {
		t.Fatalf("after %s: by its version come %d bytes, %v", after, len(got), err)
	}
	if got, err := read(t, a, refOf(data), 0, -1); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("after %s: it opens with %d bytes, %v", after, len(got), err)
	}
	fetched(t, a, data)
	versions, err := a.Versions(t.Context(), "evidence", refOf(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		if v.ID == p.version {
			if v.Kept != want.Kept || v.Held != want.Held {
				t.Fatalf("after %s: it is %+v", after, v)
			}
			return
		}
	}
	t.Fatalf("after %s: the version is not among %+v", after, versions)
}
