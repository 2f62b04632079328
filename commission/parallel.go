package commission

import (
	"sync"
	"sync/atomic"
)

// chunkSize is how many neighbours one worker takes at a time. Chunks are the same for any number of workers,
// and so are all results.
const chunkSize = 8192

func chunksOf(n, size int) int { return (n + size - 1) / size }

// eachChunk cuts 0 … n-1 into chunks and does them in parallel.
func eachChunk(workers, n int, work func(worker, from, to int)) {
	parallel(workers, chunksOf(n, chunkSize), func(worker, chunk int) {
		work(worker, chunk*chunkSize, min(n, (chunk+1)*chunkSize))
	})
}

// together does several things at a time.
func together(workers int, works ...func()) {
	parallel(workers, len(works), func(_, i int) { works[i]() })
}

// parallel does chunks 0 … chunks-1, each once, on so many workers (numbered from 0), and returns when all are done.
func parallel(workers, chunks int, work func(worker, chunk int)) {
	workers = min(workers, chunks)
	if workers <= 1 {
		for chunk := range chunks {
			work(0, chunk)
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for worker := range workers {
		done.Go(func() {
			for {
				chunk := int(next.Add(1)) - 1
				if chunk >= chunks {
					return
				}
				work(worker, chunk)
			}
		})
	}
	done.Wait()
}
