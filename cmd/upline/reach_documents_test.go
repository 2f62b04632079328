package main

import (
	"bytes"
	"image"
	"image/png"

	"upline/documents"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/jobs"
)

// documents archives and records a letter about the partner of each relation: a picture, so that there is a page to look at.
func (r *reached) documents(s stores) {
	var all []dms.NewDocument
	for _, relation := range relations {
		id := "d-" + relation
		var picture bytes.Buffer
		must(r.T, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 40+len(relation)))))
		ref, err := s.archive.Put(r.Context(), jobs.FolderOf(id), bytes.NewReader(picture.Bytes()), int64(picture.Len()), documents.Retention{Lock: retention.Unlocked})
		must(r.T, err)
		all = append(all, dms.NewDocument{
			ID:          id,
			Description: dms.Description{Class: "correspondence", Title: "Letter to " + relation, Day: r.today, About: dms.About{Partner: relation}},
			Content:     dms.Content{SHA256: ref.SHA256, Size: ref.Size, Type: "image/png", File: "letter.png", Pages: 1},
			State:       dms.Filed, Source: dms.Uploaded,
		})
	}
	_, err := dms.New(s.graph).Record(r.Context(), all, graph.By{Within: graph.Everybody, Actor: "test"})
	must(r.T, err)
}
