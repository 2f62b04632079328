package jobs

import (
	"context"
	"strconv"
	"strings"
	"time"

	"upline/documents"
	"upline/documents/procedures"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
)

// Procedures know what is set up around the stores, for the documentation of procedures.
type Procedures struct {
	Release  string
	Settings []procedures.Setting
	// Profiles, if given, are the profiles of permissions as they are now.
	Profiles      func(ctx context.Context) ([]access.Profile, error)
	Joining, Mail bool
}

// Documentation is a version of the documentation of procedures.
type Documentation struct {
	*procedures.Text
	Markdown string
	Version  int
	Last     string // the document of this version; empty: it is not archived yet
	made     time.Time
}

// ProceduresResult is what came of having the documentation archived.
type ProceduresResult struct {
	Document string `json:"document"`
	Version  int    `json:"version"`
	SHA256   string `json:"sha256"`  // of the text, without its appendix
	Changed  bool   `json:"changed"` // it differs from the last one, and was archived
}

// proceduresTag marks the versions of the documentation in a language, textTag the text of one.
func proceduresTag(language string) string { return "procedures-" + language }
func textTag(sha256 string) string         { return "text-" + sha256[:40] }

// Write writes the documentation as things are now.
//
// Errors: Invalid for a language that it is not written in; Unavailable when a store does not answer.
func (p *Procedures) Write(ctx context.Context, s *Settlement, d *Desk, language string) (*Documentation, error) {
	facts, err := p.facts(ctx, s, d, language)
	if err != nil {
		return nil, err
	}
	w := &Documentation{made: time.Now().UTC()}
	if w.Text, err = procedures.Write(language, facts); err != nil {
		return nil, err
	}
	list, _, err := d.Documents.Documents(ctx, dms.Filter{Class: string(retention.Evidence), Tag: proceduresTag(language)}, graph.Everybody, graph.Slice{Limit: 1})
	if err != nil {
		return nil, err
	}
	w.Version = 1
	if len(list) > 0 {
		last := &list[0]
		w.Version, _ = strconv.Atoi(last.Number[strings.LastIndexByte(last.Number, '-')+1:]) // this package wrote it
		for _, tag := range last.Tags {
			if tag == textTag(w.SHA256) {
				w.Last = last.ID
			}
		}
		if w.Last == "" {
			w.Version++
		}
	}
	state, err := p.state(ctx, s, facts, w.made)
	if err != nil {
		return nil, err
	}
	w.Markdown, err = w.Text.Markdown(w.Version, state)
	return w, err
}

// Keep writes the documentation, and archives it if it differs from the last one: it belongs to the books, since nobody understands them
// without (AO § 147 (1) no. 1).
//
// Errors: those of Write.
func (p *Procedures) Keep(ctx context.Context, s *Settlement, d *Desk, language string, by graph.By) (*ProceduresResult, error) {
	w, err := p.Write(ctx, s, d, language)
	if err != nil {
		return nil, err
	}
	result := &ProceduresResult{Document: w.Last, Version: w.Version, SHA256: w.SHA256}
	if w.Last != "" {
		return result, nil
	}
	title := strings.TrimPrefix(w.Markdown[:strings.IndexByte(w.Markdown, '\n')], "# ")
	document := dms.NewDocument{
		ID: "procedures-" + language + "-" + strconv.Itoa(w.Version), Words: w.Markdown,
		Description: dms.Description{
			Title: title, Number: "VD-" + strings.ToUpper(language) + "-" + strconv.Itoa(w.Version), Language: language, Day: d.dayOf(w.made),
			Tags: []string{proceduresTag(language), textTag(w.SHA256)},
		},
	}
	if document, err = d.keepProcedures(ctx, w, document); err != nil {
		return nil, err
	}
	recorded, err := d.Documents.Record(ctx, []dms.NewDocument{document}, by)
	result.Document, result.Changed = document.ID, recorded == 1
	return result, err
}

// keepProcedures archives a version: on paper, or as text where there is no letterhead.
func (d *Desk) keepProcedures(ctx context.Context, w *Documentation, document dms.NewDocument) (dms.NewDocument, error) {
	if d.Head == nil {
		return d.keepAs(ctx, asPlainWords, strings.NewReader(w.Markdown), int64(len(w.Markdown)), retention.Evidence, w.made, document)
	}
	file, err := procedures.Paper(d.Head, w.Language, w.Markdown, w.made)
	if err != nil {
		return document, err
	}
	return d.keep(ctx, file, retention.Evidence, w.made, document)
}

