package jobs

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"time"

	"upline/graph/dms"
	"upline/internal/fault"
)

// zipped makes the file of a job: an archive that write fills entry by entry, straight onto the disk. One that is stopped leaves nothing,
// and begins again.
func (s *Settlement) zipped(ctx context.Context, job string, write func(ctx context.Context, z *zip.Writer) error) (any, error) {
	reader, writer := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		z := zip.NewWriter(writer)
		err := write(ctx, z)
		if err == nil {
			err = z.Close()
		}
		writer.CloseWithError(err)
	}()
	file, err := s.Keep(ctx, job+".zip", "application/zip", reader)
	if err != nil {
		reader.CloseWithError(err) // or the other one waits for ever
	}
	<-ended
	if err != nil {
		return nil, err
	}
	return FileResult{file}, nil
}

// entry begins an entry of an archive. What is packed already is stored as it is.
func entry(z *zip.Writer, name string, at time.Time, packed bool) (io.Writer, error) {
	method := zip.Deflate
	if packed {
		method = zip.Store
	}
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at.UTC()})
}

// pack copies a document into an archive, having compared its hash: what is damaged or gone is not packed.
//
// Errors: those of documents.Archive.Fetch.
func (d *Desk) pack(ctx context.Context, z *zip.Writer, name string, document *dms.Document) error {
	file, err := d.Archive.Fetch(ctx, FolderOf(document.ID), refOf(document.Content))
	if err != nil {
		return err
	}
	defer file.Close()
	to, err := entry(z, name, document.Recorded, true)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, file)
	return errors.Join(err, context.Cause(ctx))
}

// unpackable says whether an error is about the one document: then the others go on.
func unpackable(err error) bool {
	kind := fault.KindOf(err)
	return err != nil && (kind == fault.NotFound || kind == fault.Internal)
}
