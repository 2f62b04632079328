package jobs

import (
	"context"

	"upline/graph"
)

// ImportOrders is the job that imports orders: a CSV file such as orders.csv of a bundle.
func ImportOrders(file File) graph.NewJob {
	return newJob("import_orders", file.Name, importArgs{File: file})
}

func doImportOrders(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[importArgs](j)
	if err != nil {
		return nil, err
	}
	file, err := s.Fetch(ctx, args.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return s.ImportOrders(ctx, file, file.Size(), j.By())
}
