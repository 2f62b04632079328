package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The cache is a folder of fetched objects, each under its hash. It holds no truth: files that are damaged, or cannot be
// read or written, are as good as none.

// temporary makes an empty file: in the cache, so that it can stay there, or where the system has its temporary files.
func (a *Archive) temporary() (*os.File, error) {
	if a.config.Cache != "" {
		if err := os.MkdirAll(a.config.Cache, 0o700); err != nil {
			return nil, err
		}
	}
	return os.CreateTemp(a.config.Cache, "upline-fetch-")
}

// cached opens an object in the cache, and compares its hash; ok is false when it is not there, or not whole.
func (a *Archive) cached(ref Ref) (f *File, ok bool) {
	if a.config.Cache == "" {
		return nil, false
	}
	path := filepath.Join(a.config.Cache, ref.SHA256)
	file, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil || hex.EncodeToString(hash.Sum(nil)) != ref.SHA256 {
		file.Close()
		os.Remove(path)
		return nil, false
	}
	now := time.Now()
	_ = os.Chtimes(path, now, now) // or it goes sooner than it should
	return &File{file, size, true}, true
}

// cache lets a fetched file stay, and the oldest go.
func (a *Archive) cache(f *File, ref Ref) {
	if a.config.Cache == "" || f.size > a.config.CacheMax {
		return
	}
	if os.Rename(f.Name(), filepath.Join(a.config.Cache, ref.SHA256)) != nil {
		return
	}
	f.cached = true
	a.tidy()
}

// TidyAlways removes, until the context ends, what nobody has asked for within the term, also what earlier processes have left.
func (a *Archive) TidyAlways(ctx context.Context) {
	if a.config.Cache == "" {
		return
	}
	ticks := time.NewTicker(max(a.config.CacheTerm/24, time.Millisecond))
	defer ticks.Stop()
	for {
		a.tidy()
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// tidy removes the files that were last used before the term, and then those that were used longest ago until the others fit. Who has
// one open goes on reading it.
func (a *Archive) tidy() {
	entries, err := os.ReadDir(a.config.Cache)
	if err != nil {
		return
	}
	var files []os.FileInfo
	total := int64(0)
	for _, entry := range entries {
		if len(entry.Name()) != sha256.Size*2 { // not one of ours, or still being fetched
			continue
		}
		if info, err := entry.Info(); err == nil {
			files = append(files, info)
			total += info.Size()
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, file := range files {
		if total <= a.config.CacheMax && time.Since(file.ModTime()) < a.config.CacheTerm {
			return
		}
		if os.Remove(filepath.Join(a.config.Cache, file.Name())) == nil {
			total -= file.Size()
		}
	}
}
