// Package documents keeps bytes in an object store, so that nobody can alter them: under their hash, locked for as long as the
// law asks.
//
//	file ── SHA-256 ──▶ PREFIX/HASH, COMPLIANCE lock ──▶ fetched to a file, and its hash compared
//
// It knows S3 through minio-go, and nothing of the graph.
package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"upline/internal/fault"
)

// Config says where the object store is.
type Config struct {
	Endpoint             string // such as http://127.0.0.1:9000
	AccessKey, SecretKey string
	Bucket               string
	// Step, if given, is called before and after each write, with its name and "before" or "after". Tests let the process
	// die there.
	Step func(name, when string)
}

// Archive is a bucket whose objects cannot be altered.
type Archive struct {
	client *minio.Client
	config Config
}

// Ref names an object by what is in it.
type Ref struct {
	SHA256 string // hexadecimal
	Size   int64  // bytes
}

// Retention says how long an object cannot be deleted, by nobody.
type Retention struct{ Until time.Time }

const (
	tries        = 3 // of each call, by the client
	answerWithin = 30 * time.Second
)

// Open connects to the object store, and makes the bucket if it is not there.
//
// Errors: Invalid when the address cannot be understood, the keys are refused, or the bucket has no object lock; Unavailable
// when nothing answers.
func Open(ctx context.Context, c Config) (*Archive, error) {
	if c.Step == nil {
		c.Step = func(string, string) {}
	}
	endpoint, err := url.Parse(c.Endpoint)
	if err != nil || endpoint.Host == "" || (endpoint.Scheme != "http" && endpoint.Scheme != "https") {
		return nil, fault.Invalidf("archive", "S3_ENDPOINT %q is no address of an object store: write http://host:port", c.Endpoint)
	}
	secure := endpoint.Scheme == "https"
	transport, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	transport.ResponseHeaderTimeout = answerWithin
	client, err := minio.New(endpoint.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: secure, Transport: transport, MaxRetries: tries,
	})
	if err != nil {
		return nil, fault.Invalidf("archive", "S3_ENDPOINT %q is no address of an object store: %v", c.Endpoint, err)
	}
	a := &Archive{client: client, config: c}
	if err := a.prepare(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// prepare makes the bucket, or checks the one that is there.
func (a *Archive) prepare(ctx context.Context) error {
	there, err := a.client.BucketExists(ctx, a.config.Bucket)
	if err != nil {
		return a.faultOf(err)
	}
	if !there {
		err := a.client.MakeBucket(ctx, a.config.Bucket, minio.MakeBucketOptions{ObjectLocking: true})
		if code := minio.ToErrorResponse(err).Code; err != nil && code != "BucketAlreadyOwnedByYou" && code != "BucketAlreadyExists" {
			return a.faultOf(err)
		}
	}
	lock, _, _, _, err := a.client.GetObjectLockConfig(ctx, a.config.Bucket)
	if code := minio.ToErrorResponse(err).Code; err != nil && code != "ObjectLockConfigurationNotFoundError" {
		return a.faultOf(err)
	}
	if lock != "Enabled" {
		return fault.Invalidf("archive", "bucket %s has no object lock, which it can only be made with: name another bucket in S3_BUCKET", a.config.Bucket)
	}
	return nil
}

// Put keeps a file under its hash. One that is there already is not written again, but kept for longer if need be.
//
// Errors: Unavailable when the store does not answer; nothing half written can be seen then.
func (a *Archive) Put(ctx context.Context, prefix string, file io.ReaderAt, size int64, keep Retention) (Ref, error) {
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, size)); err != nil {
		return Ref{}, err
	}
	ref := Ref{hex.EncodeToString(hash.Sum(nil)), size}
	a.config.Step("archive "+prefix, "before")
	if err := a.put(ctx, ref.object(prefix), ref, file, keep); err != nil {
		return Ref{}, err
	}
	a.config.Step("archive "+prefix, "after")
	return ref, nil
}

func (r Ref) object(prefix string) string { return prefix + "/" + r.SHA256 }

