package server

import "testing"

func newQueue(maxCount, maxSize int) *queue {
	q := new(queue)
	q.init(maxCount, maxSize)
	return q
}

func itemOf(size int) item { return item{&notice{text: make([]byte, size)}, 0} }

func TestQueueIsBounded(t *testing.T) {
	cases := []struct {
		name              string
		maxCount, maxSize int
		sizes             []int
		fits              int // how many before it is full
	}{
		{"by count", 3, 1000, []int{1, 1, 1, 1}, 3},
		{"by bytes", 100, 10, []int{4, 6, 1}, 2},
		{"one event larger than all", 100, 10, []int{11}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := newQueue(c.maxCount, c.maxSize)
			for i, size := range c.sizes {
				if got := q.push(itemOf(size)); got != (i < c.fits) {
					t.Fatalf("push %d: %v", i, got)
				}
			}
			if q.push(itemOf(0)) {
				t.Error("takes more after it was full")
			}
			if items, ok := q.take(nil); ok || len(items) > 0 {
				t.Errorf("gives %d events after it was full", len(items))
			}
		})
	}
}

func TestQueueCountsWhatIsTakenUntilItIsReleased(t *testing.T) {
	q := newQueue(4, 1000)
	q.push(itemOf(1))
	q.push(itemOf(2))
	taken, _ := q.take(nil)
	q.push(itemOf(3))
	q.release(taken[:1])
	q.push(itemOf(4))
	if q.count != 3 || q.size != 9 {
		t.Fatalf("count %d, size %d", q.count, q.size)
	}
	if !q.push(itemOf(5)) || q.push(itemOf(6)) {
		t.Error("the limit is not four")
	}
}

func TestClosedQueueGivesWhatIsLeft(t *testing.T) {
	q := newQueue(4, 1000)
	q.push(itemOf(1))
	q.close()
	if !q.push(itemOf(2)) {
		t.Error("an event after the end counts as overflow")
	}
	if items, ok := q.take(nil); !ok || len(items) != 1 {
		t.Errorf("got %d, %v", len(items), ok)
	}
	if _, ok := q.take(nil); ok {
		t.Error("never ends")
	}
}
