package jobs

import (
	"context"

	"upline/graph"
	"upline/graph/personal"
)

// Kinds of jobs about persons. Their subject is the person, such as partner:17.
const (
	PersonalData = "personal_data" // makes a file that is handed out with the person alone, not as that of any job
	Erasure      = "erase"
)

type personalArgs struct {
	Person   string `json:"person"`
	Language string `json:"language"`
	Actor    string `json:"actor"` // who asked for it
}

type eraseArgs struct {
	Person  string `json:"person"`
	Ground  string `json:"ground"`
	Despite bool   `json:"despite"`
	Actor   string `json:"actor"`
}

// ExportPerson is the job that makes a ZIP of everything that is kept of a person, with an index in German (de) or English.
func ExportPerson(person, language, actor string) graph.NewJob {
	return newJob(PersonalData, person, personalArgs{person, language, actor})
}

// ErasePerson is the job that erases a person, but for what the law keeps.
func ErasePerson(person, ground string, despite bool, actor string) graph.NewJob {
	return newJob(Erasure, person, eraseArgs{person, ground, despite, actor})
}

func doExportPerson(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[personalArgs](j)
	if err != nil {
		return nil, err
	}
	by := graph.By{Actor: args.Actor, Within: graph.Everybody}
	return s.packed(ctx, j.ID, func(dir string) error {
		return w.personal(s).ExportPerson(ctx, dir, args.Person, args.Language, by)
	})
}

func doErase(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[eraseArgs](j)
	if err != nil {
		return nil, err
	}
	order := personal.Order{ID: j.ID, Person: args.Person, Ground: args.Ground, Despite: args.Despite}
	return w.personal(s).Erase(ctx, order, graph.By{Actor: args.Actor, Within: graph.Everybody})
}

// IsOfPerson says whether a job makes a file of everything that is kept of a person.
func IsOfPerson(j *graph.Job, person string) bool {
	return j.Kind == PersonalData && j.Subject == person
}

func (w *Worker) personal(s *Settlement) *Personal {
	return &Personal{Settlement: s, Registrations: w.Registrations, Sessions: w.Sessions, Desk: w.Desk}
}
