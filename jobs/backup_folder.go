package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
)

// folder is a copy of the journal and the evidence outside the object store, under the same names.
type folder string

func (f folder) file(object documents.Object) string {
	return filepath.Join(string(f), filepath.FromSlash(object.Prefix), object.SHA256)
}

// List returns the objects below a folder, sorted by prefix.
func (f folder) List(_ context.Context, below string) (objects []documents.Object, err error) {
	err = fs.WalkDir(os.DirFS(string(f)), below, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == below:
			return nil
		case err != nil || entry.IsDir() || strings.HasSuffix(name, unfinished):
			return err
		}
		info, err := entry.Info()
		if err == nil {
			objects = append(objects, documents.Object{Prefix: path.Dir(name), Ref: documents.Ref{SHA256: path.Base(name), Size: info.Size()}})
		}
		return err
	})
	return objects, err
}

// open opens a file, after its hash was compared.
func (f folder) open(_ context.Context, object documents.Object) (io.ReadCloser, error) {
	file, err := os.Open(f.file(object))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NotFoundf("restore", "%s is not there", f.file(object))
	}
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); err == nil && sum != object.SHA256 {
		err = fault.Internalf("restore", "%s is damaged: its SHA-256 is %s, and should be its name", f.file(object), sum)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// unfinished marks a file that is being written.
const unfinished = ".partial"

// keep writes a file, which is there whole or not at all.
func (f folder) keep(object documents.Object, from io.Reader) (err error) {
	name := f.file(object)
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	file, err := os.OpenFile(name+unfinished, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name+unfinished))
	}
	return os.Rename(name+unfinished, name)
}

// CopyResult is what was copied into a folder.
type CopyResult struct {
	Files int   `json:"files"` // that were not there yet
	Bytes int64 `json:"bytes"` // of these
	Kept  int   `json:"kept"`  // that were there already
	// Removed is how many documents were removed that are deleted in the company, and Missing what of documents the object store lacks.
	Removed int      `json:"removed"`
	Missing []string `json:"missing,omitempty"`
}

// CopyTo copies the journal, the anchors of the audit, the evidence that runs name, and documents, into a folder outside the object store. What is there
// already stays, but for documents that are deleted in the company: they are removed from the folder, too.
//
// Errors: NotFound and Internal when a file is not in the object store, or damaged; those of the file system.
func (b *Backup) CopyTo(ctx context.Context, dir string) (*CopyResult, error) {
	var objects []documents.Object
	for _, of := range []string{journalFolder, auditFolder} {
		listed, err := b.Archive.List(ctx, of)
		if err != nil {
			return nil, err
		}
		objects = append(objects, listed...)
	}
	first, last := graph.AllPeriods()
	runs, err := b.Graph.Runs(ctx, first, last)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if run.State == graph.Discarded {
			continue
		}
		for _, e := range run.Evidence {
			objects = append(objects, documents.Object{Prefix: evidencePrefix, Ref: documents.Ref{SHA256: e.SHA256, Size: e.Size}})
		}
	}
	result := &CopyResult{}
	for i, object := range objects {
		b.progress("copying into "+dir)(i, len(objects))
		if err := b.copyNew(ctx, folder(dir), object, result); err != nil {
			return nil, err
		}
	}
	return result, b.copyDocuments(ctx, folder(dir), result)
}

// copyNew copies a file that is not there yet.
func (b *Backup) copyNew(ctx context.Context, to folder, object documents.Object, result *CopyResult) error {
	if info, err := os.Stat(to.file(object)); err == nil && info.Size() == object.Size {
		result.Kept++
		return nil
	}
	if err := b.copyOne(ctx, to, object); err != nil {
		return err
	}
	result.Files++
	result.Bytes += object.Size
	return nil
}

func (b *Backup) copyOne(ctx context.Context, to folder, object documents.Object) error {
	file, err := b.Archive.Fetch(ctx, object.Prefix, object.Ref)
	if err != nil {
		return err
	}
	defer file.Close()
	return to.keep(object, file)
}

// bringBack puts what a folder holds into the object store, where it is not there any more. All of it is looked at first.
//
// Errors: NotFound when the folder holds no journal; Internal when a file is damaged.
func (b *Backup) bringBack(ctx context.Context, from folder) error {
	objects, err := from.List(ctx, journalFolder)
	if err == nil && len(objects) == 0 {
		err = fault.NotFoundf("restore", "%s holds no journal: name the folder that upline backup --to has written", string(from))
	}
	if err != nil {
		return err
	}
	for _, of := range []string{auditFolder, evidencePrefix} {
		files, err := from.List(ctx, of)
		if err != nil {
			return err
		}
		objects = append(objects, files...)
	}
	for i, object := range objects {
		b.progress("reading "+string(from))(i, len(objects))
		file, err := from.open(ctx, object)
		if err != nil {
			return err
		}
		_ = file.Close() // it was only read
	}
	for i, object := range objects {
		b.progress("bringing back "+string(from))(i, len(objects))
		if err := b.bringBackOne(ctx, from, object); err != nil {
			return err
		}
	}
	return nil
}

func (b *Backup) bringBackOne(ctx context.Context, from folder, object documents.Object) error {
	file, err := os.Open(from.file(object))
	if err != nil {
		return err
	}
	defer file.Close()
	keep := keptAsBooks(time.Now())
	if strings.HasPrefix(object.Prefix, journalFolder+"/") {
		keep = journalKept(time.Now())
	}
	ref, err := b.Archive.Put(ctx, object.Prefix, file, object.Size, keep)
	if err == nil && ref != object.Ref {
		err = fault.Internalf("restore", "%s has changed while it was read", from.file(object))
	}
	return err
}
