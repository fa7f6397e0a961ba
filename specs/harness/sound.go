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
	got := time.Duration(len(s.samples)) * time.Second / media.Rate
	s.t.Check(got > 0 && (got-d).Abs() <= s.t.run.scaled(slack), "%s lasts %v instead of about %v", s.what, got, d.Round(time.Millisecond))
}

// Holds fails unless the audio is of those recordings, in that order. That can be
// told of the reference that is built in only.
func (s *Sound) Holds(recordIDs ...string) {
	if s.t.BuiltIn() {
		s.t.Equal("the recordings of which "+s.what+" is", media.Numbers(media.Digits(s.samples)), recordIDs)
	}
}
