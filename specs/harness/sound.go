package harness

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/offhook/offhook/reference/media"
)

// BuiltIn reports whether the target is the reference that is built in: its
// audio tells the RECORDID, and its CAV files can be read (E-44).
func (t *T) BuiltIn() bool { return t.run.Target.Kind == Embedded }

// Sound is audio that a target has sent.
type Sound struct {
	t       *T
	what    string
	samples []int16 // of 8 kHz
}

// longestSound bounds what is decoded.
const longestSound = 10 * time.Minute

// Sound reads a file of audio, which what names; it fails where the file is
// none of that format, and skips where it is one that offhook cannot read and
// the reference never writes.
func (t *T) Sound(what string, f media.Format, file []byte, password string) *Sound {
	a, err := media.Open(bytes.NewReader(file), int64(len(file)), f, password)
	if errors.Is(err, media.ErrUnread) && !t.BuiltIn() {
		t.Skip(fmt.Sprintf("%s cannot be judged: %v", what, err))
	}
	if err != nil {
		t.Failf("%s is no %s file: %v", what, f, err)
	}
	samples, err := a.ReadAll(longestSound)
	if err != nil {
		t.Failf("%s is a broken %s file: %v", what, f, err)
	}
	return &Sound{t, what, samples}
}

// Lasts fails unless the audio is as long as what it was recorded from, give or
// take what answers cost and a recorder cuts.
func (s *Sound) Lasts(d time.Duration) {
	const slack = 1500 * time.Millisecond
	got := s.Length()
	s.t.Check(got > 0 && (got-d).Abs() <= s.t.run.scaled(slack), "%s lasts %v instead of about %v", s.what, got, d.Round(time.Millisecond))
}

// Length is how long the audio lasts.
func (s *Sound) Length() time.Duration {
	return time.Duration(len(s.samples)) * time.Second / media.Rate
}

// Samples returns the audio: 8 kHz, one channel.
func (s *Sound) Samples() []int16 { return s.samples }

// quiet is how far from zero a sample of silence may be: codecs ring on, and
// VOX is never quieter than 32.
const quiet = 100

// SilentBetween fails unless the audio is silent from one offset to another.
func (s *Sound) SilentBetween(from, to time.Duration) {
	at := func(d time.Duration) int { return min(len(s.samples), int(d*media.Rate/time.Second)) }
	for i := at(from); i < at(to); i++ {
		if x := s.samples[i]; x > quiet || x < -quiet {
			s.t.Failf("%s is heard %v after its start (a sample of %d); it must be silent from %v to %v",
				s.what, time.Duration(i)*time.Second/media.Rate, x, from, to)
		}
	}
}

// Holds fails unless the audio is of those recordings, in that order. That can be
// told of the reference that is built in only.
func (s *Sound) Holds(recordIDs ...string) {
	if s.t.BuiltIn() {
		s.t.Equal("the recordings of which "+s.what+" is", media.Numbers(media.Digits(s.samples)), recordIDs)
	}
}
