package bundle

import (
	"bytes"
	"io"
)

// recordMax is how many bytes a record may have: a quote that is never closed must not read a whole file into memory.
const recordMax = 1 << 20

// recordGuard is what the CSV reader reads from. It ends the file inside a record that is too long, takes off a BOM,
// and keeps a CR at the very end of the file, which the CSV reader would otherwise overlook.
type recordGuard struct {
	source io.Reader

	offset    int64 // bytes handed on
	recordEnd int64 // where the last whole record ended, or the blank lines after it
	textEnd   int64 // the end of the last text that is no line break
	tooLong   bool  // the file was ended inside a record
	lastByte  byte
	ended     bool
}

var bom = []byte("\ufeff")

// newRecordGuard returns a guard, or the error of the source.
func newRecordGuard(source io.Reader) (*recordGuard, error) {
	head := make([]byte, len(bom))
	n, err := io.ReadFull(source, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if !bytes.Equal(head, bom) {
		source = io.MultiReader(bytes.NewReader(head[:n]), source)
	}
	return &recordGuard{source: source}, nil
}

func (g *recordGuard) Read(p []byte) (int, error) {
	if g.textEnd <= g.recordEnd {
		g.recordEnd = g.offset
	}
	if g.offset-g.recordEnd > recordMax {
		g.tooLong = true
		return 0, io.EOF
	}
	n, err := g.source.Read(p)
	if n == 0 && err == io.EOF && g.lastByte == '\r' && !g.ended {
		g.ended = true
		p[0] = '\r' // the CSV reader drops one
		return 1, nil
	}
	if text := bytes.TrimRight(p[:n], "\r\n"); len(text) > 0 {
		g.textEnd = g.offset + int64(len(text))
	}
	if n > 0 {
		g.lastByte = p[n-1]
		g.offset += int64(n)
		if err == io.EOF {
			err = nil // said again by the next call
		}
	}
	return n, err
}
