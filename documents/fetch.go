package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/minio/minio-go/v7"

	"upline/internal/fault"
)

// File is an object that was fetched, on this machine. Whoever has fetched it closes it.
type File struct {
	*os.File
	size   int64
	cached bool // it stays when it is closed
}

// Size returns how many bytes it has.
func (f *File) Size() int64 { return f.size }

// Close removes the file, unless it stays in the cache.
func (f *File) Close() error {
	if f.cached {
		return f.File.Close()
	}
	return errors.Join(f.File.Close(), os.Remove(f.Name()))
}

// Fetch brings an object, and compares its hash. An object that somebody has removed or overwritten is still there, as an
// earlier version that is locked: that one is brought then.
//
// Errors: NotFound when it is gone; Internal when it is damaged; Unavailable when the store does not answer; otherwise those
// of the file system.
func (a *Archive) Fetch(ctx context.Context, prefix string, ref Ref) (*File, error) {
	if f, ok := a.cached(ref); ok {
		return f, nil
	}
	f, err := a.download(ctx, ref.object(prefix), "", ref)
	if errors.Is(err, errDamaged) || fault.KindOf(err) == fault.NotFound {
		f, err = a.earlier(ctx, prefix, ref, err)
	}
	if err != nil {
		return nil, err
	}
	a.cache(f, ref)
	return f, nil
}

// earlier brings the version of an object that has the right bytes, if any; else it returns why the latest one will not do.
func (a *Archive) earlier(ctx context.Context, prefix string, ref Ref, why error) (*File, error) {
	versions, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		if versions[i].Marker || versions[i].Size != ref.Size {
			continue
		}
		f, err := a.download(ctx, ref.object(prefix), versions[i].ID, ref)
		if err == nil || fault.KindOf(err) == fault.Unavailable {
			return f, err
		}
	}
	return nil, why
}

// errDamaged tells an object with other bytes from other errors.
var errDamaged = errors.New("its bytes are others than those that were put")

// download writes a version of an object to a new file; an empty version is the latest.
func (a *Archive) download(ctx context.Context, name, version string, ref Ref) (*File, error) {
	object, err := a.client.GetObject(ctx, a.config.Bucket, name, minio.GetObjectOptions{VersionID: version})
	if err != nil {
		return nil, a.faultOf(ctx, err)
	}
	defer object.Close()
	temporary, err := a.temporary()
	if err != nil {
		return nil, err
	}
	f, to := &File{File: temporary}, &target{file: temporary}
	hash := sha256.New()
	f.size, err = io.Copy(io.MultiWriter(to, hash), object)
	if err != nil {
		if to.err == nil { // it is the store
			err = a.faultOf(ctx, err)
		}
		return nil, errors.Join(err, f.Close())
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); sum != ref.SHA256 {
		return nil, errors.Join(&fault.Error{
			Kind: fault.Internal, Op: op, Msg: name + " is damaged: its SHA-256 is " + sum + ", and should be its name", Err: errDamaged,
		}, f.Close())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// target is a file that remembers why it could not be written: the copy does not tell whose error it was.
type target struct {
	file *os.File
	err  error
}

func (t *target) Write(b []byte) (n int, err error) {
	n, t.err = t.file.Write(b)
	return n, t.err
}
