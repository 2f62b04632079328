package jobs

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"time"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// papersFolder is where an export has the documents of a person.
const papersFolder = "papers"

// papers writes the documents about the person: what is known of each, and its bytes as they come, each to a file of its own.
func (e *personExport) papers() error {
	if e.who.Partner == "" || e.Desk == nil {
		return nil
	}
	written := 0
	return pages(func(slice graph.Slice) ([]dms.Document, string, error) {
		return e.Desk.Documents.Documents(e.ctx, dms.Filter{Partner: e.who.Partner}, graph.Everybody, slice)
	}, func(d dms.Document) error {
		if d.State == dms.Gone {
			return nil
		}
		written++
		name := fmt.Sprintf("%s/%04d%s", papersFolder, written, endingOf(d.Type))
		told := map[string]any{
			"class": d.Class, "title": d.Title, "day": d.Day, "sha256": d.SHA256, "type": d.Type, "name": d.File, "bytes": d.Size,
			"recorded": d.Recorded.UTC().Format(time.RFC3339), "file": name,
		}
		for key, value := range map[string]string{"number": d.Number, "order": d.About.Order, "run": d.About.Run} {
			if value != "" {
				told[key] = value
			}
		}
		if d.Through != 0 {
			told["kept_through"] = d.Through
		}
		switch err := e.paper(&d, filepath.Join(e.dir, filepath.FromSlash(name))); {
		case fault.KindOf(err) == fault.NotFound: // the rest is handed out all the same
			told["file"], told["missing"] = nil, true
		case err != nil:
			return err
		}
		return e.add("papers", told)
	})
}

// paper writes the bytes of a document to a file.
func (e *personExport) paper(d *dms.Document, to string) error {
	from, err := e.Desk.Open(e.ctx, d.ID, d.Content, 0, -1)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

// endings of the types that documents mostly have; of others, the system is asked.
var endings = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "text/plain": ".txt", "text/csv": ".csv", "application/xml": ".xml",
}

// endingOf is how the name of a file of a type ends.
func endingOf(media string) string {
	if ending := endings[media]; ending != "" {
		return ending
	}
	if known, err := mime.ExtensionsByType(media); err == nil && len(known) > 0 {
		return known[0]
	}
	return ".bin"
}
