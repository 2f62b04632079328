package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"upline/documents"
	"upline/documents/intake"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// Folder is a folder that is watched: what is dropped into it is taken in, and moved to done, or to refused with a text that says why. As
// many workers as wanted may watch the same one.
//
//	file ── unchanged for a while ──▶ hash ──▶ archive ──▶ record, by an id of hash and name ──▶ done/
//	                                           └─ refused ──▶ refused/, with the reasons
//
// Wherever it ends, the file is still there, and is taken in again; what was recorded already stays as it is.
type Folder struct {
	Path string
	Desk *Desk
	Log  *slog.Logger
	// Settled is for how long a file must not have changed, and Every how often is looked; 0: five seconds, and two.
	Settled, Every time.Duration

	by graph.By
}

// Where files go.
const (
	doneFolder    = "done"
	refusedFolder = "refused"
	reasonsSuffix = ".txt" // of the text beside a refused file
)

// Run watches until the context ends. While a store is away, it tries again.
func (f *Folder) Run(ctx context.Context) {
	if f.Settled == 0 {
		f.Settled = 5 * time.Second
	}
	if f.Every == 0 {
		f.Every = 2 * time.Second
	}
	f.by = graph.By{Actor: "job:folder", Within: graph.Everybody}
	for ctx.Err() == nil {
		if err := f.round(ctx); err != nil && ctx.Err() == nil {
			f.Log.Warn("files of the inbox folder are not taken in", "error", err)
		}
		pause(ctx, f.Every)
	}
}

// round takes in what lies there. A file that cannot be taken in does not keep others from it, unless a store is away.
func (f *Folder) round(ctx context.Context) error {
	root, err := os.OpenRoot(f.Path) // nothing that is linked elsewhere is read
	if err != nil {
		return err
	}
	defer root.Close()
	for _, name := range []string{doneFolder, refusedFolder} {
		if err := root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	var all error
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(info.Name(), ".") || time.Since(info.ModTime()) < f.Settled {
			continue // gone, no file, still being written
		}
		err = f.take(ctx, root, info)
		if fault.KindOf(err) == fault.Unavailable && err != nil || ctx.Err() != nil {
			return err
		}
		all = errors.Join(all, err)
	}
	return all
}

// take takes a file in, and moves it.
func (f *Folder) take(ctx context.Context, root *os.Root, info fs.FileInfo) (err error) {
	name := info.Name()
	file, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another worker was faster
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	b := Brought{Name: name, Source: dms.Dropped, May: true, As: dms.Description{Class: "other", Day: f.Desk.dayOf(info.ModTime())}}
	if today := f.Desk.dayOf(time.Now()); b.As.Day > today {
		b.As.Day = today // the clock of whoever wrote it is wrong
	}
	upload, received, err := f.Desk.spool(ctx, b, file)
	if err != nil {
		return err
	}
	if upload != nil {
		defer func() { err = errors.Join(err, upload.Close()) }()
		if now, err := root.Stat(name); err != nil || now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime()) || upload.Ref().Size != info.Size() {
			return nil // it changes after all
		}
		b.ID = droppedID(upload.Ref(), name)
		if received, err = f.Desk.takeIn(ctx, b, upload); err != nil {
			return err
		}
	}
	return f.settle(ctx, root, name, received)
}

// droppedID is the id of a document that was dropped: the same file under the same name is the same document.
func droppedID(ref documents.Ref, name string) string {
	sum := sha256.Sum256([]byte(ref.SHA256 + "\n" + name))
	return "doc-" + hex.EncodeToString(sum[:16])
}

// settle records a file, and moves it where it belongs.
func (f *Folder) settle(ctx context.Context, root *os.Root, name string, received Received) error {
	if received.Refused() {
		to := f.free(root, refusedFolder, name)
		if err := root.WriteFile(to+reasonsSuffix, []byte(reasons(received.Report)), 0o600); err != nil {
			return err
		}
		f.Log.Warn("a file of the inbox folder is refused", "findings", len(received.Report.Findings))
		return moved(root.Rename(name, to))
	}
	if err := f.Desk.Enter(ctx, []Received{received}, f.by); err != nil {
		return err
	}
	f.Log.Info("a file of the inbox folder is taken in", "document", received.Document.ID)
	return moved(root.Rename(name, f.free(root, doneFolder, name)))
}

// moved is what came of moving a file: another worker may have been faster.
func moved(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// free is where a file can be moved without one that is there being lost.
func (f *Folder) free(root *os.Root, folder, name string) string {
	to := path.Join(folder, name)
	for n := 2; ; n++ {
		_, file := root.Lstat(to)
		_, beside := root.Lstat(to + reasonsSuffix)
		if errors.Is(file, fs.ErrNotExist) && errors.Is(beside, fs.ErrNotExist) {
			return to
		}
		extension := path.Ext(name)
		to = path.Join(folder, fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, extension), n, extension))
	}
}

// reasons is why a file was refused, for people.
func reasons(report intake.Report) string {
	var lines []string
	for _, finding := range report.Findings {
		if finding.Verdict == intake.Refused {
			lines = append(lines, finding.Code+": "+finding.String())
		}
	}
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}
