package jobs

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"path"
	"strconv"
	"strings"
	"time"

	"upline/documents/intake"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/spreadsheet"
)

// packing is a package of documents on its way.
type packing struct {
	*Settlement
	desk *Desk
	of   Selection
	by   graph.By // as far as By.Within sees
}

// packOperation is what it is called in the audit that a document was packed: one looks at it then.
const packOperation = "pack document"

func (p *packing) write(ctx context.Context, z *zip.Writer) error {
	list, err := p.chosen(ctx)
	if err != nil {
		return err
	}
	names, packed := uniqueNames{}, make([]string, len(list))
	problems := make([]string, len(list))
	for i := range list {
		d := &list[i]
		look := chronicle.Look{Operation: packOperation, Kind: "Document", Key: d.ID}
		if d.About.Partner != "" {
			look.Subject = "partner:" + d.About.Partner
		}
		if _, err := p.Graph.Look(ctx, p.by.Recorded(), look); err != nil { // before it is shown
			return err
		}
		name := names.of(d.File)
		err := p.desk.pack(ctx, z, path.Join("documents", name), d)
		switch {
		case err == nil:
			packed[i] = path.Join("documents", name)
		case unpackable(err):
			problems[i] = err.Error()
		default:
			return err
		}
		p.progress("packing documents", i+1, len(list))
	}
	return p.list(z, list, packed, problems)
}

// chosen are the documents that are packed, of those that are seen.
//
// Errors: NotFound for a document that is named and not seen, or when nothing is found; Invalid for more than PackageMax.
func (p *packing) chosen(ctx context.Context) (list []dms.Document, err error) {
	switch {
	case len(p.of.Documents) > 0:
		list, err = p.named(ctx)
	case p.of.Text != "":
		var hits []dms.Hit
		hits, err = p.desk.Documents.Search(ctx, p.of.Text, p.of.Filter, p.by.Within, PackageMax)
		for i := range hits {
			list = append(list, hits[i].Document)
		}
	default:
		list, err = p.filtered(ctx)
	}
	if err == nil && len(list) == 0 {
		err = fault.NotFoundf(Package, "there are no such documents")
	}
	return list, err
}

func (p *packing) named(ctx context.Context) (list []dms.Document, err error) {
	once := map[string]bool{}
	for _, id := range p.of.Documents {
		if once[id] {
			continue
		}
		once[id] = true
		d, _, err := p.desk.Documents.Document(ctx, id, p.by.Within)
		if err != nil {
			return nil, err
		}
		list = append(list, *d)
	}
	return list, nil
}

func (p *packing) filtered(ctx context.Context) (list []dms.Document, err error) {
	err = pages(func(slice graph.Slice) ([]dms.Document, string, error) {
		return p.desk.Documents.Documents(ctx, p.of.Filter, p.by.Within, slice)
	}, func(d dms.Document) error {
		if len(list) == PackageMax {
			return fault.Invalidf(Package, "there are more than %d such documents: narrow the filter", PackageMax)
		}
		list = append(list, d)
		return nil
	})
	return list, err
}

// list writes what was packed, with the hash of each.
func (p *packing) list(z *zip.Writer, list []dms.Document, packed, problems []string) error {
	w, err := entry(z, "documents.csv", time.Now(), false)
	if err != nil {
		return err
	}
	rows := csv.NewWriter(w)
	rows.UseCRLF = true
	_ = rows.Write([]string{"path", "id", "class", "title", "number", "day", "partner", "order", "run", "type", "size", "sha256", "problem"}) // the first error stays
	for i := range list {
		d := &list[i]
		cells := []string{
			packed[i], d.ID, d.Class, d.Title, d.Number, dayText(d.Day), d.About.Partner, d.About.Order, d.About.Run, d.Type, strconv.FormatInt(d.Size, 10), d.SHA256, problems[i],
		}
		for j := range cells {
			cells[j] = spreadsheet.Neutral(cells[j])
		}
		_ = rows.Write(cells)
	}
	rows.Flush()
	return rows.Error()
}

// uniqueNames are the names in a folder, as file systems compare them that see no case.
type uniqueNames map[string]bool

// of returns a safe name that no other file has.
func (u uniqueNames) of(file string) string {
	name := intake.Name(file)
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	for n := 2; u[strings.ToLower(name)]; n++ {
		number := "-" + strconv.Itoa(n)
		room := 200 - len(extension) - len(number)
		if len(stem) > room {
			stem = strings.ToValidUTF8(stem[:room], "")
		}
		name = stem + number + extension
	}
	u[strings.ToLower(name)] = true
	return name
}

// Packable says whether documents can be packed for somebody, without packing them: what is named must be seen.
//
// Errors: those of packing.
func (s *Settlement) Packable(ctx context.Context, desk *Desk, of Selection, by graph.By) error {
	p := &packing{Settlement: s, desk: desk, of: of, by: by}
	switch {
	case len(of.Documents) > PackageMax:
		return fault.Invalidf(Package, "%d documents are too many: name at most %d", len(of.Documents), PackageMax)
	case len(of.Documents) > 0:
		_, err := p.named(ctx)
		return err
	case of.Text != "":
		_, err := desk.Documents.Search(ctx, of.Text, of.Filter, by.Within, 1)
		return err
	}
	_, _, err := desk.Documents.Documents(ctx, of.Filter, by.Within, graph.Slice{Limit: 1})
	return err
}
