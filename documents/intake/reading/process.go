package reading

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"upline/internal/fault"
)

// packages are those of Debian that have the programs.
var packages = map[string]string{
	"pdftotext": "poppler-utils", "pdftoppm": "poppler-utils", "pdfinfo": "poppler-utils", "pdfseparate": "poppler-utils", "pdfunite": "poppler-utils",
	"tesseract": "tesseract-ocr", "zbarimg": "zbar-tools", "prlimit": "util-linux",
}

// Missing are the packages of Debian without which a Reader cannot read everything; empty: all are there.
func (r *Reader) Missing(ctx context.Context) []string {
	missing := map[string]bool{}
	for name, debian := range packages {
		if _, err := exec.LookPath(name); err != nil {
			missing[debian] = true
		}
	}
	if !missing["tesseract-ocr"] {
		for _, language := range r.missingLanguages(ctx) {
			missing["tesseract-ocr-"+language] = true
		}
	}
	return slices.Sorted(maps.Keys(missing))
}

// program is one run of a program.
type program struct {
	name   string
	args   []string
	output io.Writer // at most as much as the limit says
	folder string    // its own; it works there
	files  int       // that it opens at once, beside what any program does
}

// run runs a program within limits, and ends all that it has started.
//
// Errors: Unavailable when the program is missing, with its package; Invalid when it cannot read the file, or takes too much;
// otherwise the context's.
func (r *Reader) run(ctx context.Context, p program) error {
	limiter, err := find("prlimit")
	if err != nil {
		return err
	}
	path, err := find(p.name)
	if err != nil {
		return err
	}
	limits := r.config.Limits
	bounded, stop := context.WithTimeout(ctx, limits.Program)
	defer stop()
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	args := append([]string{
		"--data=" + number(limits.Memory), "--as=" + number(4*limits.Memory), "--fsize=" + number(limits.Output), "--core=0", "--nofile=" + number(int64(64+p.files)),
		"--cpu=" + number(int64(limits.Program/time.Second)+1), "--", path,
	}, p.args...)
	command := exec.CommandContext(bounded, limiter, args...)
	command.Dir = p.folder
	command.Env = []string{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + p.folder, "TMPDIR=" + p.folder, "OMP_THREAD_LIMIT=1", "MAGICK_THREAD_LIMIT=1"}
	said := &capped{left: 2_000}
	output := &capped{to: p.output, left: limits.Output}
	command.Stdout, command.Stderr = output, said
	r.group(command)
	command.WaitDelay = time.Second
	err = start(command)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case bounded.Err() != nil:
		return fault.Invalidf(op, "%s takes longer than %s for this file", p.name, limits.Program)
	case output.full:
		return fault.Invalidf(op, "%s makes more than %d bytes of this file", p.name, limits.Output)
	case err != nil:
		return p.failed(err, said.text())
	}
	return nil
}

// failed says why a program has failed. One that was ended by the system has taken too much.
func (p program) failed(err error, said string) error {
	exit, ended := errors.AsType[*exec.ExitError](err)
	if !ended {
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: p.name + " cannot be started", Err: err}
	}
	if said != "" {
		said = " (" + said + ")"
	}
	return &fault.Error{Kind: fault.Invalid, Op: op, Msg: fmt.Sprintf("%s cannot read the file%s", p.name, said), Err: exit}
}

// find finds a program.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", &fault.Error{Kind: fault.Unavailable, Op: op, Msg: fmt.Sprintf("%s is missing on this machine: install the package %s (of Debian)", name, packages[name])}
	}
	return path, nil
}

// folder makes a folder for a program, which goes with all that is in it.
func (r *Reader) folder(do func(folder string) error) error {
	folder, err := os.MkdirTemp(r.config.Folder, "upline-reading-")
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: op, Msg: "no folder can be made for files in between", Err: err}
	}
	defer os.RemoveAll(folder)
	return do(folder)
}

// capped is a writer that takes so much, and then fails.
type capped struct {
	to   io.Writer
	left int64
	full bool
	kept bytes.Buffer // without a writer
}

var errFull = errors.New("too much output")

func (c *capped) Write(p []byte) (int, error) {
	if int64(len(p)) > c.left {
		c.full = true
		if c.to == nil {
			return len(p), nil // what a program says may be cut
		}
		return 0, errFull
	}
	c.left -= int64(len(p))
	if c.to == nil {
		return c.kept.Write(p)
	}
	return c.to.Write(p)
}

// text is what a program has said, in one line.
func (c *capped) text() string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(c.kept.String(), "?")), " ")
}