func (p *Procedures) facts(ctx context.Context, s *Settlement, d *Desk, language string) (*procedures.Facts, error) {
	year, _, _ := d.dayOf(time.Now()).Date()
	f := &procedures.Facts{
		Release: p.Release, Rules: d.Rules.All(), Settings: p.Settings, FourEyes: s.FourEyes, Joining: p.Joining, Mail: p.Mail, Zone: d.Zone.String(),
		Ranges: []procedures.Range{
			{Name: map[string]string{"de": "Gutschriften"}[language], Example: d.Numbers.Write(year, 1)},
			{Name: map[string]string{"de": "Abrechnungsläufe"}[language], Example: strconv.Itoa(year) + "-01-settlement-1"},
		},
	}
	if language != "de" {
		f.Ranges[0].Name, f.Ranges[1].Name = "Credit notes", "Runs"
	}
	if d.Head != nil {
		c := d.Head.Company
		f.Company, f.Address = c.Name, c.Street+", "+c.PostalCode+" "+c.City
	}
	bucket, err := s.Archive.Bucket(ctx)
	if err != nil {
		return nil, err
	}
	f.Bucket = bucketOf(bucket)
	for _, gather := range []func(ctx context.Context, s *Settlement, f *procedures.Facts, language string) error{p.migrations, p.schedules, p.plans, p.profiles} {
		if err := gather(ctx, s, f, language); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func bucketOf(b documents.Bucket) procedures.Bucket {
	return procedures.Bucket{Name: b.Name, Versions: b.Versions, Locks: b.Locks, Mode: b.Mode}
}

func (p *Procedures) migrations(ctx context.Context, s *Settlement, f *procedures.Facts, _ string) error {
	list, err := s.Graph.Migrations(ctx)
	for _, m := range list {
		f.Migrations = append(f.Migrations, procedures.Migration{Name: m.Name, SHA256: m.SHA256, Applied: m.Applied})
	}
	return err
}

func (p *Procedures) schedules(ctx context.Context, s *Settlement, f *procedures.Facts, _ string) error {
	list, err := s.Graph.Schedules(ctx)
	for _, one := range list {
		f.Schedules = append(f.Schedules, procedures.Schedule{Name: one.Name, Cron: one.Cron, Kind: one.Kind, Paused: one.Paused})
	}
	return err
}

func (p *Procedures) plans(ctx context.Context, s *Settlement, f *procedures.Facts, _ string) error {
	list, err := s.Graph.Plans(ctx, graph.Latest)
	for i := range list {
		f.Plans = append(f.Plans, procedures.Plan{File: list[i].File, ValidFrom: list[i].ValidFrom.String(), SHA256: list[i].SHA256})
	}
	return err
}

func (p *Procedures) profiles(ctx context.Context, _ *Settlement, f *procedures.Facts, language string) error {
	if p.Profiles == nil {
		return nil
	}
	list, err := p.Profiles(ctx)
	for i := range list {
		one := procedures.Profile{Name: list[i].Name.In(language), About: list[i].About.In(language)}
		for _, g := range list[i].Permissions {
			one.Grants = append(one.Grants, procedures.Grant{Permission: string(g.Permission), Scope: g.Scope.About().In(language)})
		}
		f.Profiles = append(f.Profiles, one)
	}
	return err
}

// state is how things stand: when each kind of scheduled job was done last.
func (p *Procedures) state(ctx context.Context, s *Settlement, f *procedures.Facts, now time.Time) (*procedures.State, error) {
	state := &procedures.State{Made: now}
	place, err := s.Graph.JournalPlace(ctx)
	if err != nil {
		return nil, err
	}
	state.Journal = place.Watermark
	once := map[string]bool{}
	for _, schedule := range f.Schedules {
		if once[schedule.Kind] {
			continue
		}
		once[schedule.Kind] = true
		done := procedures.Done{Kind: schedule.Kind}
		list, err := s.Graph.JobsBefore(ctx, graph.JobFilter{Kind: schedule.Kind, State: graph.Done}, "", 1)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			done.At = list[0].FinishedAt
		}
		state.Done = append(state.Done, done)
	}
	objects, err := (&Audit{Graph: s.Graph, Archive: s.Archive}).anchorObjects(ctx)
	state.Anchors = len(objects)
	return state, err
}
