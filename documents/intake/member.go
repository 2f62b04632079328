package intake

import (
	"errors"
	"io"
	"os"
)

// ownError is one of the folder for temporary files: not the fault of who brings a file.
type ownError struct{ error }

func (e *ownError) Unwrap() error { return e.error }

// isOwn says whether an error is of the folder for temporary files.
func isOwn(err error) bool {
	_, ok := errors.AsType[*ownError](err)
	return ok
}

// member looks at a file inside of this one, as at any other, one deeper. Its type may be one that is not taken by itself; then
// the whole is an attachment.
func (l *look) member(name string, r io.Reader) error {
	file, err := os.CreateTemp(l.folder, "upline-member-")
	if err != nil {
		return &ownError{err}
	}
	defer os.Remove(file.Name())
	defer file.Close()
	n, err := spool(file, r)
	if err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	limits := l.limits
	limits.Size = limits.Unpacked
	inner := &look{ctx: l.ctx, limits: limits, folder: l.folder, nested: l.nested + 1, spent: l.spent}
	report, err := inner.inspect(File{Name: name, Body: file, Size: n})
	if err != nil {
		return &ownError{err}
	}
	l.takeIn(name, report)
	return nil
}

// spool writes a member down. The errors of the folder are told from those of the member.
func spool(file *os.File, r io.Reader) (int64, error) {
	buffer := make([]byte, 128<<10)
	var size int64
	for {
		n, err := r.Read(buffer)
		if _, err := file.Write(buffer[:n]); err != nil {
			return size, &ownError{err}
		}
		size += int64(n)
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return size, err
		}
	}
}

// takeIn makes what was found in a member what was found in the whole.
func (l *look) takeIn(name string, inner Report) {
	for _, f := range inner.Findings {
		if f.Code == "unknown-type" || f.Code == "type-not-taken" {
			f.Verdict = Attachment
		}
		if f.Verdict == Accepted {
			continue
		}
		where := Shown(name)
		if f.Where != "" {
			where += ": " + f.Where
		}
		f.Where = where
		l.report.add(f)
	}
}
