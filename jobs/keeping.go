package jobs

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"upline/documents"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// Hold keeps a document from being deleted, whatever the day, or ends that: all that it is and was, in the object store first, and then in
// the graph. Whoever does not know whether it came through does it again.
//
// Errors: those of dms.Store.Hold and documents.Archive.Hold.
func (d *Desk) Hold(ctx context.Context, id string, on bool, by graph.By) error {
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf("documents", "say why document %s is held, or is not any more", id)
	}
	found, err := d.unchanged(ctx, id, by)
	if err != nil {
		return err
	}
	if found.State == dms.Gone {
		return fault.Conflictf("documents", "document %s is deleted", id)
	}
	if err := d.holdBytes(ctx, id, on, by.Within); err != nil {
		return err
	}
	if err := d.Documents.Hold(ctx, id, on, by); err != nil || !on {
		return err
	}
	return d.holdBytes(ctx, id, on, by.Within) // what has come in meanwhile
}

// unchanged is a document that is within, and has not changed since it was seen.
func (d *Desk) unchanged(ctx context.Context, id string, by graph.By) (*dms.Document, error) {
	found, _, err := d.Documents.Document(ctx, id, by.Within)
	if err == nil && by.Seen != "" && by.Seen != found.Changed {
		err = stale(id)
	}
	return found, err
}

// holdBytes holds all that a document is and was in the object store, or ends that. What is not there any more needs no release.
func (d *Desk) holdBytes(ctx context.Context, id string, on bool, within graph.Sight) error {
	found, former, err := d.Documents.Document(ctx, id, within)
	if err != nil {
		return err
	}
	contents := []dms.Content{found.Content}
	for i := range former {
		contents = append(contents, former[i].Content)
	}
	return holdContents(ctx, d.Archive, id, contents, on)
}

func holdContents(ctx context.Context, archive *documents.Archive, id string, contents []dms.Content, on bool) error {
	for _, content := range contents {
		err := archive.Hold(ctx, FolderOf(id), refOf(content), on)
		if fault.KindOf(err) == fault.NotFound && !on {
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refOf names the bytes of a document.
func refOf(c dms.Content) documents.Ref { return documents.Ref{SHA256: c.SHA256, Size: c.Size} }

// retentionOf is how the object store should keep a document.
func retentionOf(k *dms.Kept) documents.Retention {
	keep := documents.Retention{Until: k.LockedUntil}
	switch k.Lock {
	case dms.Compliance:
		keep.Lock = retention.Compliance
	case dms.Governance:
		keep.Lock = retention.Governance
	case dms.Unlocked:
		keep.Lock = retention.Unlocked
	}
	return keep
}

// DeletionProof proves that a document was deleted. It stays with what is left of the document, and its hash is in the audit.
type DeletionProof struct {
	Document string         `json:"document"`
	Class    string         `json:"class"`
	Actor    string         `json:"actor"`
	Reason   string         `json:"reason"`
	At       time.Time      `json:"at"` // when nothing was left
	Objects  []ErasedObject `json:"objects"`
}

// ErasedObject is what was deleted of one name in the object store.
type ErasedObject struct {
	Name     string          `json:"name"` // ends with the SHA-256
	Versions []ErasedVersion `json:"versions"`
}

// ErasedVersion is a version that was deleted.
type ErasedVersion struct {
	ID       string    `json:"id"`
	Size     int64     `json:"size"` // bytes
	Modified time.Time `json:"modified"`
	Marker   bool      `json:"marker,omitempty"`
}

// Delete deletes a document whose time is over: its bytes with all former ones, previews and versions, and then what the graph says of it,
// but for what proves it. It can be stopped anywhere, and done again. With fourEyes, the first who calls it asks for it, and somebody else
// does it; done is false then.
//
// Errors: NotFound; Conflict, with the day, when the document is to be kept, or is locked or held; Invalid without a reason; Forbidden to
// the same eyes.
func (d *Desk) Delete(ctx context.Context, id string, fourEyes bool, by graph.By) (done bool, err error) {
	found, err := d.unchanged(ctx, id, by)
	if err != nil || found.State == dms.Gone {
		return err == nil, err
	}
	today := d.dayOf(time.Now())
	if fourEyes {
		asked, err := d.Documents.AskDeletion(ctx, id, today, by)
		if err != nil || asked.AskedBy == "" {
			return false, err
		}
		by.Seen = ""
	}
	there, err := d.there(ctx, id)
	if err != nil {
		return false, err
	}
	if there, err = d.Documents.BeginDeletion(ctx, id, today, there, fourEyes, by); err != nil {
		return false, err
	}
	by.Seen = ""
	proof, err := d.eraseBytes(ctx, found.ID, found.Class, there, false, by)
	if err != nil {
		return false, err
	}
	return true, d.Documents.Delete(ctx, id, today, proof, by)
}

// there lists what the object store has of a document, as JSON.
func (d *Desk) there(ctx context.Context, id string) (string, error) {
	stored, err := d.Archive.Stored(ctx, FolderOf(id))
	if err != nil {
		return "", err
	}
	objects := []ErasedObject{}
	for i := range stored {
		objects = append(objects, erasedOf(&stored[i].Object, stored[i].Versions))
	}
	text, err := json.Marshal(objects)
	return string(text), err
}

func erasedOf(o *documents.Object, versions []documents.Version) ErasedObject {
	erased := ErasedObject{Name: o.Prefix + "/" + o.SHA256}
	for i := range versions {
		v := &versions[i]
		erased.Versions = append(erased.Versions, ErasedVersion{v.ID, v.Size, v.Modified.UTC(), v.Marker})
	}
	return erased
}

// eraseBytes deletes all bytes of a document, and proves it, as JSON: what there was before any were deleted, and what has come in since.
func (d *Desk) eraseBytes(ctx context.Context, id, class, there string, lift bool, by graph.By) (string, error) {
	proof := DeletionProof{Document: id, Class: class, Actor: by.Actor, Reason: by.Reason}
	if err := json.Unmarshal([]byte(there), &proof.Objects); err != nil {
		return "", fault.Internalf("documents", "what there was of document %s cannot be read: %v", id, err)
	}
	erased, err := d.Archive.EraseFolder(ctx, FolderOf(id), lift)
	if err != nil {
		return "", err
	}
	for i := range erased {
		e := &erased[i]
		proof.add(erasedOf(&documents.Object{Prefix: e.Prefix, Ref: e.Ref}, e.Versions))
	}
	proof.At = time.Now().UTC()
	text, err := json.Marshal(proof)
	return string(text), err
}

// add adds what was deleted, but for what is named already.
func (p *DeletionProof) add(o ErasedObject) {
	known := map[string]bool{}
	at := -1
	for i := range p.Objects {
		if p.Objects[i].Name != o.Name {
			continue
		}
		at = i
		for _, v := range p.Objects[i].Versions {
			known[v.ID] = true
		}
	}
	if at < 0 {
		p.Objects = append(p.Objects, o)
		return
	}
	for _, v := range o.Versions {
		if !known[v.ID] {
			p.Objects[at].Versions = append(p.Objects[at].Versions, v)
		}
	}
}
