package media

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Clip is what is heard of one recording.
type Clip struct {
	RecordID  int64         // told as DTMF where the clip is first heard for long enough
	Length    time.Duration // to the sample; below zero is zero
	Silences  []Span        // the blackouts, in any order; they may overlap or reach beyond the clip
	Direction string        // CALLDIRECTION: I, O, ? or nothing
}

// Span is a range of time in a clip: offsets from its start, To not included.
type Span struct{ From, To time.Duration }

// period is how long one sample lasts.
const period = time.Second / Rate

// samples returns how many samples a time takes, rounded to the nearest.
func samples(d time.Duration) int64 {
	n := int64(d / period)
	if d%period >= period/2 {
		n++
	}
	return n
}

// offset returns the time at which a sample begins.
func offset(sample int64) time.Duration { return time.Duration(sample) * period }

// stretch is a range of samples, to not included.
type stretch struct{ from, to int64 }

func (s stretch) length() int64 { return s.to - s.from }

func (c *Clip) samples() int64 { return max(0, samples(c.Length)) }

// silences returns the clip's silences in order, apart from each other, within
// the clip.
func (c *Clip) silences() []stretch {
	end := c.samples()
	all := make([]stretch, 0, len(c.Silences))
	for _, s := range c.Silences {
		if cut := (stretch{max(0, samples(s.From)), min(end, samples(s.To))}); cut.length() > 0 {
			all = append(all, cut)
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return int(min(1, max(-1, a.from-b.from))) })
	merged := all[:0]
	for _, s := range all {
		if last := len(merged) - 1; last >= 0 && s.from <= merged[last].to {
			merged[last].to = max(merged[last].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// digits returns the RECORDID's digits and the sample at which they begin: the
// start of the first stretch between silences that holds them all. Where none
// does it is the longest one, with the digits that fit.
func (c *Clip) digits(silences []stretch) (string, int64) {
	id := strings.TrimPrefix(strconv.FormatInt(c.RecordID, 10), "-")
	need := int64(len(id))*digitSlot + digitGap
	var longest stretch
	heard := stretch{}
	for _, s := range append(silences[:len(silences):len(silences)], stretch{from: c.samples()}) {
		heard.to = s.from
		if heard.length() >= need {
			return id, heard.from
		}
		if heard.length() > longest.length() {
			longest = heard
		}
		heard.from = s.to
	}
	return id[:max(0, longest.length()-digitGap)/digitSlot], longest.from
}
