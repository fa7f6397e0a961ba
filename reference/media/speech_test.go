package media

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// clips draws clips of up to some seconds with blackouts anywhere.
func clips() *rapid.Generator[Clip] {
	return rapid.Custom(func(t *rapid.T) Clip {
		ms := func(label string, lo, hi int) time.Duration {
			return time.Duration(rapid.IntRange(lo, hi).Draw(t, label)) * time.Millisecond
		}
		c := Clip{
			RecordID:  rapid.Int64Range(0, 1<<40).Draw(t, "RECORDID"),
			Length:    ms("length", 0, 9000),
			Direction: rapid.SampledFrom([]string{"I", "O", "?", ""}).Draw(t, "direction"),
		}
		for range rapid.IntRange(0, 4).Draw(t, "silences") {
			from := ms("from", -500, 9500)
			c.Silences = append(c.Silences, Span{from, from + ms("for", -100, 3000)})
		}
		return c
	})
}

func TestZerosAreTheBlackoutsAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := clips().Draw(t, "clip")
		for i, x := range heard(c) {
			at := offset(int64(i))
			silent := slices.ContainsFunc(c.Silences, func(s Span) bool { return s.From <= at && at < s.To })
			if silent != (x == 0) {
				t.Fatalf("at %v: %d, in a blackout: %v", at, x, silent)
			}
		}
	})
}

func TestSpeechIsTheSameInPiecesOfAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(clips(), 0, 3).Draw(t, "clips")
		var pieces []int16
		for s := newSpeech(all); ; {
			piece := make([]int16, rapid.IntRange(1, 9000).Draw(t, "piece"))
			n, _ := s.read(piece)
			pieces = append(pieces, piece[:n]...)
			if n < len(piece) {
				break
			}
		}
		var joined []int16
		for _, c := range all {
			joined = append(joined, heard(c)...)
		}
		if !slices.Equal(pieces, joined) {
			t.Fatalf("%d samples in pieces, %d clip by clip, or others", len(pieces), len(joined))
		}
	})
}

// TestSpeechIsNeverQuiet: whoever looks for silence finds none outside the
// blackouts, however short a window he takes.
func TestSpeechIsNeverQuiet(t *testing.T) {
	const window = 10 * Rate / 1000
	for _, direction := range []string{"I", "O", "?"} {
		sound := heard(Clip{RecordID: 1234567890, Length: 30 * time.Second, Direction: direction})
		for at := 0; at+window <= len(sound); at++ {
			loudest := slices.Max(sound[at : at+window])
			if loudest < 3000 {
				t.Fatalf("%s: at sample %d nothing above %d", direction, at, loudest)
			}
		}
	}
}
