package intake

import (
	"errors"
	"fmt"
	"io"
)

// note keeps something that changes nothing.
func (l *look) note(code, format string, args ...any) {
	l.report.add(Finding{Accepted, code, "", fmt.Sprintf(format, args...)})
}

// attach keeps something for which the file is handed out as a download only.
func (l *look) attach(code, format string, args ...any) {
	l.report.add(Finding{Attachment, code, "", fmt.Sprintf(format, args...)})
}

// ReadAt reads of the file, as long as there is time. That it could not be read is remembered: decoders above take it for damage.
func (l *look) ReadAt(p []byte, at int64) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := l.body.ReadAt(p, at)
	switch isEnd := errors.Is(err, io.EOF); {
	case err != nil && !isEnd:
		l.spent.broken = err
	case isEnd && at+int64(n) < l.size:
		l.spent.broken = io.ErrUnexpectedEOF
	}
	return n, err
}

// readAt fills p, or the file is shorter than it said.
func (l *look) readAt(p []byte, at int64) error {
	if at < 0 || at > l.size-int64(len(p)) {
		return damaged("it ends too early")
	}
	n, err := l.ReadAt(p, at)
	switch {
	case n == len(p):
		return nil
	case err == nil || errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}

// section is a part of the file as a reader.
func (l *look) section(at, size int64) *io.SectionReader { return io.NewSectionReader(l, at, size) }

// tail is the end of the file, at most n bytes, and where it begins.
func (l *look) tail(n int64) ([]byte, int64, error) {
	n = min(n, l.size)
	p := make([]byte, n)
	return p, l.size - n, l.readAt(p, l.size-n)
}

// pieces goes through the file from a place on, in pieces that overlap by some bytes, so that nothing that is searched for is
// cut. do gets each piece, where it begins, and how much of its start was seen before.
func (l *look) pieces(at int64, overlap int, do func(piece []byte, at int64, seen int) error) error {
	buffer := make([]byte, 256<<10+overlap)
	seen := 0
	for at < l.size {
		n := int(min(int64(len(buffer)-seen), l.size-at))
		if err := l.readAt(buffer[seen:seen+n], at); err != nil {
			return err
		}
		if err := do(buffer[:seen+n], at-int64(seen), seen); err != nil {
			return err
		}
		at += int64(n)
		keep := min(overlap, seen+n)
		copy(buffer, buffer[seen+n-keep:seen+n])
		seen = keep
	}
	return nil
}

// unpack counts what a reader unpacks, and refuses too much. packed is how much it unpacks from.
func (l *look) unpack(r io.Reader, packed int64) *unpacking {
	return &unpacking{look: l, from: r, packed: packed}
}

// unpacking is a reader that counts, for one file and for all of them.
type unpacking struct {
	look   *look
	from   io.Reader
	packed int64
	n      int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	if err := u.look.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.from.Read(p)
	u.n += int64(n)
	u.look.spent.unpacked += int64(n)
	limits := u.look.limits
	if u.look.spent.unpacked > limits.Unpacked {
		return n, refuse("bomb", "it unpacks to more than %d bytes", limits.Unpacked)
	}
	if u.n > ratioFrom && u.n/max(u.packed, 1) > limits.Ratio {
		return n, refuse("bomb", "it unpacks to more than %d times its size", limits.Ratio)
	}
	return n, err
}

// errFound ends a search that has found what it looked for.
var errFound = errors.New("found")
