package documents

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "archive"

// faultOf gives an error of the client its kind. When it is the caller who has given up, it is the caller's reason.
func (a *Archive) faultOf(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	response, _ := errors.AsType[minio.ErrorResponse](err)
	f := &fault.Error{Op: op, Err: err}
	switch {
	case isNotFound(err):
		f.Kind, f.Msg = fault.NotFound, fmt.Sprintf("%s is not in bucket %s any more", response.Key, a.config.Bucket)
	case response.Code == "NoSuchBucket":
		f.Kind, f.Msg = fault.NotFound, fmt.Sprintf("bucket %s is not there any more", a.config.Bucket)
	case response.Code == "InvalidBucketName":
		f.Kind, f.Msg = fault.Invalid, fmt.Sprintf("S3_BUCKET %q is no name of a bucket", a.config.Bucket)
	case response.StatusCode == http.StatusForbidden:
		f.Kind, f.Msg = fault.Invalid, "the object store refuses the keys: set S3_ACCESS_KEY and S3_SECRET_KEY"
	case response.StatusCode == 0 || response.StatusCode >= http.StatusInternalServerError || response.StatusCode == http.StatusTooManyRequests:
		f.Kind, f.Msg = fault.Unavailable, "the object store at "+a.config.Endpoint+" does not answer"
	default:
		f.Kind, f.Msg = fault.Internal, "the object store refuses the call"
	}
	return f
}
