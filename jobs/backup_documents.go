package jobs

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"upline/documents"
	"upline/graph/dms"
	"upline/internal/fault"
)

// The bytes of documents are not in the journal: the object store keeps them, each by the term and lock that the graph knows of it. A copy outside has
// the bytes under the same names, and neither locks nor holds: those are in the journal that is copied with them, and come back from there,
// as they are by then.

// contentsOf are the objects that should be there of a document.
func contentsOf(h *dms.Holding) (objects []documents.Object) {
	for _, content := range h.Contents {
		objects = append(objects, documents.Object{Prefix: FolderOf(h.ID), Ref: refOf(content)})
	}
	return objects
}

// copyDocuments copies the bytes of documents into a folder, and removes from it those that are deleted.
func (b *Backup) copyDocuments(ctx context.Context, to folder, result *CopyResult) error {
	store := dms.New(b.Graph)
	err := store.EachHolding(ctx, func(page []dms.Holding) error {
		for i := range page {
			for _, object := range contentsOf(&page[i]) {
				err := b.copyNew(ctx, to, object, result)
				if fault.KindOf(err) == fault.NotFound {
					result.Missing = append(result.Missing, missing(&page[i], object))
					continue
				}
				if err != nil {
					return err
				}
			}
		}
		b.progress("copying documents into "+string(to))(result.Files+result.Kept, 0)
		return nil
	})
	if err != nil {
		return err
	}
	return store.EachGone(ctx, func(ids []string) error {
		for _, id := range ids {
			removed, err := to.remove(FolderOf(id))
			if err != nil {
				return err
			}
			if removed {
				result.Removed++
			}
		}
		return context.Cause(ctx)
	})
}

// remove removes what is below a prefix, and says whether there was anything.
func (f folder) remove(prefix string) (there bool, err error) {
	name := filepath.Join(string(f), filepath.FromSlash(prefix))
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, os.RemoveAll(name)
}

func missing(h *dms.Holding, object documents.Object) string {
	return "document " + h.ID + ", SHA-256 " + object.SHA256
}

// bringBackDocuments puts the bytes of documents into the object store that a folder holds, with the locks and holds that the graph knows; what is there
// already is kept for as long. Those of documents that are deleted stay away. What is nowhere is told.
func (b *Backup) bringBackDocuments(ctx context.Context, from folder, result *RestoreResult) error {
	return dms.New(b.Graph).EachHolding(ctx, func(page []dms.Holding) error {
		for i := range page {
			for _, object := range contentsOf(&page[i]) {
				if err := b.bringBackContent(ctx, from, &page[i], object, result); err != nil {
					return err
				}
			}
		}
		b.progress("bringing back documents")(0, 0)
		return nil
	})
}

func (b *Backup) bringBackContent(ctx context.Context, from folder, h *dms.Holding, object documents.Object, result *RestoreResult) error {
	_, err := os.Stat(from.file(object))
	if errors.Is(err, fs.ErrNotExist) {
		versions, err := b.Archive.Versions(ctx, object.Prefix, object.Ref)
		if err == nil && len(versions) == 0 {
			result.Missing = append(result.Missing, missing(h, object))
		}
		return err
	}
	if err != nil {
		return err
	}
	file, err := os.Open(from.file(object))
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := sizeOf(file)
	if err != nil {
		return err
	}
	ref, err := b.Archive.Put(ctx, object.Prefix, file, size, retentionOf(&h.Kept))
	if err == nil && ref != object.Ref {
		err = fault.Internalf("restore", "%s is damaged: its SHA-256 is %s, and should be its name", from.file(object), ref.SHA256)
	}
	return err
}

func sizeOf(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// holdAgain holds in the object store what the graph says is held: the hold may have been released since, or the bytes brought back.
func (b *Backup) holdAgain(ctx context.Context, result *RestoreResult) error {
	return dms.New(b.Graph).EachHeld(ctx, func(page []dms.Holding) error {
		for i := range page {
			for _, object := range contentsOf(&page[i]) {
				err := b.Archive.Hold(ctx, object.Prefix, object.Ref, true)
				if fault.KindOf(err) == fault.NotFound {
					result.Missing = append(result.Missing, missing(&page[i], object))
				} else if err != nil {
					return err
				}
			}
		}
		return nil
	})
}
