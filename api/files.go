package api

import (
	"context"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/jobs"
)

// ImportBundle answers POST /imports.
func (r *Resources) ImportBundle(ctx context.Context, q ImportBundleRequestObject) (ImportBundleResponseObject, error) {
	file, err := r.Settlement.Keep(ctx, "bundle.zip", "application/zip", q.Body)
	if err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.ImportBundle(file, value(q.Params.Correct)))
	return ImportBundle202JSONResponse{answer}, err
}

// ImportOrders answers POST /order-imports.
func (r *Resources) ImportOrders(ctx context.Context, q ImportOrdersRequestObject) (ImportOrdersResponseObject, error) {
	file, err := r.Settlement.Keep(ctx, "orders.csv", CSV, q.Body)
	if err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.ImportOrders(file))
	return ImportOrders202JSONResponse{answer}, err
}

// Export answers POST /exports.
func (r *Resources) Export(ctx context.Context, q ExportRequestObject) (ExportResponseObject, error) {
	job, err := exportOf(q.Body)
	if err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, job)
	return Export202JSONResponse{answer}, err
}

func exportOf(b *NewExport) (graph.NewJob, error) {
	if b.What == "bundle" {
		return jobs.ExportBundle(b.AsOf, valueOr(b.KnownAt, time.Time{})), nil
	}
	if b.From == nil || b.Through == nil || *b.Through < *b.From {
		return graph.NewJob{}, fault.Invalidf("export", "name the first and the last period, in from and through, in this order")
	}
	return jobs.ExportRuns(*b.From, *b.Through), nil
}

// BackUp answers POST /backups.
func (r *Resources) BackUp(ctx context.Context, q BackUpRequestObject) (BackUpResponseObject, error) {
	answer, err := r.enqueue(ctx, jobs.BackUp(value(q.Body.Full)))
	return BackUp202JSONResponse{answer}, err
}
