package jobs

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
)

// A journal object is lines, compressed by Zstandard: the header, then a copy a line (kind, key, properties, versions and links,
// with tabs between, the last three JSON, in which there is no tab), and at the end how many copies of what there are.

// journalEnd is the last line of a journal object.
type journalEnd struct {
	Copies map[string]int `json:"copies"` // by kind
}

// journalWriter writes a journal object to a file of this machine, which goes when it is closed.
type journalWriter struct {
	header journalHeader
	file   *os.File
	lines  *bufio.Writer
	packed *zstd.Encoder
	end    journalEnd
}

func newJournalWriter(header journalHeader) (*journalWriter, error) {
	file, err := os.CreateTemp("", "upline-journal-")
	if err != nil {
		return nil, err
	}
	w := &journalWriter{header: header, file: file, end: journalEnd{map[string]int{}}}
	if w.packed, err = zstd.NewWriter(file, zstd.WithEncoderConcurrency(2)); err != nil {
		return nil, errors.Join(err, w.close())
	}
	w.lines = bufio.NewWriterSize(w.packed, 1<<16)
	return w, nil
}

func (w *journalWriter) line(value any) error {
	text, err := json.Marshal(value)
	if err == nil {
		_, err = w.lines.Write(append(text, '\n'))
	}
	return err
}

// write adds copies.
func (w *journalWriter) write(copies []graph.Copied) error {
	for i := range copies {
		c := &copies[i]
		for n, column := range [][]byte{[]byte(c.Kind), []byte(c.Key), c.Properties, c.Versions, c.Links} {
			if n > 0 {
				_ = w.lines.WriteByte('\t') // an error stays with the writer
			}
			_, _ = w.lines.Write(column)
		}
		if err := w.lines.WriteByte('\n'); err != nil {
			return err
		}
		w.end.Copies[c.Kind]++
	}
	return nil
}

// keep ends the object and keeps it in the archive.
func (w *journalWriter) keep(ctx context.Context, archive *documents.Archive, now time.Time) (*journalObject, error) {
	err := w.line(w.end)
	if err == nil {
		err = w.lines.Flush()
	}
	if err == nil {
		err = w.packed.Close()
	}
	if err != nil {
		return nil, err
	}
	size, err := w.file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	prefix := journalPrefix(w.header.No, w.header.Kind)
	ref, err := archive.Put(ctx, prefix, w.file, size, journalKept(now))
	return &journalObject{documents.Object{Prefix: prefix, Ref: ref}, w.header.No, w.header.Kind}, err
}

func (w *journalWriter) close() error {
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}

// journalReader reads a journal object.
type journalReader struct {
	object *journalObject
	header journalHeader
	file   io.Closer
	packed *zstd.Decoder
	lines  *bufio.Reader
}

// read opens an object of the journal.
//
// Errors: NotFound when it is gone, Internal when it is damaged; both name it.
func (j *journal) read(ctx context.Context, o *journalObject) (*journalReader, error) {
	file, err := j.shelf.open(ctx, o.Object)
	if err != nil {
		return nil, err
	}
	r := &journalReader{object: o, file: file}
	if r.packed, err = zstd.NewReader(file, zstd.WithDecoderConcurrency(1)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	r.lines = bufio.NewReaderSize(r.packed, 1<<16)
	line, err := r.lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &r.header)
	}
	switch {
	case err != nil:
		err = r.damaged(err)
	case r.header.Format != journalFormat:
		err = fault.Invalidf("restore", "%s has format %d, and this program reads %d: use a newer one", o.name(), r.header.Format, journalFormat)
	case r.header.No != o.no || r.header.Kind != o.kind:
		err = r.damaged(errors.New("it says that it is another one"))
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *journalReader) close() {
	r.packed.Close()
	_ = r.file.Close() // it was only read
}

func (r *journalReader) damaged(err error) error {
	return &fault.Error{Kind: fault.Internal, Op: "restore", Msg: r.object.name() + " is damaged: restore an earlier time (--known-at), or bring it back from a copy", Err: err}
}

// each hands the copies to visit. They may be kept.
func (r *journalReader) each(visit func(c graph.Copied) error) error {
	counts := map[string]int{}
	for {
		line, err := r.lines.ReadBytes('\n')
		if err != nil {
			return r.damaged(err)
		}
		line = line[:len(line)-1]
		if len(line) > 0 && line[0] == '{' {
			return r.compare(line, counts)
		}
		columns := bytes.Split(line, []byte{'\t'})
		if len(columns) != 5 {
			return r.damaged(errors.New("a line has not five columns"))
		}
		c := graph.Copied{Kind: string(columns[0]), Key: string(columns[1]), Properties: columns[2], Versions: columns[3], Links: columns[4]}
		counts[c.Kind]++
		if err := visit(c); err != nil {
			return err
		}
	}
}

func (r *journalReader) compare(line []byte, counts map[string]int) error {
	var end journalEnd
	if err := json.Unmarshal(line, &end); err != nil {
		return r.damaged(err)
	}
	for kind, count := range end.Copies {
		if counts[kind] != count {
			return r.damaged(errors.New("it lacks copies of " + kind))
		}
	}
	return nil
}
