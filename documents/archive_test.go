package documents_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"upline/documents"
	"upline/documents/retention"
	"upline/internal/fault"
)

func open(t *testing.T, c documents.Config) *documents.Archive {
	t.Helper()
	a, err := documents.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// client speaks to the store as anybody could who has the keys.
func client(t *testing.T, c documents.Config) *minio.Client {
	t.Helper()
	client, err := minio.New(strings.TrimPrefix(c.Endpoint, "http://"), &minio.Options{Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, "")})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// soon is long enough for a test: locked objects stay until then.
func soon() documents.Retention { return documents.Retention{Until: time.Now().Add(2 * time.Minute)} }

// content makes bytes that no other test has.
func content(size int) []byte {
	data := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(rand.Int()), byte(rand.Int()), byte(rand.Int()), byte(rand.Int())})
	_, _ = source.Read(data)
	return data
}

func refOf(data []byte) documents.Ref {
	sum := sha256.Sum256(data)
	return documents.Ref{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
}

func put(t *testing.T, a *documents.Archive, data []byte) documents.Ref {
	t.Helper()
	ref, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), int64(len(data)), soon())
	if err != nil {
		t.Fatal(err)
	}
	if ref != refOf(data) {
		t.Fatalf("it is kept as %+v, want %+v", ref, refOf(data))
	}
	return ref
}

// fetched makes sure that an object comes back as it was put.
func fetched(t *testing.T, a *documents.Archive, data []byte) {
	t.Helper()
	f, err := a.Fetch(t.Context(), "evidence", refOf(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
	if err != nil || !bytes.Equal(got, data) {
		t.Fatalf("%d bytes come back, want %d: %v", len(got), len(data), err)
	}
}

func wantKind(t *testing.T, err error, want fault.Kind, text string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want || !strings.Contains(err.Error(), text) {
		t.Fatalf("%v, want one of kind %v that says %q", err, want, text)
	}
}

// Files of any size come back: an empty one, a small one, and one that is sent in parts.
func filesComeBack(t *testing.T, config documents.Config) {
	a := open(t, config)
	for _, size := range []int{0, 1, 100_000, 40_000_000} {
		data := content(size)
		put(t, a, data)
		fetched(t, a, data)
	}
}

// What is there already is not written again.
func putTwiceWritesOnce(t *testing.T, config documents.Config) {
	a, data := open(t, config), content(1000)
	put(t, a, data)
	put(t, a, data)
	if n := versions(t, config, data); n != 1 {
		t.Errorf("there are %d versions", n)
	}
}

// Who puts the same at the same time does not disturb each other, large or small.
func putSideBySide(t *testing.T, config documents.Config) {
	a := open(t, config)
	for _, size := range []int{1000, 40_000_000} {
		data := content(size)
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if _, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), int64(size), soon()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		fetched(t, a, data)
		wantUploads(t, config, data, 0)
		versions, err := a.Versions(t.Context(), "evidence", refOf(data))
		if err != nil || len(versions) < 1 || len(versions) > 3 {
			t.Fatalf("%+v, %v", versions, err)
		}
		for _, v := range versions {
			if !v.Whole || !v.Locked(time.Now()) {
				t.Errorf("%+v", v)
			}
		}
	}
}

// versions counts the versions of an object.
func versions(t *testing.T, c documents.Config, data []byte) (n int) {
	t.Helper()
	for o := range client(t, c).ListObjects(t.Context(), c.Bucket, minio.ListObjectsOptions{Prefix: "evidence/" + refOf(data).SHA256, WithVersions: true}) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		n++
	}
	return n
}

// Nobody deletes an object before its time, and a later Put can only keep it for longer.
func objectsAreLocked(t *testing.T, config documents.Config) {
	a, data := open(t, config), content(1000)
	ref := put(t, a, data)
	name, s3 := "evidence/"+ref.SHA256, client(t, config)
	info, err := s3.StatObject(t.Context(), config.Bucket, name, minio.StatObjectOptions{})
	if err != nil || info.UserMetadata["Sha256"] != ref.SHA256 {
		t.Fatalf("%+v, %v", info.UserMetadata, err)
	}
	err = s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{VersionID: info.VersionID, GovernanceBypass: true})
	if err == nil {
		t.Fatal("it can be deleted")
	}
	day := time.Now().Add(24 * time.Hour)
	for _, until := range []time.Time{day, time.Now().Add(time.Minute)} { // the second is shorter than the first
		if _, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), ref.Size, documents.Retention{Until: until}); err != nil {
			t.Fatal(err)
		}
		versions, err := a.Versions(t.Context(), "evidence", ref)
		if err != nil || len(versions) != 1 || versions[0].Kept.Lock != retention.Compliance || versions[0].Kept.Until.Sub(day).Abs() > time.Second {
			t.Fatalf("%+v, %v, want it kept until %v", versions, err, day)
		}
	}
}

// A bucket whose objects could be deleted is refused.
func bucketWithoutLockIsRefused(t *testing.T, config documents.Config) {
	if err := client(t, config).MakeBucket(t.Context(), config.Bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	_, err := documents.Open(t.Context(), config)
	wantKind(t, err, fault.Invalid, "has no object lock")
}

// A bucket that is there is used; two who open it for the first time at once do not disturb each other.
func bucketIsMadeOnce(t *testing.T, config documents.Config) {
	failed := make(chan error)
	for range 4 {
		go func() {
			_, err := documents.Open(context.Background(), config)
			failed <- err
		}()
	}
	for range 4 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

// What is gone, damaged, removed or overwritten: each is told apart, and what can still be had is had.
func whatHasHappenedToObjects(t *testing.T, config documents.Config) {
	a, s3 := open(t, config), client(t, config)
	_, err := a.Fetch(t.Context(), "evidence", refOf(content(10)))
	wantKind(t, err, fault.NotFound, "is not in bucket")

	other, data := content(10), content(10)
	write := func(data []byte, name string) {
		if _, err := s3.PutObject(t.Context(), config.Bucket, name, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	write(other, "evidence/"+refOf(data).SHA256)
	_, err = a.Fetch(t.Context(), "evidence", refOf(data))
	wantKind(t, err, fault.Internal, "is damaged: its SHA-256 is "+refOf(other).SHA256)

	removed := content(1000)
	name := "evidence/" + put(t, a, removed).SHA256
	if err := s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{}); err != nil { // that only hides it
		t.Fatal(err)
	}
	fetched(t, a, removed)

	overwritten := content(1000)
	write(content(1000), "evidence/"+put(t, a, overwritten).SHA256)
	fetched(t, a, overwritten)
}

func wrongKeysAreRefused(t *testing.T, config documents.Config) {
	config.SecretKey += "x"
	_, err := documents.Open(t.Context(), config)
	wantKind(t, err, fault.Invalid, "refuses the keys")
}
