package documents

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Object is an object in the store: under which prefix, and what.
type Object struct {
	Prefix string
	Ref
}

// List returns the objects below a folder, sorted by prefix. An object that somebody has removed or overwritten is still there, as
// an earlier version that is locked: it is listed as it was first.
//
// Errors: Unavailable when the store does not answer.
func (a *Archive) List(ctx context.Context, folder string) ([]Object, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	sizes := map[string]int64{}
	options := minio.ListObjectsOptions{Prefix: folder + "/", Recursive: true, WithVersions: true}
	for version := range a.client.ListObjects(ctx, a.config.Bucket, options) { // of each, the latest version comes first
		if version.Err != nil {
			return nil, a.faultOf(ctx, version.Err)
		}
		if !version.IsDeleteMarker {
			sizes[version.Key] = version.Size
		}
	}
	var objects []Object
	for name, size := range sizes {
		prefix, hash := path.Split(name)
		objects = append(objects, Object{strings.TrimSuffix(prefix, "/"), Ref{hash, size}})
	}
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.object(a.Prefix), b.object(b.Prefix)) })
	return objects, nil
}
