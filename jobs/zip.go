package jobs

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"upline/internal/fault"
)

// Limits of an archive that comes from outside.
const (
	zipFilesMax = 1000
	zipBytesMax = 8 << 30 // unpacked
)

// unzip writes the files of an archive into a folder. Names that lead out of it, links, and more than the limits are refused.
//
// Errors: Invalid when the archive is none, or too large.
func unzip(ctx context.Context, in io.ReaderAt, size int64, dir string) error {
	archive, err := zip.NewReader(in, size)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "import", Msg: "the file is no ZIP archive of a bundle", Err: err}
	}
	if len(archive.File) > zipFilesMax {
		return fault.Invalidf("import", "the archive has %d files: a bundle has at most %d", len(archive.File), zipFilesMax)
	}
	left := int64(zipBytesMax)
	for _, file := range archive.File {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if file.FileInfo().IsDir() {
			continue
		}
		if !filepath.IsLocal(filepath.FromSlash(file.Name)) || !file.Mode().IsRegular() {
			return fault.Invalidf("import", "the archive has an entry %q: only files inside the bundle's folder are allowed", file.Name)
		}
		n, err := unpack(file, filepath.Join(dir, filepath.FromSlash(path.Clean(file.Name))), left)
		if err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// unpack writes a file of an archive, of at most so many bytes.
func unpack(file *zip.File, to string, most int64) (n int64, err error) {
	in, err := file.Open()
	if err != nil {
		return 0, &fault.Error{Kind: fault.Invalid, Op: "import", Msg: "the archive is damaged at " + file.Name, Err: err}
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, fault.Invalidf("import", "the archive has %s twice", file.Name)
	}
	if err != nil {
		return 0, err
	}
	defer out.Close()
	n, err = io.Copy(out, io.LimitReader(in, most+1))
	switch {
	case errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF):
		return n, &fault.Error{Kind: fault.Invalid, Op: "import", Msg: "the archive is damaged at " + file.Name, Err: err}
	case err != nil:
		return n, err
	case n > most:
		return n, fault.Invalidf("import", "the archive unpacks to more than %d GiB", zipBytesMax>>30)
	}
	return n, out.Close()
}

// zipFolder writes the files of a folder as an archive, in the order of their names.
func zipFolder(ctx context.Context, w io.Writer, dir string) error {
	archive := zip.NewWriter(w)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		inside, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		to, err := archive.Create(filepath.ToSlash(inside))
		if err != nil {
			return err
		}
		from, err := os.Open(name)
		if err != nil {
			return err
		}
		defer from.Close()
		_, err = io.Copy(to, from)
		return err
	})
	return errors.Join(err, archive.Close())
}
