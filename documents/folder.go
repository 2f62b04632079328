package documents

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// Stored is an object with all that the store has of it.
type Stored struct {
	Object
	Versions []Version
}

// Stored returns all objects below a folder with all of their versions, those too of which nothing but a marker is left, sorted by name.
//
// Errors: those of Versions.
func (a *Archive) Stored(ctx context.Context, folder string) (list []Stored, err error) {
	names, err := a.names(ctx, folder)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		prefix, base := path.Split(name)
		s := Stored{Object: Object{strings.TrimSuffix(prefix, "/"), Ref{SHA256: base}}}
		if s.Versions, err = a.Versions(ctx, s.Prefix, s.Ref); err != nil {
			return nil, err
		}
		for i := range s.Versions {
			s.Size = max(s.Size, s.Versions[i].Size)
		}
		list = append(list, s)
	}
	return list, nil
}

// names are the names of what is below a folder, in any version.
func (a *Archive) names(ctx context.Context, folder string) ([]string, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	found := map[string]bool{}
	options := minio.ListObjectsOptions{Prefix: folder + "/", Recursive: true, WithVersions: true}
	for version := range a.client.ListObjects(ctx, a.config.Bucket, options) {
		if version.Err != nil {
			return nil, a.faultOf(ctx, version.Err)
		}
		found[version.Key] = true
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// EraseFolder deletes everything below a folder for good, as Erase does an object. If anything in it is locked, nothing is deleted.
//
// Errors: those of Erase.
func (a *Archive) EraseFolder(ctx context.Context, folder string, lift bool) (list []Erasure, err error) {
	stored, err := a.Stored(ctx, folder)
	if err != nil {
		return nil, err
	}
	for i := range stored {
		if err := a.mayErase(stored[i].object(stored[i].Prefix), stored[i].Versions, lift); err != nil {
			return nil, err
		}
	}
	for i := range stored {
		erased, err := a.Erase(ctx, stored[i].Prefix, stored[i].Ref, lift)
		if err != nil {
			return nil, err
		}
		list = append(list, *erased)
	}
	_, err = a.abortUploads(ctx, folder+"/", time.Time{})
	return list, err
}
