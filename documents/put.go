package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/internal/fault"
)

// partSize is how much of a large file is sent, and held in memory, at a time, in bytes.
const partSize = 16 << 20

// hashKey names the hash in what the store remembers of an object.
const hashKey = "sha256"

// Put keeps a file under its hash. One that is there already is not written again, but kept for longer if need be. So
// whoever does not know whether it came through puts it again.
//
// Errors: Unavailable when the store does not answer; nothing half written can be seen then. Otherwise those of the reader.
func (a *Archive) Put(ctx context.Context, prefix string, file io.ReaderAt, size int64, keep Retention) (Ref, error) {
	hash := sha256.New()
	n, err := io.Copy(hash, io.NewSectionReader(file, 0, size))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return Ref{}, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the file to keep cannot be read", Err: err}
	}
	return a.keep(ctx, prefix, Ref{hex.EncodeToString(hash.Sum(nil)), size}, file, keep)
}

// keep keeps a file whose hash is known.
func (a *Archive) keep(ctx context.Context, prefix string, ref Ref, file io.ReaderAt, keep Retention) (Ref, error) {
	a.config.Step("archive "+prefix, "before")
	if err := a.put(ctx, ref.object(prefix), ref, file, keep); err != nil {
		return Ref{}, err
	}
	a.config.Step("archive "+prefix, "after")
	return ref, nil
}

func (a *Archive) put(ctx context.Context, name string, ref Ref, file io.ReaderAt, keep Retention) error {
	latest, err := a.version(ctx, name, "")
	switch {
	case err == nil && latest.Whole && latest.Size == ref.Size:
		return a.strengthen(ctx, name, latest, keep)
	case err != nil && !isNotFound(err):
		return a.faultOf(ctx, err)
	}
	options := minio.PutObjectOptions{
		ContentType: "application/octet-stream", UserMetadata: map[string]string{hashKey: ref.SHA256},
		PartSize: partSize, SendContentMd5: true, // a lock asks for a checksum of what is sent
	}
	if keep = keep.at(time.Now()); !keep.Until.IsZero() {
		options.Mode, options.RetainUntilDate = keep.mode(), keep.Until
	}
	if _, err := a.client.PutObject(ctx, a.config.Bucket, name, io.NewSectionReader(file, 0, ref.Size), ref.Size, options); err != nil {
		return a.faultOf(ctx, err)
	}
	info, err := a.client.StatObject(ctx, a.config.Bucket, name, minio.StatObjectOptions{})
	if err != nil {
		return a.faultOf(ctx, err)
	}
	if info.Size != ref.Size {
		return fault.Internalf(op, "%s has %d bytes in the store, and should have %d", name, info.Size, ref.Size)
	}
	return nil
}
