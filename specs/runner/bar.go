package runner

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/offhook/offhook/reports"
)

// barRoom is how many columns of a terminal a bar needs at least.
const barRoom = 60

// bar shows on a terminal's last line how far a run is: how many specs have been
// tried, how many of them did not hold, and how long the rest may take.
type bar struct {
	all *mpb.Progress
	bar *mpb.Bar

	// Counted without a lock: the bar is drawn while its owner holds one.
	failed, warned, skipped atomic.Int64
}

// newBar draws a bar, nil where w is no terminal with room for one.
func newBar(w io.Writer, total int) *bar {
	f, ok := w.(*os.File)
	if !ok || !cwriter.IsTerminal(int(f.Fd())) {
		return nil
	}
	if columns, _, err := cwriter.GetSize(int(f.Fd())); err != nil || columns < barRoom {
		return nil
	}
	b := &bar{all: mpb.New(mpb.WithOutput(f))}
	b.bar = b.all.New(int64(total), mpb.BarStyle().Lbound("").Rbound("").Filler("█").Tip("").Padding("░"),
		mpb.BarWidth(20), mpb.BarRemoveOnComplete(),
		// A terminal echoes Ctrl-C as two characters; so far to the right the bar
		// is no longer wiped out then.
		mpb.PrependDecorators(decor.Name("  ")),
		mpb.AppendDecorators(
			decor.CountersNoUnit(" %d of %d"),
			decor.Any(func(decor.Statistics) string { return b.counts() }),
			decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO), ""),
			decor.OnComplete(decor.Name(" left"), "")))
	return b
}

// counts says what did not hold so far.
func (b *bar) counts() string {
	var parts []string
	for _, c := range []struct {
		n    int64
		what reports.State
	}{{b.failed.Load(), reports.Failed}, {b.warned.Load(), reports.Warned}, {b.skipped.Load(), reports.Skipped}} {
		parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
	}
	return ", " + strings.Join(parts, ", ") + ", "
}

// add counts a spec.
func (b *bar) add(state reports.State) {
	switch state {
	case reports.Failed:
		b.failed.Add(1)
	case reports.Warned:
		b.warned.Add(1)
	case reports.Skipped:
		b.skipped.Add(1)
	}
	b.bar.Increment()
}

// above writes whole lines above the bar; it reports whether there still is one.
func (b *bar) above(lines string) bool {
	_, err := b.all.Write([]byte(lines))
	return err == nil
}

// end takes the bar away: what stands above it stays.
func (b *bar) end() {
	b.bar.Abort(true)
	b.all.Wait()
}
