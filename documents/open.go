package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"github.com/minio/minio-go/v7"

	"upline/internal/fault"
)

// Open reads an object, or so many bytes of it from a place on, as they come from the store; a negative length is the rest. An object that
// somebody has removed or overwritten is read as it was put. What is read whole has its hash compared, and ends with an error instead of
// io.EOF if it is damaged; of a range nobody can tell.
//
// Errors, also of the reader: Invalid when the place is none in the object; NotFound when the object is gone; Internal when it is damaged;
// Unavailable when the store does not answer, or not to the end.
func (a *Archive) Open(ctx context.Context, prefix string, ref Ref, offset, length int64) (io.ReadCloser, error) {
	if offset < 0 || offset > ref.Size {
		return nil, fault.Invalidf(op, "byte %d is not in the object, which has %d", offset, ref.Size)
	}
	if rest := ref.Size - offset; length < 0 || length > rest {
		length = rest
	}
	name := ref.object(prefix)
	body, err := a.open(ctx, name, "", ref, offset, length)
	if fault.KindOf(err) == fault.NotFound {
		body, err = a.openEarlier(ctx, prefix, ref, offset, length, err)
	}
	if err != nil {
		return nil, err
	}
	r := &reader{archive: a, ctx: ctx, name: name, ref: ref, body: body, left: length}
	if length == ref.Size {
		r.hash = sha256.New()
	}
	return r, nil
}

// openEarlier opens the latest version that is what was put, if any; else it returns why the latest of all will not do.
func (a *Archive) openEarlier(ctx context.Context, prefix string, ref Ref, offset, length int64, why error) (io.ReadCloser, error) {
	versions, err := a.Versions(ctx, prefix, ref)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		if versions[i].Whole {
			return a.open(ctx, ref.object(prefix), versions[i].ID, ref, offset, length)
		}
	}
	return nil, why
}

// open opens a version of an object; an empty one is the latest. One that is not what was put is not found.
func (a *Archive) open(ctx context.Context, name, version string, ref Ref, offset, length int64) (io.ReadCloser, error) {
	options := minio.GetObjectOptions{VersionID: version}
	if part := length < ref.Size && length > 0; part {
		if err := options.SetRange(offset, offset+length-1); err != nil {
			return nil, err
		}
	}
	// The core hands over the body of the answer itself; the client's object would ask again for each place.
	body, info, _, err := minio.Core{Client: a.client}.GetObject(ctx, a.config.Bucket, name, options)
	if err != nil {
		return nil, a.faultOf(ctx, err)
	}
	if whole := length == ref.Size || length == 0; !isNamed(info, name) || whole && info.Size != ref.Size {
		_ = body.Close()
		return nil, fault.NotFoundf(op, "%s is not in bucket %s any more: something else was written over it", name, a.config.Bucket)
	}
	return body, nil
}

// reader reads what comes from the store, and no more than was asked for.
type reader struct {
	archive *Archive
	ctx     context.Context
	name    string
	ref     Ref
	body    io.ReadCloser
	left    int64     // bytes to come
	hash    hash.Hash // of a whole object
}

func (r *reader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, r.end()
	}
	n, err := r.body.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	if r.hash != nil {
		r.hash.Write(b[:n])
	}
	if err == io.EOF {
		if r.left == 0 {
			return n, nil // the end comes with the next call, once the hash is compared
		}
		err = io.ErrUnexpectedEOF
	}
	return n, r.archive.faultOf(r.ctx, err)
}

// end returns io.EOF, unless the bytes were others than those that were put.
func (r *reader) end() error {
	if r.hash == nil {
		return io.EOF
	}
	if sum := hex.EncodeToString(r.hash.Sum(nil)); sum != r.ref.SHA256 {
		return &fault.Error{Kind: fault.Internal, Op: op, Msg: r.name + " is damaged: its SHA-256 is " + sum + ", and should be its name", Err: errDamaged}
	}
	return io.EOF
}

func (r *reader) Close() error { return r.body.Close() }
