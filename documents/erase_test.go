package documents_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/documents"
	"upline/documents/retention"
	"upline/internal/fault"
)

// What is erased is gone: every version, the marker, what was begun to be uploaded, the copy in the cache; and the proof says what there was.
func erasure(t *testing.T, config documents.Config) {
	config.Cache = t.TempDir()
	a, s3, data, other := open(t, config), client(t, config), content(1000), content(1000)
	name := keep(t, a, data, documents.Retention{})
	keep(t, a, other, documents.Retention{})
	fetched(t, a, data) // it is in the cache now
	write(t, config, name, content(77), nil)
	if err := s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := (minio.Core{Client: s3}).NewMultipartUpload(t.Context(), config.Bucket, name, minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	wantUploads(t, config, data, 1)
	proof, err := a.Erase(t.Context(), "evidence", refOf(data), false)
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[int64]int{}
	for _, v := range proof.Versions {
		sizes[v.Size]++
	}
	if proof.Prefix != "evidence" || proof.Ref != refOf(data) || len(proof.Versions) != 3 || sizes[1000] != 1 || sizes[77] != 1 || sizes[0] != 1 || time.Since(proof.At) > time.Minute {
		t.Errorf("the proof is %+v", proof)
	}
	_, err = a.Fetch(t.Context(), "evidence", refOf(data))
	wantKind(t, err, fault.NotFound, "")
	if _, err := os.Stat(filepath.Join(config.Cache, refOf(data).SHA256)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still in the cache: %v", err)
	}
	for _, v := range proof.Versions {
		if _, err := s3.StatObject(t.Context(), config.Bucket, name, minio.StatObjectOptions{VersionID: v.ID}); err == nil {
			t.Errorf("version %+v is still there", v)
		}
	}
	wantUploads(t, config, data, 0)
	again, err := a.Erase(t.Context(), "evidence", refOf(data), false)
	if err != nil || len(again.Versions) != 0 {
		t.Errorf("erased again: %+v, %v", again, err)
	}
	fetched(t, a, other)
	keep(t, a, data, documents.Retention{})
	fetched(t, a, data)
}

// What a law keeps, or a court, is not erased, and neither is anything over it. A lock that can be lifted is lifted on demand alone.
func erasureOfWhatIsLocked(t *testing.T, config documents.Config) {
	a := open(t, config)
	until := hour(1)
	for name, c := range map[string]struct {
		keep   documents.Retention
		held   bool
		lift   bool
		reason string // "": it is erased
	}{
		"compliance":         {documents.Retention{Until: until}, false, false, "is locked until " + until.Format(time.RFC3339) + ", and nobody can"},
		"compliance, lifted": {documents.Retention{Until: until}, false, true, "and nobody can delete it before"},
		"governance":         {documents.Retention{Until: until, Lock: retention.Governance}, false, false, "lift the lock"},
		"governance, lifted": {documents.Retention{Until: until, Lock: retention.Governance}, false, true, ""},
		"held":               {documents.Retention{}, true, true, "is on legal hold"},
		"held, governance":   {documents.Retention{Until: until, Lock: retention.Governance}, true, true, "is on legal hold"},
		"unlocked":           {documents.Retention{Until: until, Lock: retention.Unlocked}, false, false, ""},
		"lifted in vain":     {documents.Retention{}, false, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			data := content(1000)
			object := keep(t, a, data, c.keep)
			if c.held {
				if err := a.Hold(t.Context(), "evidence", refOf(data), true); err != nil {
					t.Fatal(err)
				}
			}
			write(t, config, object, content(10), nil)
			_, err := a.Erase(t.Context(), "evidence", refOf(data), c.lift)
			left := 0
			if c.reason == "" && err != nil {
				t.Error(err)
			}
			if c.reason != "" {
				wantKind(t, err, fault.Conflict, c.reason)
				fetched(t, a, data)
				left = 2
			}
			if versions, err := a.Versions(t.Context(), "evidence", refOf(data)); err != nil || len(versions) != left {
				t.Errorf("%+v, %v, want %d", versions, err, left)
			}
		})
	}
	wantKind(t, a.Hold(t.Context(), "evidence", documents.Ref{SHA256: strings.Repeat("0", 64)}, false), fault.NotFound, "")
}
