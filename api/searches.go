package api

import (
	"context"

	"github.com/google/uuid"

	"upline/graph/dms"
)

// SearchDocuments answers GET /document-search.
func (r *Resources) SearchDocuments(ctx context.Context, q SearchDocumentsRequestObject) (SearchDocumentsResponseObject, error) {
	p := q.Params
	filter, err := r.filterOf(ctx, &DocumentFilter{
		Class: p.Class, State: p.State, Source: p.Source, Number: p.Number, Tag: p.Tag, Partner: p.Partner, Order: p.Order, Run: p.Run,
		From: p.From, Through: p.Through, AmountMin: p.AmountMin, AmountMax: p.AmountMax, Currency: p.Currency,
	})
	if err != nil {
		return nil, err
	}
	hits, err := r.Desk.Documents.Search(ctx, p.Q, filter, SightOf(ctx), valueOr(p.Limit, rowsOfPage))
	if err != nil {
		return nil, err
	}
	return SearchDocuments200JSONResponse{Items: mapped(hits, func(h *dms.Hit) DocumentHit {
		return DocumentHit{Document: archivedOf(&h.Document), Passages: mapped(h.Passages, passageOf)}
	})}, nil
}

// passageOf takes a passage apart where it says what was searched for, so that nobody has to count characters.
func passageOf(p *dms.Passage) Passage {
	out, end := Passage{Pieces: []PassagePiece{}}, 0
	add := func(text string, hit bool) {
		if text != "" {
			out.Pieces = append(out.Pieces, PassagePiece{Text: text, Hit: hit})
		}
	}
	for _, mark := range p.Marks {
		if mark[0] < end { // within the one before
			continue
		}
		add(p.Text[end:mark[0]], false)
		add(p.Text[mark[0]:mark[1]], true)
		end = mark[1]
	}
	add(p.Text[end:], false)
	return out
}

// ListSavedSearches answers GET /saved-searches.
func (r *Resources) ListSavedSearches(ctx context.Context, _ ListSavedSearchesRequestObject) (ListSavedSearchesResponseObject, error) {
	list, err := r.Desk.Documents.Saved(ctx, ActorOf(ctx), SightOf(ctx))
	if err != nil {
		return nil, err
	}
	return ListSavedSearches200JSONResponse{Items: mapped(list, func(s *dms.SavedSearch) SavedSearch { return savedOf(ctx, s) })}, nil
}

// SaveSearch answers POST /saved-searches.
func (r *Resources) SaveSearch(ctx context.Context, q SaveSearchRequestObject) (SaveSearchResponseObject, error) {
	search, err := r.searchOf(ctx, q.Body)
	if err != nil {
		return nil, err
	}
	if key := keyOf(ctx); key != "" {
		search.ID = uuid.NewSHA1(uuid.NameSpaceOID, []byte("search "+key)).String()
	}
	if search.ID, err = r.Desk.Documents.Save(ctx, search, asking(ctx)); err != nil {
		return nil, err
	}
	location := path("saved-searches", search.ID)
	return SaveSearch201JSONResponse{Body: savedOf(ctx, &search), Headers: SaveSearch201ResponseHeaders{Location: &location}}, nil
}

// ChangeSavedSearch answers PUT /saved-searches/{search}.
func (r *Resources) ChangeSavedSearch(ctx context.Context, q ChangeSavedSearchRequestObject) (ChangeSavedSearchResponseObject, error) {
	search, err := r.searchOf(ctx, q.Body)
	if err != nil {
		return nil, err
	}
	search.ID = q.Search
	if err := r.Desk.Documents.Resave(ctx, search, asking(ctx)); err != nil {
		return nil, err
	}
	return ChangeSavedSearch200JSONResponse(savedOf(ctx, &search)), nil
}

// DeleteSavedSearch answers DELETE /saved-searches/{search}.
func (r *Resources) DeleteSavedSearch(ctx context.Context, q DeleteSavedSearchRequestObject) (DeleteSavedSearchResponseObject, error) {
	return DeleteSavedSearch204Response{}, r.Desk.Documents.Unsave(ctx, q.Search, ActorOf(ctx), asking(ctx))
}

// searchOf is a search as the graph knows it, of whoever asks.
func (r *Resources) searchOf(ctx context.Context, b *NewSavedSearch) (dms.SavedSearch, error) {
	filter, err := r.filterOf(ctx, b.Filter)
	return dms.SavedSearch{Name: b.Name, Owner: ActorOf(ctx), Shared: value(b.Shared), Text: value(b.Q), Filter: filter}, err
}

func savedOf(ctx context.Context, s *dms.SavedSearch) SavedSearch {
	return SavedSearch{ID: s.ID, Name: s.Name, Own: s.Owner == ActorOf(ctx), Shared: s.Shared, Q: optional(s.Text), Filter: askedOf(&s.Filter)}
}
