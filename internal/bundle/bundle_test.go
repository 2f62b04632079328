package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"upline/internal/fault"
)

// TestProgress: what is read is told without a gap, up to all of it.
func TestProgress(t *testing.T) {
	var done, total int64
	_, err := Read(writeBundle(t, nil), Options{Progress: func(d, all int64) {
		if d <= done || d > all || total != 0 && total != all {
			t.Errorf("%d of %d after %d of %d", d, all, done, total)
		}
		done, total = d, all
	}})
	if err != nil || done != total || total == 0 {
		t.Errorf("%d of %d bytes, %v", done, total, err)
	}
}

// TestUnreadable: what cannot be read is no finding.
func TestUnreadable(t *testing.T) {
	folderForFile := writeBundle(t, files{"status.csv": absent, "status.csv/x": ""})
	file := filepath.Join(writeBundle(t, nil), "orders.csv")
	for dir, want := range map[string]fault.Kind{
		filepath.Join(t.TempDir(), "nowhere"): fault.NotFound,
		file:                                  fault.NotFound,
		folderForFile:                         fault.Unavailable,
	} {
		_, err := Read(dir, Options{})
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != want || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	_, err := Read(filepath.Dir(file), Options{})
	expectFindings(t, err, []string{"orders.csv:1 missing"})
}

// TestBreakingOff: a file that can be read only in part is no finding, but an error.
func TestBreakingOff(t *testing.T) {
	for name := range sound {
		bundle, plans := fstest.MapFS{}, fstest.MapFS{"test.yaml": &fstest.MapFile{Data: []byte(sound["plans/test.yaml"])}}
		for name, content := range sound {
			bundle[name] = &fstest.MapFile{Data: []byte(content)}
		}
		_, err := read(location{breaking{bundle, name}, "bundle"}, location{breaking{plans, strings.TrimPrefix(name, "plans/")}, "bundle/plans"}, Options{})
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != fault.Unavailable || !strings.Contains(err.Error(), "bundle/"+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// breaking is a file system in which the reading of a file breaks off.
type breaking struct {
	fstest.MapFS
	name string
}

type breakingFile struct {
	fs.File
	read bool
}

func (b breaking) Open(name string) (fs.File, error) {
	f, err := b.MapFS.Open(name)
	if name == b.name && err == nil {
		return &breakingFile{File: f}, nil
	}
	return f, err
}

func (f *breakingFile) Read(p []byte) (int, error) {
	if f.read {
		return 0, errors.New("the disk is gone")
	}
	f.read = true
	return f.File.Read(p[:min(len(p), 20)])
}
