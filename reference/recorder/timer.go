package recorder

import (
	"container/heap"
	"time"
)

// timer is something that will happen by itself: the end of a recording, the
// edge of a blackout.
type timer struct {
	at    time.Time
	seq   uint64 // equal times fire in the order of setting
	fire  func()
	index int // in the heap; -1: not set
}

// timers is a heap of timers, the next first.
type timers struct {
	heap timerHeap
	seq  uint64
}

// set arms a timer.
func (t *timers) set(at time.Time, fire func()) *timer {
	t.seq++
	x := &timer{at: at, seq: t.seq, fire: fire}
	heap.Push(&t.heap, x)
	return x
}

// cancel disarms a timer; nil and fired ones are left alone.
func (t *timers) cancel(x *timer) {
	if x != nil && x.index >= 0 {
		heap.Remove(&t.heap, x.index)
	}
}

func (t *timers) next() (time.Time, bool) {
	if len(t.heap) == 0 {
		return time.Time{}, false
	}
	return t.heap[0].at, true
}

// runTimers fires what is due. Each happens at its own time, so that a late
// wake-up changes no duration.
func (r *Recorder) runTimers() {
	end := r.now
	for len(r.timers.heap) > 0 && !r.timers.heap[0].at.After(end) {
		x := heap.Pop(&r.timers.heap).(*timer)
		r.now = x.at
		x.fire()
	}
	r.now = end
}

type timerHeap []*timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].seq < h[j].seq
	}
	return h[i].at.Before(h[j].at)
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push implements heap.Interface.
func (h *timerHeap) Push(x any) {
	t := x.(*timer)
	t.index = len(*h)
	*h = append(*h, t)
}

// Pop implements heap.Interface.
func (h *timerHeap) Pop() any {
	old := *h
	n := len(old) - 1
	t := old[n]
	old[n] = nil
	*h = old[:n]
	t.index = -1
	return t
}
