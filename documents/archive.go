// Package documents keeps bytes in an object store, so that nobody can alter them: under their hash, locked for as long as the
// law asks.
//
//	file ────── SHA-256 ──▶ PREFIX/HASH, locked ──▶ fetched to a file, and its hash compared
//	stream ─ spool ─┘            │    ▲                └─ or opened, whole or in ranges
//	                             │    └─ kept for longer, held, released
//	                             └─ erased, once nothing locks it, with a proof
//
// It knows S3 through minio-go, and nothing of the graph. A store that does not answer is given up after some seconds, not
// minutes: whoever called tries again later.
package documents

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"

	"upline/internal/fault"
)

// Config says where the object store is.
type Config struct {
	Endpoint             string // such as http://127.0.0.1:9000
	AccessKey, SecretKey string
	Bucket               string
	// Patience is how long the store may be silent: to connect, to answer, between two pieces of what it sends or takes.
	// 0: ten seconds. A call is tried three times.
	Patience time.Duration
	// Cache, if given, is a folder in which fetched objects stay for the next time.
	Cache string
	// Spool, if given, is a folder in which uploads lie until their hash is known: on a disk, not in memory as temporary folders
	// often are.
	Spool string
	// CacheMax is how many bytes the folder may hold; those fetched last stay. 0: 4 GiB.
	CacheMax int64
	// Step, if given, is called before and after each write, with its name and "before" or "after". Tests let the process
	// die there.
	Step func(name, when string)
}

// Defaults of a Config.
const (
	patience = 10 * time.Second
	cacheMax = 4 << 30
)

// withDefaults fills in what was not said.
func (c Config) withDefaults() Config {
	if c.Patience == 0 {
		c.Patience = patience
	}
	if c.CacheMax == 0 {
		c.CacheMax = cacheMax
	}
	if c.Step == nil {
		c.Step = func(string, string) {}
	}
	return c
}

// Archive is a bucket whose objects cannot be altered. It is safe for concurrent use.
type Archive struct {
	client *minio.Client
	config Config
}

// Ref names an object by what is in it.
type Ref struct {
	SHA256 string // hexadecimal
	Size   int64  // bytes
}

// object returns the name under which an object is kept.
func (r Ref) object(prefix string) string { return prefix + "/" + r.SHA256 }

// Open connects to the object store, and makes the bucket if it is not there.
//
// Errors: Invalid when the address cannot be understood, the keys are refused, or the bucket has no object lock; Unavailable
// when nothing answers.
func Open(ctx context.Context, c Config) (*Archive, error) {
	c = c.withDefaults()
	client, err := newClient(c)
	if err != nil {
		return nil, err
	}
	a := &Archive{client: client, config: c}
	if err := a.prepare(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// Ping says whether the object store answers, and has the bucket.
//
// Errors: Unavailable when it does not answer; NotFound when the bucket is gone.
func (a *Archive) Ping(ctx context.Context) error {
	there, err := a.client.BucketExists(ctx, a.config.Bucket)
	if err == nil && !there {
		return fault.NotFoundf(op, "the bucket %s is not there", a.config.Bucket)
	}
	return a.faultOf(ctx, err)
}

// prepare makes the bucket, or checks the one that is there.
func (a *Archive) prepare(ctx context.Context) error {
	there, err := a.client.BucketExists(ctx, a.config.Bucket)
	if err != nil {
		return a.faultOf(ctx, err)
	}
	if !there {
		err := a.client.MakeBucket(ctx, a.config.Bucket, minio.MakeBucketOptions{ObjectLocking: true}) // which turns on versions, too
		if code := minio.ToErrorResponse(err).Code; err != nil && code != "BucketAlreadyOwnedByYou" && code != "BucketAlreadyExists" {
			return a.faultOf(ctx, err)
		}
	}
	lock, _, _, _, err := a.client.GetObjectLockConfig(ctx, a.config.Bucket)
	if code := minio.ToErrorResponse(err).Code; err != nil && code != "ObjectLockConfigurationNotFoundError" {
		return a.faultOf(ctx, err)
	}
	if lock != "Enabled" {
		return fault.Invalidf(op, "bucket %s has no object lock, which it can only be made with: name another bucket in S3_BUCKET", a.config.Bucket)
	}
	return nil
}

// isNotFound reports whether the store says that an object is not there, or not in that version.
func isNotFound(err error) bool {
	response, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && (response.Code == "NoSuchKey" || response.Code == "NoSuchVersion")
}

// isRefused reports whether the store answers, and does not do what it was asked for.
func isRefused(err error) bool {
	response, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && response.StatusCode >= http.StatusBadRequest && response.StatusCode < http.StatusInternalServerError
}
