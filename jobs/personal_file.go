package jobs

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
)

// listFile is a list in a file, as JSON: its rows are written one after the other.
type listFile struct {
	name string
	file *os.File
	to   *bufio.Writer
	rows int
}

func newListFile(dir, name string) (*listFile, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &listFile{name: name, file: f, to: bufio.NewWriter(f)}, nil
}

// add adds a row.
func (l *listFile) add(row any) error {
	text, err := json.MarshalIndent(row, "  ", "  ")
	if err != nil {
		return err
	}
	between := ",\n  "
	if l.rows == 0 {
		between = "[\n  "
	}
	l.rows++
	if _, err := l.to.WriteString(between); err != nil {
		return err
	}
	_, err = l.to.Write(text)
	return err
}

// close ends the list.
func (l *listFile) close() error {
	end := "\n]\n"
	if l.rows == 0 {
		end = "[]\n"
	}
	_, err := l.to.WriteString(end)
	if err == nil {
		err = l.to.Flush()
	}
	if closeErr := l.file.Close(); err == nil {
		err = closeErr
	}
	return err
}
