package documents

import (
	"context"
	"fmt"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Bucket is how the bucket is set up, as the store answers: not as somebody meant it to be.
type Bucket struct {
	Name     string
	Versions bool   // are kept of each object
	Locks    bool   // objects can be locked
	Mode     string // of the lock that objects get without more ado, such as compliance, 10 years; empty: none
}

// Bucket asks the store how the bucket is set up.
//
// Errors: Unavailable when the store does not answer.
func (a *Archive) Bucket(ctx context.Context) (Bucket, error) {
	b := Bucket{Name: a.config.Bucket}
	versions, err := a.client.GetBucketVersioning(ctx, a.config.Bucket)
	if err != nil {
		return b, a.faultOf(ctx, err)
	}
	b.Versions = versions.Enabled()
	lock, mode, term, unit, err := a.client.GetObjectLockConfig(ctx, a.config.Bucket)
	if code := minio.ToErrorResponse(err).Code; code == "ObjectLockConfigurationNotFoundError" {
		return b, nil
	}
	if err != nil {
		return b, a.faultOf(ctx, err)
	}
	b.Locks = lock == "Enabled"
	if mode != nil && term != nil && unit != nil {
		b.Mode = strings.ToLower(fmt.Sprintf("%s, %d %s", *mode, *term, *unit))
	}
	return b, nil
}
