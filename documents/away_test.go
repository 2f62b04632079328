package documents_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"upline/documents"
	"upline/internal/fault"
	"upline/internal/storetest"
)

// TestStoreIsAway kills a real store in the middle of an upload and of a download. Nothing half done can be seen, whoever calls learns that it is the store, and
// once it is back all works, with the Archive that was open, and without a repair.
func TestStoreIsAway(t *testing.T) {
	if testing.Short() {
		t.Skip("starts object stores")
	}
	for _, name := range []string{"minio", "versitygw"} {
		t.Run(name, func(t *testing.T) {
			s := storetest.StartObjectStore(t, name)
			defer func() {
				if err := s.Stop(); err != nil {
					t.Error(err)
				}
			}()
			config := anotherBucket(documents.Config{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: s.SecretKey, Patience: 2 * time.Second})
			a, data, there := open(t, config), content(40_000_000), content(30_000_000)

			file := &fileThat{data: data, at: 20_000_000, do: func() { s.Kill(t) }}
			_, err := a.Put(t.Context(), "evidence", file, int64(len(data)), soon())
			wantKind(t, err, fault.Unavailable, "does not answer")
			away(t, a, data)
			s.Start(t)
			absent(t, a, data)
			wantUploads(t, config, data, 1)
			put(t, a, data)
			fetched(t, a, data)
			wantUploads(t, config, data, 0) // that of the first try was dropped

			put(t, a, there)
			r, err := a.Open(t.Context(), "evidence", refOf(there), 0, -1)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			begun := make([]byte, 100_000)
			if _, err := io.ReadFull(r, begun); err != nil || !bytes.Equal(begun, there[:100_000]) {
				t.Fatal(err)
			}
			s.Kill(t)
			_, err = io.Copy(io.Discard, r)
			wantKind(t, err, fault.Unavailable, "does not answer")
			s.Start(t)
			fetched(t, a, there)
			fetched(t, a, data)
			if v := only(t, a, data); !v.Locked(time.Now()) {
				t.Errorf("%+v is not locked any more", v)
			}
		})
	}
}

// away makes sure that all say it is the store, while it is away.
func away(t *testing.T, a *documents.Archive, data []byte) {
	t.Helper()
	ref := refOf(data)
	for name, call := range map[string]func() error{
		"ping": func() error { return a.Ping(t.Context()) },
		"put": func() error {
			_, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), ref.Size, soon())
			return err
		},
		"stream": func() error {
			_, err := a.PutStream(t.Context(), "evidence", bytes.NewReader(data), ref.Size, soon())
			return err
		},
		"open":     func() error { _, err := a.Open(t.Context(), "evidence", ref, 0, -1); return err },
		"fetch":    func() error { _, err := a.Fetch(t.Context(), "evidence", ref); return err },
		"versions": func() error { _, err := a.Versions(t.Context(), "evidence", ref); return err },
		"list":     func() error { _, err := a.List(t.Context(), "evidence"); return err },
		"extend":   func() error { return a.Extend(t.Context(), "evidence", ref, soon()) },
		"hold":     func() error { return a.Hold(t.Context(), "evidence", ref, true) },
		"erase":    func() error { _, err := a.Erase(t.Context(), "evidence", ref, true); return err },
		"uploads":  func() error { _, err := a.AbortUploads(t.Context(), time.Now()); return err },
	} {
		err := call()
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: %v, want one of kind unavailable", name, err)
		}
	}
}
