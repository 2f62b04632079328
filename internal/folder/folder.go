// Package folder writes folders that appear whole or not at all.
//
//	Create ──▶ dir.partial ── File, write ──▶ Commit ──▶ dir
//
// The files are written aside and put in place by one rename. A crash leaves the partial folder behind, which the
// next writer of the same folder empties.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"upline/internal/fault"
)

// Content says what a folder is written for. A folder that holds anything else is never replaced.
type Content struct {
	Op    string   // the operation, as errors name it
	Noun  string   // what its files are, in the singular, such as "result"
	Files []string // their names, or patterns of path.Match, such as plans/*.yaml
}

// holds tells that a file of that name may be in the folder.
func (c *Content) holds(file string) bool {
	return slices.ContainsFunc(c.Files, func(pattern string) bool {
		matched, err := path.Match(pattern, file)
		return matched && err == nil
	})
}

// nests tells that a folder of that name may be in the folder.
func (c *Content) nests(dir string) bool {
	return slices.ContainsFunc(c.Files, func(pattern string) bool { return path.Dir(pattern) == dir })
}

// Folder is a folder in the making: dir is where it shall be, partial where it is until it is whole.
type Folder struct {
	dir, partial string
	content      Content
	files        []*os.File
	lock         *os.File // partial itself, locked while its writer lives
}

// Create begins a folder. An existing one is replaced on Commit, and must be empty or hold nothing but such content.
//
// Errors: Conflict when the folder holds something else, or another command is writing to it; otherwise what the file
// system said.
func Create(dir string, content Content) (*Folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{dir: dir, partial: dir + ".partial", content: content}
	if err := f.mayReplace("."); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, err
	}
	// A writer that crashed leaves its partial folder behind, but not its lock.
	if err := f.claim(); err != nil {
		return nil, err
	}
	names, err := f.lock.Readdirnames(-1)
	for _, name := range names {
		err = errors.Join(err, os.RemoveAll(filepath.Join(f.partial, name)))
	}
	if err != nil {
		_ = f.lock.Close()
		return nil, err
	}
	return f, nil
}

// mayReplace refuses a folder that holds anything but this content, there or in a folder within: replacing it would lose
// that.
func (f *Folder) mayReplace(within string) error {
	entries, err := os.ReadDir(filepath.Join(f.dir, within))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(within, entry.Name())
		switch {
		case entry.IsDir() && f.content.nests(name):
			if err := f.mayReplace(name); err != nil {
				return err
			}
		case entry.IsDir() || !f.content.holds(name):
			return f.conflict("%s holds %s, which is no %[3]s: choose a folder that is new, empty or holds earlier %[3]ss",
				f.dir, name, f.content.Noun)
		}
	}
	return nil
}

// claim makes the partial folder ours.
func (f *Folder) claim() error {
	if err := os.Mkdir(f.partial, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	lock, err := os.Open(f.partial)
	if err != nil {
		return err
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = lock.Close()
		return f.conflict("%s is being written by another command: wait for it, or choose another folder", f.dir)
	}
	f.lock = lock
	return nil
}

func (f *Folder) conflict(format string, args ...any) error {
	return &fault.Error{Kind: fault.Conflict, Op: f.content.Op, Msg: fmt.Sprintf(format, args...)}
}

// File creates a file of the folder, and the folder within that its name begins with, if any. Commit and Abort close it.
func (f *Folder) File(name string) (*os.File, error) {
	name = filepath.Join(f.partial, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	f.files = append(f.files, file)
	return file, nil
}

// Commit puts the folder in place of what was there: from here on it is there, whole, even after a loss of power.
// An error leaves either what was there before or the whole new folder.
func (f *Folder) Commit() error {
	defer f.Abort()
	for _, file := range f.files {
		if err := file.Sync(); err != nil {
			return err
		}
	}
	if err := f.closeFiles(); err != nil {
		return err
	}
	if err := f.syncFolders(); err != nil {
		return err
	}
	if err := f.exchange(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(f.dir))
}

// syncFolders keeps the names of the files, too.
func (f *Folder) syncFolders() error {
	return filepath.WalkDir(f.partial, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncFolder(name)
	})
}

func syncFolder(name string) error {
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// exchange swaps the folders in one step where both exist, so that there is no moment without a folder.
func (f *Folder) exchange() error {
	err := unix.Rename(f.partial, f.dir) // replaces nothing, or an empty folder
	if errors.Is(err, unix.ENOTEMPTY) || errors.Is(err, unix.EEXIST) {
		err = unix.Renameat2(unix.AT_FDCWD, f.partial, unix.AT_FDCWD, f.dir, unix.RENAME_EXCHANGE)
	}
	if err != nil {
		return &os.PathError{Op: "replace", Path: f.dir, Err: err}
	}
	return nil
}

// Abort removes what is in the partial folder: an unfinished one, or the one that was replaced. After Commit it does
// nothing.
func (f *Folder) Abort() {
	if f.lock == nil {
		return
	}
	_ = f.closeFiles() // they are about to be removed
	_ = os.RemoveAll(f.partial)
	_ = f.lock.Close()
	f.lock = nil
}

func (f *Folder) closeFiles() (err error) {
	for _, file := range f.files {
		err = errors.Join(err, file.Close())
	}
	f.files = nil
	return err
}