func (a *Archive) put(ctx context.Context, name string, ref Ref, file io.ReaderAt, keep Retention) error {
	until := keep.Until.UTC().Truncate(time.Second)
	info, err := a.client.StatObject(ctx, a.config.Bucket, name, minio.StatObjectOptions{})
	switch {
	case err == nil && info.Size == ref.Size:
		return a.extend(ctx, name, until)
	case err != nil && minio.ToErrorResponse(err).Code != "NoSuchKey":
		return a.faultOf(err)
	}
	sent, err := a.client.PutObject(ctx, a.config.Bucket, name, io.NewSectionReader(file, 0, ref.Size), ref.Size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", Mode: minio.Compliance, RetainUntilDate: until,
		UserMetadata:   map[string]string{"sha256": ref.SHA256},
		SendContentMd5: true,
	})
	if err != nil {
		return a.faultOf(err)
	}
	if sent.Size != ref.Size {
		return fault.Internalf("archive", "%s has %d bytes in the store, and should have %d", name, sent.Size, ref.Size)
	}
	return nil
}

// extend keeps an object that is there until a time, unless it is kept for longer already.
func (a *Archive) extend(ctx context.Context, name string, until time.Time) error {
	_, kept, err := a.client.GetObjectRetention(ctx, a.config.Bucket, name, "")
	if err != nil && minio.ToErrorResponse(err).Code != "NoSuchObjectLockConfiguration" {
		return a.faultOf(err)
	}
	if kept != nil && !kept.Before(until) {
		return nil
	}
	mode := minio.Compliance
	return a.faultOf(a.client.PutObjectRetention(ctx, a.config.Bucket, name, minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &until}))
}

// File is an object that was fetched: a temporary file, which Close removes.
type File struct {
	*os.File
	size int64
}

// Size returns how many bytes it has.
func (f *File) Size() int64 { return f.size }

// Close removes the temporary file.
func (f *File) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }

// Fetch brings an object, and compares its hash.
//
// Errors: NotFound when it is gone; Internal when it is damaged; Unavailable when the store does not answer.
func (a *Archive) Fetch(ctx context.Context, prefix string, ref Ref) (*File, error) {
	object, err := a.client.GetObject(ctx, a.config.Bucket, ref.object(prefix), minio.GetObjectOptions{})
	if err != nil {
		return nil, a.faultOf(err)
	}
	defer object.Close()
	temporary, err := os.CreateTemp("", "upline-fetch-")
	if err != nil {
		return nil, err
	}
	f := &File{temporary, 0}
	hash := sha256.New()
	f.size, err = io.Copy(io.MultiWriter(temporary, hash), object)
	if err == nil {
		if sum := hex.EncodeToString(hash.Sum(nil)); sum != ref.SHA256 {
			err = fault.Internalf("archive", "%s is damaged: its SHA-256 is %s, and should be its name", ref.object(prefix), sum)
		}
	}
	if err != nil {
		return nil, errors.Join(a.faultOf(err), f.Close())
	}
	return f, nil
}

// faultOf translates an error of the client. Errors that have a kind keep it.
func (a *Archive) faultOf(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	response := minio.ToErrorResponse(err)
	f := &fault.Error{Op: "archive", Err: err}
	switch {
	case response.Code == "NoSuchKey":
		f.Kind, f.Msg = fault.NotFound, fmt.Sprintf("%s is not in bucket %s any more", response.Key, a.config.Bucket)
	case response.StatusCode == http.StatusForbidden || response.Code == "InvalidAccessKeyId" || response.Code == "SignatureDoesNotMatch":
		f.Kind, f.Msg = fault.Invalid, "the object store refuses the keys: set S3_ACCESS_KEY and S3_SECRET_KEY"
	case response.StatusCode == 0 || response.StatusCode >= http.StatusInternalServerError:
		f.Kind, f.Msg = fault.Unavailable, "the object store at "+a.config.Endpoint+" does not answer"
	default:
		f.Kind, f.Msg = fault.Internal, "the object store refuses the call"
	}
	return f
}
