package documents

import (
	"context"
	"time"

	"github.com/minio/minio-go/v7"
)

// AbortUploads drops the parts of large files whose upload began before a time and never ended, since the process or the store died. Nobody sees
// them, but they take space. It returns how many uploads there were. Choose a time before which no upload can be still going on.
//
// A MinIO that was killed does not list them any more, and drops them itself after a day. Put drops those of its own object.
//
// Errors: Unavailable when the store does not answer.
func (a *Archive) AbortUploads(ctx context.Context, before time.Time) (int, error) {
	return a.abortUploads(ctx, "", before)
}

// abortUploads drops the uploads of objects whose names begin so; without a time, all.
func (a *Archive) abortUploads(ctx context.Context, prefix string, before time.Time) (aborted int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	for upload := range a.client.ListIncompleteUploads(ctx, a.config.Bucket, prefix, true) {
		if upload.Err != nil {
			return aborted, a.faultOf(ctx, upload.Err)
		}
		if !before.IsZero() && !upload.Initiated.Before(before) {
			continue
		}
		err := minio.Core{Client: a.client}.AbortMultipartUpload(ctx, a.config.Bucket, upload.Key, upload.UploadID)
		if err != nil && minio.ToErrorResponse(err).Code != "NoSuchUpload" {
			return aborted, a.faultOf(ctx, err)
		}
		aborted++
	}
	return aborted, nil
}
