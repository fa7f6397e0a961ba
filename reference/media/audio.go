package media

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Audio is a file of audio being read, as samples of 8 kHz in one channel,
// whatever it has itself.
type Audio struct {
	// Recordings are what a CAV file says it holds; nil in every other format.
	Recordings []CAVRecording

	samples sampler
}

// sampler gives the samples that follow: as io.Reader gives bytes, but never
// none without an error.
type sampler interface {
	read(samples []int16) (int, error)
}

// ErrPassword is what Open says of an encrypted CAV file when the password is
// missing or another.
var ErrPassword = errors.New("media: the password does not open this CAV file")

// ErrUnread is what Open says of files that may well be good, of a kind that is
// not read here: AAC in M4A, MPEG-2.5, another's CAV.
var ErrUnread = errors.New("media: offhook does not read such a file")

// Open reads what a file of the format says of itself. The password is for an
// encrypted CAV file, and for nothing else. The file is as hostile as whoever
// sent it: what it claims is checked against what it is.
func Open(r io.ReaderAt, size int64, f Format, password string) (*Audio, error) {
	switch f {
	case WAV:
		return openWAV(r, size)
	case MP3:
		return openMP3(r, size)
	case VOX:
		return openVOX(io.NewSectionReader(r, 0, size)), nil
	case M4A:
		return openM4A(r, size)
	case CAV:
		return openCAV(io.NewSectionReader(r, 0, size), password)
	}
	return nil, fmt.Errorf("%w: %v", ErrUnread, f)
}

// Read fills the buffer with the samples that follow. At the end it gives
// io.EOF; a file that ends too early gives io.ErrUnexpectedEOF.
func (a *Audio) Read(samples []int16) (int, error) {
	n := 0
	for n < len(samples) {
		k, err := a.samples.read(samples[n:])
		if n += k; err == io.EOF && n > 0 {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
	return n, nil
}

// ReadAll returns all the samples that follow, or an error where they last
// longer than the limit.
func (a *Audio) ReadAll(limit time.Duration) ([]int16, error) {
	var all []int16
	piece := make([]int16, chunk)
	for {
		n, err := a.Read(piece)
		all = append(all, piece[:n]...)
		switch {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return all, err
		case int64(len(all)) > samples(limit):
			return nil, fmt.Errorf("media: the audio is longer than %v", limit)
		}
	}
}
