package jobs

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"upline/documents"
	"upline/internal/fault"
)

// The journal is what is needed to have the company back: in the object store, or in a folder that was copied from it.
//
//	journal/0000000001-base/HASH      everything of which there is much, copied while others went on
//	journal/0000000002-segment/HASH   what has changed meanwhile, up to a time at which the clock stood still
//	journal/0000000003-segment/HASH   … and since then
//
// Each names what it follows by its hash. A base counts only with the segment that follows it.

const (
	journalFolder = "journal"
	journalFormat = 1
)

// journalKind says what a journal object holds.
type journalKind string

const (
	baseKind    journalKind = "base"
	segmentKind journalKind = "segment"
)

// journalKept is how long the journal is kept from being deleted. It serves to have the company back, not the tax office: what it
// says of people is not to be kept for ten years.
func journalKept(now time.Time) documents.Retention {
	return documents.Retention{Until: now.AddDate(0, 3, 0)}
}

// shelf is where a journal and evidence lie.
type shelf interface {
	List(ctx context.Context, folder string) ([]documents.Object, error)
	// open brings an object, after its hash was compared.
	open(ctx context.Context, object documents.Object) (io.ReadCloser, error)
}

// bucket is the object store as a shelf.
type bucket struct{ *documents.Archive }

func (b bucket) open(ctx context.Context, object documents.Object) (io.ReadCloser, error) {
	return b.Fetch(ctx, object.Prefix, object.Ref)
}

// journalRef names an object of the journal.
type journalRef struct {
	No     int64  `json:"no"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// journalHeader is the first line of a journal object.
type journalHeader struct {
	Format  int         `json:"format"`
	No      int64       `json:"no"`
	Kind    journalKind `json:"kind"`
	From    time.Time   `json:"from"`              // it holds what changed after that
	To      time.Time   `json:"to"`                // up to that; a base: what changes later is in the segment that follows
	Based   time.Time   `json:"based"`             // To of its base
	Follows *journalRef `json:"follows,omitempty"` // nil: the first one
}

// journalObject is an object of the journal, as a listing shows it.
type journalObject struct {
	documents.Object
	no   int64
	kind journalKind
}

func (o *journalObject) ref() *journalRef { return &journalRef{o.no, o.SHA256} }

// name is how people call it.
func (o *journalObject) name() string { return o.Prefix + "/" + o.SHA256 }

func journalPrefix(no int64, kind journalKind) string {
	return fmt.Sprintf("%s/%010d-%s", journalFolder, no, kind)
}

// journal is what lies on a shelf, in the order in which it was written.
type journal struct {
	shelf   shelf
	objects []journalObject
}

func openJournal(ctx context.Context, from shelf) (*journal, error) {
	listed, err := from.List(ctx, journalFolder)
	if err != nil {
		return nil, err
	}
	j := &journal{shelf: from}
	for _, object := range listed {
		o := journalObject{Object: object}
		if _, err := fmt.Sscanf(strings.TrimPrefix(object.Prefix, journalFolder+"/"), "%d-%s", &o.no, &o.kind); err == nil {
			j.objects = append(j.objects, o)
		}
	}
	slices.SortStableFunc(j.objects, func(a, b journalObject) int { return cmp.Compare(a.no, b.no) })
	return j, nil
}

// next is the number of the next object.
func (j *journal) next() int64 {
	if len(j.objects) == 0 {
		return 1
	}
	return j.objects[len(j.objects)-1].no + 1
}

// find finds an object by its hash.
func (j *journal) find(sha256 string) *journalObject {
	for i := range j.objects {
		if j.objects[i].SHA256 == sha256 {
			return &j.objects[i]
		}
	}
	return nil
}

// latest returns the latest segment up to a time (zero: whichever), with its header; nil: there is none.
func (j *journal) latest(ctx context.Context, until time.Time) (*journalObject, *journalHeader, error) {
	for i := len(j.objects) - 1; i >= 0; i-- {
		o := &j.objects[i]
		if o.kind != segmentKind {
			continue
		}
		header, err := j.header(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		if until.IsZero() || !header.To.After(until) {
			return o, header, nil
		}
	}
	return nil, nil, nil
}

func (j *journal) header(ctx context.Context, o *journalObject) (*journalHeader, error) {
	r, err := j.read(ctx, o)
	if err != nil {
		return nil, err
	}
	defer r.close()
	return &r.header, nil
}

// followed returns what an object follows.
//
// Errors: NotFound when it is not there.
func (j *journal) followed(o *journalObject, header *journalHeader) (*journalObject, error) {
	if header.Follows == nil {
		return nil, fault.Internalf("restore", "%s is a segment that follows nothing: the journal is damaged", o.name())
	}
	before := j.find(header.Follows.SHA256)
	if before == nil {
		return nil, fault.NotFoundf("restore", "the journal lacks number %d, with SHA-256 %s, which number %d follows: bring it back from a copy "+
			"(upline backup --to), or restore an earlier time (--known-at)", header.Follows.No, header.Follows.SHA256, o.no)
	}
	return before, nil
}
