package jobs

import (
	"context"
	"strconv"

	"upline/graph"
	"upline/internal/fault"
)

// job is the job that sends a mail, under an id of its own.
func (m Mail) job(id string) graph.NewJob {
	return graph.NewJob{ID: id, Kind: "mail", Queue: kinds["mail"].queue, Subject: m.Template, Args: m}
}

func doMail(ctx context.Context, w *Worker, j *graph.Job, _ *Settlement) (any, error) {
	what, err := argsOf[Mail](j)
	if err != nil {
		return nil, err
	}
	if w.Mailer == nil {
		return nil, fault.Invalidf("mail", "this worker cannot send mails: set SMTP_URL and MAIL_FROM")
	}
	if what.Letter != nil {
		return nil, w.sendLetter(ctx, j.ID, *what.Letter)
	}
	return nil, w.Mailer.Send(ctx, j.ID, what)
}

// alert is the mail about a job that has failed for good. A mail that failed makes none: it would fail, too.
func (w *Worker) alert(j *graph.Job, why error) []graph.NewJob {
	if w.Alert == "" || j.Kind == "mail" || j.Kind == "account_mail" {
		return nil
	}
	values := map[string]string{"job": j.ID, "kind": j.Kind, "subject": j.Subject, "error": why.Error()}
	return []graph.NewJob{Mail{To: w.Alert, Template: "failed", Values: values}.job("mail-" + shortened(j))}
}

// shortened tells a job and its attempt, within the length of an id.
func shortened(j *graph.Job) string {
	id := j.ID
	if len(id) > 50 {
		id = id[len(id)-50:]
	}
	return id + "-" + strconv.Itoa(j.Attempt)
}
