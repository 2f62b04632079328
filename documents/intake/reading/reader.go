package reading

import (
	"context"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sync/semaphore"

	"upline/documents/intake"
	"upline/internal/fault"
)

// op names the operation in errors.
const op = "reading"

// Limits say how much is read of a file.
type Limits struct {
	Text     int           // bytes of text of a file; what is more is left out
	OCRPages int           // pages that are recognised; what is more stays without text
	Program  time.Duration // that one program may run
	Memory   int64         // bytes that one program may take
	Output   int64         // bytes that one program may write
	Picture  int64         // bytes that a picture may take in memory
}

// withDefaults fills in what was not said.
func (l Limits) withDefaults() Limits {
	for _, n := range []struct {
		is        *int64
		otherwise int64
	}{{&l.Memory, 256 << 20}, {&l.Output, 128 << 20}, {&l.Picture, 160 << 20}} {
		if *n.is == 0 {
			*n.is = n.otherwise
		}
	}
	if l.Text == 0 {
		l.Text = 8 << 20
	}
	if l.OCRPages == 0 {
		l.OCRPages = 200
	}
	if l.Program == 0 {
		l.Program = time.Minute
	}
	return l
}

// Config says how a Reader reads.
type Config struct {
	Folder    string // for files in between; empty: the system's for temporary files
	Languages string // of tesseract; empty: deu+eng
	Limits    Limits
}

// Reader reads files. It is safe for concurrent use; pictures are unpacked one at a time, since they are large.
type Reader struct {
	config  Config
	apart   bool // programs run without a network
	drawing *semaphore.Weighted
}

// New makes a Reader.
func New(c Config) *Reader {
	c.Limits = c.Limits.withDefaults()
	if c.Languages == "" {
		c.Languages = "deu+eng"
	}
	return &Reader{config: c, apart: canBeApart(), drawing: semaphore.NewWeighted(1)}
}

// File is a file that has come in.
type File struct {
	Path   string // where it lies
	Report intake.Report
}

// open opens a file that may be read.
//
// Errors: Invalid when it was not accepted; Internal when it is not there.
func (f File) open() (*os.File, int64, error) {
	if f.Report.Verdict != intake.Accepted {
		return nil, 0, fault.Invalidf(op, "the file is %s: only accepted files are read", f.Report.Verdict)
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, 0, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the file cannot be opened", Err: err}
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, 0, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the file cannot be opened", Err: err}
	}
	return file, info.Size(), nil
}

// page refuses one that the file does not have.
func (f File) page(n int) error {
	if n < 1 || n > f.Report.Pages {
		return fault.NotFoundf(op, "the file has no page %d: it has %d", n, f.Report.Pages)
	}
	return nil
}

// draw has pictures unpacked one at a time, and their memory given back before the next.
func (r *Reader) draw(ctx context.Context, do func() error) error {
	if err := r.drawing.Acquire(ctx, 1); err != nil {
		return context.Cause(ctx)
	}
	defer r.drawing.Release(1)
	err := do()
	debug.FreeOSMemory()
	return err
}
