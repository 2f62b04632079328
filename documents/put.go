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
	there, err := a.strengthenLatest(ctx, name, ref, keep)
	if there || err != nil {
		return err
	}
	begun := time.Now()
	err = a.send(ctx, name, ref, file, keep.at(begun))
	if isRefused(err) { // perhaps since another one has put the same meanwhile, and tidied up
		if there, err := a.strengthenLatest(ctx, name, ref, keep); there || err != nil {
			return err
		}
	}
	if err != nil {
		return a.faultOf(ctx, err)
	}
	info, err := a.client.StatObject(ctx, a.config.Bucket, name, minio.StatObjectOptions{})
	if err != nil {
		return a.faultOf(ctx, err)
	}
	if info.Size != ref.Size {
		return fault.Internalf(op, "%s has %d bytes in the store, and should have %d", name, info.Size, ref.Size)
	}
	if ref.Size > partSize {
		// What earlier tries have left behind is of no use any more. It costs but space, so that a failure here is none of the caller's.
		_, _ = a.abortUploads(ctx, name, begun)
	}
	return nil
}

// strengthenLatest keeps an object that is there already as asked; there is false when its latest version is not what is to be put.
func (a *Archive) strengthenLatest(ctx context.Context, name string, ref Ref, keep Retention) (there bool, err error) {
	latest, err := a.version(ctx, name, "")
	switch {
	case isNotFound(err):
		return false, nil
	case err != nil:
		return false, a.faultOf(ctx, err)
	case !latest.Whole || latest.Size != ref.Size:
		return false, nil
	}
	return true, a.strengthen(ctx, name, latest, keep)
}

// send writes a file to the store, a large one in parts. Its error is that of the client.
func (a *Archive) send(ctx context.Context, name string, ref Ref, file io.ReaderAt, keep Retention) error {
	options := minio.PutObjectOptions{
		ContentType: "application/octet-stream", UserMetadata: map[string]string{hashKey: ref.SHA256},
		PartSize: partSize, SendContentMd5: true, // a lock asks for a checksum of what is sent
	}
	if !keep.Until.IsZero() {
		options.Mode, options.RetainUntilDate = keep.mode(), keep.Until
	}
	_, err := a.client.PutObject(ctx, a.config.Bucket, name, io.NewSectionReader(file, 0, ref.Size), ref.Size, options)
	return err
}
