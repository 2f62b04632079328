package generate

import (
	"bufio"
	"os"
	"path/filepath"
)

// A folder is where a bundle goes, and what all its tables need to write their fields.
type folder struct {
	dir      string
	calendar *calendar
	partners ids
	orders   ids
	progress *progress
}

// create opens a table of the bundle and writes its header.
func (f *folder) create(name, header string) (*table, error) {
	file, err := os.Create(filepath.Join(f.dir, name))
	if err != nil {
		return nil, failed("writing "+name, err)
	}
	t := &table{folder: f, file: file, out: bufio.NewWriterSize(file, bufferSize)}
	t.text(header).end()
	return t, nil
}
