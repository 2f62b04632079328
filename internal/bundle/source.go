package bundle

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"upline/internal/fault"
)

// location is a folder that files are read from.
type location struct {
	fs.FS
	name string
}

func locationAt(dir string) location { return location{os.DirFS(dir), dir} }

// source is a file of the bundle.
type source struct {
	name string // as findings show it, such as plans/2026.yaml
	size int64
	at   location
	path string // there
}

// sources is the files of a bundle that are there.
type sources struct {
	tables map[string]source // by name
	plans  []source          // sorted by name
	meter  *meter
}

// findSources looks for the files of a bundle. What is not there is no error, as long as the folder is.
func findSources(bundle, plans location, progress func(done, total int64)) (*sources, error) {
	if _, err := fs.Stat(bundle, "."); err != nil {
		return nil, ioError(bundle.name, err)
	}
	s := &sources{tables: map[string]source{}, meter: &meter{progress: progress}}
	for _, file := range tableFiles {
		info, err := fs.Stat(bundle, file.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, ioError(path.Join(bundle.name, file.name), err)
		}
		s.tables[file.name] = source{file.name, info.Size(), bundle, file.name}
		s.meter.total += info.Size()
	}
	return s, s.findPlans(plans)
}

// findPlans looks for plan versions: the files *.yaml, in the order of their names.
func (s *sources) findPlans(plans location) error {
	files, err := fs.ReadDir(plans, ".")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ioError(plans.name, err)
	}
	for _, file := range files {
		name := file.Name()
		if !strings.HasSuffix(name, ".yaml") || strings.HasPrefix(name, ".") {
			continue
		}
		info, err := fs.Stat(plans, name) // what a link leads to
		if err != nil {
			return ioError(path.Join(plans.name, name), err)
		}
		if !info.IsDir() {
			s.plans = append(s.plans, source{"plans/" + name, info.Size(), plans, name})
			s.meter.total += info.Size()
		}
	}
	slices.SortFunc(s.plans, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return nil
}

// open opens a file whose reading the meter shows.
func (s *sources) open(file source) (io.ReadCloser, error) {
	f, err := file.at.Open(file.path)
	if err != nil {
		return nil, file.ioError(err)
	}
	return &metered{f, s.meter}, nil
}

func (s source) ioError(err error) error { return ioError(path.Join(s.at.name, s.path), err) }

// ioError says that a file cannot be read, as an error that is not about what is in it.
func ioError(path string, err error) error {
	kind := fault.Unavailable
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		kind = fault.NotFound
	case errors.Is(err, fs.ErrPermission):
		kind = fault.Forbidden
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		err = cause.Err // it names a path within the folder, or none
	}
	return &fault.Error{Kind: kind, Op: "read bundle", Msg: path + " cannot be read", Err: err}
}
