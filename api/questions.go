package api

import (
	"context"

	"upline/cypher"
	"upline/graph"
)

// What analysts' questions may give and take when nobody says.
const (
	rowsOfAnswer    = 1000
	secondsOfAnswer = 10
)

// ListQuestions answers GET /questions.
func (r *Resources) ListQuestions(context.Context, ListQuestionsRequestObject) (ListQuestionsResponseObject, error) {
	return ListQuestions200JSONResponse{Items: mapped(cypher.Questions(), questionOf)}, nil
}

func questionOf(q *cypher.Question) Question {
	return Question{Name: q.Name, Title: q.Title, Columns: q.Columns, Parameters: mapped(q.Parameters, func(p *cypher.Parameter) QuestionParameter {
		return QuestionParameter{Name: p.Name, Type: p.Type, Description: optional(p.Description)}
	})}
}

// Ask answers POST /questions/{question}.
func (r *Resources) Ask(ctx context.Context, q AskRequestObject) (AskResponseObject, error) {
	table, err := r.Graph.Ask(ctx, q.Question, value(q.Body.Parameters), valueOr(q.Body.Limit, rowsOfAnswer))
	if err != nil {
		return nil, err
	}
	return Ask200JSONResponse{answerOf(table)}, nil
}

// AskFreely answers POST /cypher.
func (r *Resources) AskFreely(ctx context.Context, q AskFreelyRequestObject) (AskFreelyResponseObject, error) {
	limits := graph.Limits{Rows: valueOr(q.Body.Limit, rowsOfAnswer), Seconds: valueOr(q.Body.Seconds, secondsOfAnswer)}
	table, err := r.Graph.AskFree(ctx, q.Body.Cypher, value(q.Body.Parameters), limits)
	if err != nil {
		return nil, err
	}
	return AskFreely200JSONResponse{answerOf(table)}, nil
}

func answerOf(t *graph.Table) AnswerAnswerJSONResponse {
	rows := t.Rows
	if rows == nil {
		rows = [][]any{}
	}
	return AnswerAnswerJSONResponse{Columns: t.Columns, Rows: rows, Truncated: t.Truncated}
}
