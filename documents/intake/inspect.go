package intake

import (
	"context"
	"errors"
	"io"
	"path"

	"upline/internal/fault"
)

// File is what somebody brings.
type File struct {
	Name     string // as they call it; empty: it has none
	Declared string // the media type that came with it; may be empty
	Body     io.ReaderAt
	Size     int64 // bytes
}

// Inspector looks at files. It is safe for concurrent use; the memory it takes is for each file under way.
type Inspector struct {
	Limits Limits
	Folder string // for members of archives while they are looked at; empty: the system's for temporary files
}

// Inspect says what a file is, and whether it may come in. That it may not is no error, but a verdict with its reasons.
//
// Errors: Internal when the file or the folder cannot be read or written; otherwise the context's.
func (i *Inspector) Inspect(ctx context.Context, f File) (Report, error) {
	limits := i.Limits.withDefaults()
	l := &look{ctx: ctx, limits: limits, folder: i.Folder, spent: &spent{}}
	report, err := l.inspect(f)
	if ctx.Err() != nil {
		return Report{}, context.Cause(ctx)
	}
	if l.spent.broken != nil {
		err = l.spent.broken
	}
	if err != nil {
		return Report{}, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the file cannot be read", Err: err}
	}
	return report, nil
}

// look is a look at one file, or at a member of one.
type look struct {
	ctx    context.Context
	limits Limits
	folder string
	nested int    // how many archives it is inside of
	spent  *spent // by all looks at what is in one file
	body   io.ReaderAt
	size   int64
	head   []byte
	report Report
}

// spent is what was unpacked of one file, with all that is in it.
type spent struct {
	unpacked int64
	members  int
	broken   error // that the file, or a folder, could not be read
}

// inspect looks at a file. A refusal is part of the report.
func (l *look) inspect(f File) (Report, error) {
	l.body, l.size = f.Body, f.Size
	l.report.Type = unknown
	err := l.see()
	if refused, ok := errors.AsType[*refusal](err); ok {
		l.report.add(refused.Finding)
		err = nil
	}
	l.report.Unpacked, l.report.Members = l.spent.unpacked, l.spent.members
	l.named(f)
	return l.report, err
}

// see goes through the questions in their order: cheap ones first.
func (l *look) see() error {
	if l.size <= 0 {
		return refuse("empty", "the file is empty")
	}
	if l.size > l.limits.Size {
		return refuse("too-large", "the file has %d bytes: %d are taken", l.size, l.limits.Size)
	}
	l.head = make([]byte, min(l.size, headSize))
	if err := l.readAt(l.head, 0); err != nil {
		return err
	}
	if err := l.sniff(); err != nil {
		return err
	}
	if err := l.alone(); err != nil {
		return err
	}
	if err := l.harmless(); err != nil {
		return err
	}
	return l.seeType()
}

// seeType looks at a file as what it is.
func (l *look) seeType() error {
	switch l.report.Type {
	case PDF:
		return l.seePDF()
	case PNG:
		return l.seePNG()
	case JPEG:
		return l.seeJPEG()
	case TIFF:
		return l.seeTIFF()
	case WebP:
		return l.seeWebP()
	case ZIP:
		return l.seeZIP()
	case Text:
		return l.seeText()
	case HTML, SVG, RTF, Office:
		l.attach("active-type", "files of type %s can do things when they are opened: it is handed out as a download only", l.report.Type)
	}
	return nil
}

// named notes a name or a declared type that says something else, and gives the report a safe name.
func (l *look) named(f File) {
	t := l.report.Type
	l.report.Name = WithExtension(Name(f.Name), t)
	if l.report.Verdict == Refused {
		return
	}
	if path.Ext(f.Name) != "" && !t.fits(f.Name) {
		l.note("name-mismatch", "the name %s is not one of a file of type %s", Shown(f.Name), t)
	}
	if !t.declares(f.Declared) {
		l.note("declared-mismatch", "the file was declared as %s, and is of type %s", Shown(f.Declared), t)
	}
}
