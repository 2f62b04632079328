package jobs

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
)

// File is a file in the object store that a job reads, or has made: it is not locked, and not kept for ever.
type File struct {
	Name   string `json:"name"`
	Type   string `json:"type"` // its media type
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
}

// filePrefix is where the object store keeps such files.
const filePrefix = "files"

// FileResult is what a job has made.
type FileResult struct {
	File File `json:"file"`
}

// Keep puts what a reader gives into the object store, by way of a temporary file: nothing large is held in memory.
//
// Errors: those of the reader; Unavailable when the store does not answer.
func (s *Settlement) Keep(ctx context.Context, name, media string, from io.Reader) (File, error) {
	f, err := os.CreateTemp("", "upline-file-")
	if err != nil {
		return File{}, err
	}
	defer func() { _, _ = f.Close(), os.Remove(f.Name()) }()
	size, err := io.Copy(f, from)
	if err != nil {
		return File{}, err
	}
	ref, err := s.Archive.Put(ctx, filePrefix, f, size, documents.Retention{Until: time.Time{}})
	return File{name, media, ref.SHA256, ref.Size}, err
}

// Fetch brings such a file; who has fetched it closes it.
//
// Errors: NotFound when it is gone; those of documents.Fetch.
func (s *Settlement) Fetch(ctx context.Context, file File) (*documents.File, error) {
	if file.SHA256 == "" {
		return nil, fault.NotFoundf("file", "the job has made no file")
	}
	return s.Archive.Fetch(ctx, filePrefix, documents.Ref{SHA256: file.SHA256, Size: file.Size})
}

// FileOf fetches the file that a job has made, and returns its name too.
//
// Errors: those of Fetch.
func (s *Settlement) FileOf(ctx context.Context, j *graph.Job) (file *documents.File, name string, err error) {
	var result FileResult
	if len(j.Result) > 0 {
		if err := json.Unmarshal(j.Result, &result); err != nil {
			return nil, "", err
		}
	}
	file, err = s.Fetch(ctx, result.File)
	return file, result.File.Name, err
}
