package results

import "sync"

// job formats one part of a file: it appends to a buffer that it is given.
type job func(dst []byte) []byte

// inOrder runs the jobs on so many workers, and hands their texts to write one by one, in the order of the jobs. Few
// texts wait at a time, so memory stays bounded however long the files are. It ends at the first error of write.
func inOrder(workers int, jobs []job, write func(i int, text []byte) error) error {
	slots := make([]chan []byte, 2*workers) // the text of job i comes through slot i % len(slots)
	buffers := make(chan []byte, len(slots))
	for i := range slots {
		slots[i] = make(chan []byte, 1)
		buffers <- nil
	}
	next := make(chan int)
	stop := make(chan struct{})
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for {
				// The buffer comes first: whoever has taken a job can finish it, so the writer never waits in vain.
				var buffer []byte
				select {
				case buffer = <-buffers:
				case <-stop:
					return
				}
				i, ok := <-next
				if !ok {
					return
				}
				slots[i%len(slots)] <- jobs[i](buffer)
			}
		})
	}
	done.Go(func() {
		defer close(next)
		for i := range jobs {
			select {
			case next <- i:
			case <-stop:
				return
			}
		}
	})
	var err error
	for i := range jobs {
		text := <-slots[i%len(slots)]
		if err = write(i, text); err != nil {
			break
		}
		buffers <- text[:0]
	}
	close(stop)
	done.Wait()
	return err
}
