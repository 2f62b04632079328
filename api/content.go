package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"upline/documents/intake"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/jobs"
)

// opened is a content that somebody opens.
type opened struct {
	*dms.Document
	content dms.Content
	version int
}

// openDocument finds the content of a document, or one that it had before, and keeps that somebody looks at it: before anything is handed out.
//
// Errors: NotFound when it is not there, not within, or deleted.
func (r *Resources) openDocument(ctx context.Context, id string, version *int) (*opened, error) {
	d, former, err := r.Desk.Documents.Document(ctx, id, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	if d.State == dms.Gone {
		return nil, fault.NotFoundf("documents", "document %s was deleted: its content is not there any more", id)
	}
	o := &opened{Document: d, content: d.Content, version: valueOr(version, d.Version)}
	for i := range former {
		if former[i].Version == o.version {
			o.content = former[i].Content
		}
	}
	if o.version < 1 || o.version > d.Version {
		return nil, fault.NotFoundf("documents", "document %s has no version %d: the latest is %d", id, o.version, d.Version)
	}
	return o, r.Desk.Documents.Looked(ctx, d, o.version, r.Today(), asking(ctx))
}

// GetDocumentContent answers GET /documents/{document}/content.
func (r *Resources) GetDocumentContent(ctx context.Context, q GetDocumentContentRequestObject) (GetDocumentContentResponseObject, error) {
	p := q.Params
	o, err := r.openDocument(ctx, q.Document, p.Version)
	if err != nil {
		return nil, err
	}
	tag := etag(o.content.SHA256)
	if unchanged(p.IfNoneMatch, tag) {
		return GetDocumentContent304Response{Headers: NotModifiedAnswerResponseHeaders{ETag: tag}}, nil
	}
	part, err := partOf(value(p.Range), p.IfRange, *tag, o.content.Size)
	if err != nil {
		return nil, err
	}
	delivery, err := intake.Deliver(valueOr(optional(o.content.File), o.ID), intake.Type(o.content.Type), o.content.Encoding, jobs.VerdictOf(o.content), value(p.Inline))
	if err != nil {
		return nil, err
	}
	body, err := r.Desk.Open(ctx, o.ID, o.content, part.from, part.length)
	if err != nil {
		return nil, err
	}
	return contentAnswer(func() error {
		defer body.Close()
		c := ctx.(*gin.Context) // as the generated server hands it on
		return deliver(c.Writer, body, func() {
			h := c.Writer.Header()
			h.Set("Content-Type", delivery.ContentType)
			h.Set("Content-Disposition", delivery.ContentDisposition)
			h.Set("Content-Security-Policy", delivery.SecurityPolicy)
			h.Set("ETag", *tag)
			part.head(c.Writer, o.content.Size)
		})
	}), nil
}

// contentAnswer answers with a content, as it comes from the object store.
type contentAnswer func() error

// VisitGetDocumentContentResponse answers GET /documents/{document}/content.
func (send contentAnswer) VisitGetDocumentContentResponse(http.ResponseWriter) error { return send() }

// pieceSize is how much of a content is in memory at a time, twice.
const pieceSize = 64 << 10

// deliver sends a body piece by piece, each of them once the next has come: so the last piece is sent only when the body ends well, and
// nobody takes a damaged one for whole. The head is written with the first.
func deliver(w http.ResponseWriter, body io.Reader, head func()) error {
	endless(w)
	var pieces [2][pieceSize]byte
	var held []byte
	for i := 0; ; i++ {
		next := pieces[i%2][:]
		n, err := io.ReadFull(body, next)
		ends := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !ends {
			return err
		}
		if i == 0 {
			head()
		}
		extend(w)
		if _, err := w.Write(held); err != nil {
			return err
		}
		if held = next[:n]; ends {
			_, err := w.Write(held)
			return err
		}
	}
}

// DrawDocumentPage answers GET /documents/{document}/pages/{page}.
func (r *Resources) DrawDocumentPage(ctx context.Context, q DrawDocumentPageRequestObject) (DrawDocumentPageResponseObject, error) {
	o, err := r.openDocument(ctx, q.Document, q.Params.Version)
	if err != nil {
		return nil, err
	}
	width := valueOr(q.Params.Width, pictureWidth)
	tag := etag(o.content.SHA256 + "-" + strconv.Itoa(q.Page) + "-" + strconv.Itoa(width))
	if unchanged(q.Params.IfNoneMatch, tag) {
		return DrawDocumentPage304Response{Headers: NotModifiedAnswerResponseHeaders{ETag: tag}}, nil
	}
	picture, err := r.Desk.Picture(ctx, o.ID, o.content, q.Page, width)
	if err != nil {
		return nil, err
	}
	return DrawDocumentPage200ImagePngResponse{
		Body: bytes.NewReader(picture), ContentLength: int64(len(picture)), Headers: DrawDocumentPage200ResponseHeaders{ETag: tag},
	}, nil
}

// pictureWidth is how wide a page is drawn, in pixels, when nobody says.
const pictureWidth = 800

// part is the bytes of a content that are sent.
type part struct {
	from, length int64
	ranged       bool // a range was asked for
}

// head writes the status and what it takes besides.
func (p part) head(w http.ResponseWriter, size int64) {
	h, status := w.Header(), http.StatusOK
	h.Set("Accept-Ranges", "bytes")
	h.Set("Content-Length", strconv.FormatInt(p.length, 10))
	if p.ranged {
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", p.from, p.from+p.length-1, size))
		status = http.StatusPartialContent
	}
	w.WriteHeader(status)
}
