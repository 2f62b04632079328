package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"upline/internal/fault"
)

// Spooled is an upload on this machine, whose hash is known: it can be looked into before it is kept. Whoever has it closes it.
type Spooled struct {
	file *os.File
	ref  Ref
}

// Ref names what was uploaded.
func (s *Spooled) Ref() Ref { return s.ref }

// ReadAt reads from a place on.
func (s *Spooled) ReadAt(b []byte, offset int64) (int, error) { return s.file.ReadAt(b, offset) }

// Close lets it go.
func (s *Spooled) Close() error { return s.file.Close() }

// Spool takes an upload of which nobody knows yet how long it is. It goes to a file without a name, so that nothing of it stays
// when the process dies.
//
// Errors: Invalid when there are more than sizeMax bytes; otherwise those of the reader and of the file system.
func (a *Archive) Spool(ctx context.Context, from io.Reader, sizeMax int64) (_ *Spooled, err error) {
	file, err := a.spoolFile()
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	// One byte more than it may have tells an upload that is too large from one that just fits.
	size, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(&patientReader{ctx, from}, sizeMax+1))
	if err == nil && size > sizeMax {
		err = fault.Invalidf(op, "the upload has more than %d bytes, which is the most", sizeMax)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Spooled{file, Ref{hex.EncodeToString(hash.Sum(nil)), size}}, nil
}

// spoolFile makes a file that is gone as soon as nobody has it open.
func (a *Archive) spoolFile() (*os.File, error) {
	if a.config.Spool != "" {
		if err := os.MkdirAll(a.config.Spool, 0o700); err != nil {
			return nil, err
		}
	}
	file, err := os.CreateTemp(a.config.Spool, spoolName)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// spoolName begins the names of files of uploads, for as long as they have one.
const spoolName = "upline-upload-"

// TidySpool removes files of uploads whose process died in the moment in which they still had a name. It returns how many there were.
//
// Errors: those of the file system.
func (a *Archive) TidySpool(before time.Time) (removed int, err error) {
	folder := a.config.Spool
	if folder == "" {
		folder = os.TempDir()
	}
	left, err := filepath.Glob(filepath.Join(folder, spoolName+"*"))
	for _, name := range left {
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		removed++
	}
	return removed, err
}

// PutSpooled keeps an upload, as Put does a file.
//
// Errors: those of Put.
func (a *Archive) PutSpooled(ctx context.Context, prefix string, upload *Spooled, keep Retention) (Ref, error) {
	return a.keep(ctx, prefix, upload.ref, upload, keep)
}

// PutStream keeps what comes from a reader, as Put does a file.
//
// Errors: those of Spool and Put.
func (a *Archive) PutStream(ctx context.Context, prefix string, from io.Reader, sizeMax int64, keep Retention) (ref Ref, err error) {
	upload, err := a.Spool(ctx, from, sizeMax)
	if err != nil {
		return Ref{}, err
	}
	defer func() { err = errors.Join(err, upload.Close()) }()
	return a.PutSpooled(ctx, prefix, upload, keep)
}

// patientReader ends with the reason of its context: a reader alone does not know that nobody waits any more.
type patientReader struct {
	ctx  context.Context
	from io.Reader
}

func (r *patientReader) Read(b []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.from.Read(b)
}
