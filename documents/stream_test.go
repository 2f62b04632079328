package documents_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/minio/minio-go/v7"
	"pgregory.net/rapid"

	"upline/documents"
	"upline/internal/fault"
)

// read opens an object, and reads it.
func read(t *testing.T, a *documents.Archive, ref documents.Ref, offset, length int64) ([]byte, error) {
	t.Helper()
	r, err := a.Open(t.Context(), "evidence", ref, offset, length)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// Any range of an object of any size, also when it was hidden or overwritten, is that range of what was put.
func ranges(t *testing.T, config documents.Config) {
	a, s3 := open(t, config), client(t, config)
	objects := [][]byte{{}, content(1), content(100_000), content(17_000_000), content(1000), content(1000)}
	for _, data := range objects {
		put(t, a, data)
	}
	if err := s3.RemoveObject(t.Context(), config.Bucket, "evidence/"+refOf(objects[4]).SHA256, minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	write(t, config, "evidence/"+refOf(objects[5]).SHA256, content(1000), nil)
	rapid.Check(t, func(rt *rapid.T) {
		data := rapid.SampledFrom(objects).Draw(rt, "object")
		size := int64(len(data))
		offset := rapid.Int64Range(0, size).Draw(rt, "offset")
		length := rapid.Int64Range(-1, size+5).Draw(rt, "length")
		want := data[offset:]
		if length >= 0 && length < int64(len(want)) {
			want = want[:length]
		}
		got, err := read(t, a, refOf(data), offset, length)
		if err != nil || !bytes.Equal(got, want) {
			rt.Fatalf("%d bytes from %d of %d: %d bytes come, want %d: %v", length, offset, size, len(got), len(want), err)
		}
	})
	for _, offset := range []int64{-1, 1001} {
		_, err := a.Open(t.Context(), "evidence", refOf(objects[4]), offset, 1)
		wantKind(t, err, fault.Invalid, "is not in the object, which has 1000")
	}
	for _, length := range []int64{-1, 0, 5} {
		_, err := a.Open(t.Context(), "evidence", refOf([]byte("nobody has put this")), 0, length)
		wantKind(t, err, fault.NotFound, "is not in bucket")
	}
}

// write writes an object as anybody could who has the keys.
func write(t *testing.T, c documents.Config, name string, data []byte, said map[string]string) {
	t.Helper()
	_, err := client(t, c).PutObject(t.Context(), c.Bucket, name, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{UserMetadata: said})
	if err != nil {
		t.Fatal(err)
	}
}

// All that ever was under a name is listed.
func versionsAreListed(t *testing.T, config documents.Config) {
	a, s3, data := open(t, config), client(t, config), content(1000)
	if versions, err := a.Versions(t.Context(), "evidence", refOf(data)); err != nil || len(versions) != 0 {
		t.Fatalf("%+v, %v", versions, err)
	}
	name := "evidence/" + put(t, a, data).SHA256
	if err := s3.RemoveObject(t.Context(), config.Bucket, name, minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	put(t, a, data)
	write(t, config, name, content(10), nil)
	write(t, config, name+"0", content(10), nil) // another object, whose name begins alike
	versions, err := a.Versions(t.Context(), "evidence", refOf(data))
	if err != nil || len(versions) != 4 {
		t.Fatalf("%+v, %v", versions, err)
	}
	if v := versions[0]; !v.Latest || v.Whole || v.Size != 10 || v.Locked(time.Now()) {
		t.Errorf("the latest is %+v", v)
	}
	whole, markers := 0, 0
	for _, v := range versions[1:] {
		if v.Latest || v.ID == "" || time.Since(v.Modified).Abs() > time.Hour {
			t.Errorf("%+v", v)
		}
		if v.Marker && v.Size == 0 && !v.Whole {
			markers++
		}
		if v.Whole && v.Size == 1000 && v.Locked(time.Now()) {
			whole++
		}
	}
	if whole != 2 || markers != 1 {
		t.Errorf("%+v: want two whole ones, and a marker", versions)
	}
}

// Other bytes under a name that say of themselves they were right: who reads them to the end learns it.
func damageIsFound(t *testing.T, config documents.Config) {
	a, data, other := open(t, config), content(1000), content(1000)
	name := "evidence/" + refOf(data).SHA256
	write(t, config, name, other, map[string]string{"sha256": refOf(data).SHA256})
	got, err := read(t, a, refOf(data), 0, -1)
	wantKind(t, err, fault.Internal, "is damaged: its SHA-256 is "+refOf(other).SHA256)
	if !bytes.Equal(got, other) {
		t.Error("the damage cannot be looked at")
	}
	_, err = a.Fetch(t.Context(), "evidence", refOf(data))
	wantKind(t, err, fault.Internal, "is damaged")
	write(t, config, name, other[:999], map[string]string{"sha256": refOf(data).SHA256})
	if got, err := read(t, a, refOf(data), 0, -1); err == nil {
		t.Errorf("%d bytes come, of the wrong object", len(got))
	}
}

// What comes from a reader is kept under its hash; what is too large, or breaks off, is not; nothing stays on the disk.
func uploadsOfUnknownSize(t *testing.T, config documents.Config) {
	config.Spool = t.TempDir() + "/uploads"
	a := open(t, config)
	const most = 100_000
	for _, size := range []int{0, 1, most - 1, most} {
		data := content(size)
		for range 2 {
			ref, err := a.PutStream(t.Context(), "evidence", iotest.HalfReader(bytes.NewReader(data)), most, soon())
			if err != nil || ref != refOf(data) {
				t.Fatalf("%+v, %v, want %+v", ref, err, refOf(data))
			}
		}
		fetched(t, a, data)
		if v := only(t, a, data); !v.Locked(time.Now()) {
			t.Errorf("%+v is not locked", v)
		}
	}
	broken, enough := errors.New("the line is gone"), errors.New("enough")
	given, cancel := context.WithCancelCause(t.Context())
	cancel(enough)
	for name, c := range map[string]struct {
		ctx  context.Context
		from io.Reader
		want error
	}{
		"breaks off":     {t.Context(), io.MultiReader(bytes.NewReader(content(1000)), iotest.ErrReader(broken)), broken},
		"nobody waits":   {given, bytes.NewReader(content(1000)), enough},
		"ends too early": {t.Context(), iotest.ErrReader(io.ErrUnexpectedEOF), io.ErrUnexpectedEOF},
	} {
		if _, err := a.PutStream(c.ctx, "evidence", c.from, most, soon()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	large := content(most + 1)
	_, err := a.PutStream(t.Context(), "evidence", bytes.NewReader(large), most, soon())
	wantKind(t, err, fault.Invalid, "has more than 100000 bytes")
	if versions, err := a.Versions(t.Context(), "evidence", refOf(large)); err != nil || len(versions) != 0 {
		t.Fatalf("%+v, %v", versions, err)
	}
	spooledIsLookedInto(t, a, config.Spool)
}

func spooledIsLookedInto(t *testing.T, a *documents.Archive, folder string) {
	t.Helper()
	data := content(1000)
	upload, err := a.Spool(t.Context(), bytes.NewReader(data), 1000)
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 10)
	if _, err := upload.ReadAt(head, 500); err != nil || !bytes.Equal(head, data[500:510]) || upload.Ref() != refOf(data) {
		t.Errorf("%x, %v", head, err)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Errorf("%v lie in the folder, %v", files, err)
	}
	if _, err := a.PutSpooled(t.Context(), "evidence", upload, documents.Retention{}); err != nil {
		t.Error(err)
	}
	if err := upload.Close(); err != nil {
		t.Error(err)
	}
	fetched(t, a, data)
}

// 200 MB go and come as a stream, whole and in part, and the memory they take does not grow with them.
func largeFilesStream(t *testing.T, config documents.Config) {
	const size, mostMemory = 200_000_000, 80_000_000
	config.Spool = t.TempDir()
	a, seed := open(t, config), rand.Uint64()
	file := func() io.Reader {
		return io.LimitReader(rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)}), size)
	}
	memory := watchMemory(t)
	ref, err := a.PutStream(t.Context(), "evidence", file(), size, documents.Retention{})
	if err != nil || ref.Size != size {
		t.Fatalf("%+v, %v", ref, err)
	}
	same := func(offset, length int64) {
		t.Helper()
		r, err := a.Open(t.Context(), "evidence", ref, offset, length)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		want := file()
		if _, err := io.CopyN(io.Discard, want, offset); err != nil {
			t.Fatal(err)
		}
		if got, want := sum(t, r), sum(t, io.LimitReader(want, length)); got != want {
			t.Errorf("%d bytes from %d on are %s, want %s", length, offset, got, want)
		}
	}
	same(0, size)
	same(123_456_789, 50_000_000)
	f, err := a.Fetch(t.Context(), "evidence", ref)
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if most := memory(); most > mostMemory {
		t.Errorf("it took %d bytes of memory, want at most %d", most, mostMemory)
	}
	if _, err := a.Erase(t.Context(), "evidence", ref, false); err != nil { // the disk of the tests is small
		t.Error(err)
	}
}

func sum(t *testing.T, r io.Reader) string {
	t.Helper()
	hash := sha256.New()
	if _, err := io.Copy(hash, r); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// watchMemory looks at what lies on the heap, often. What it returns ends it, and says how much more there was than at first.
func watchMemory(t *testing.T) (most func() uint64) {
	t.Helper()
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, ended := heap(), make(chan struct{})
	var peak atomic.Uint64
	go func() {
		defer close(ended)
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-t.Context().Done():
				return
			case <-tick.C:
				peak.Store(max(peak.Load(), heap()))
			}
		}
	}()
	return func() uint64 {
		t.Logf("%d bytes on the heap at most, %d before", peak.Load(), before)
		return peak.Load() - min(before, peak.Load())
	}
}
