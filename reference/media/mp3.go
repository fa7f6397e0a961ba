package media

import (
	"bytes"
	"context"
	"fmt"
	"io"

	shine "github.com/braheezy/shine-mp3/pkg/mp3"
)

// MP3 is MPEG-2 at 16 kHz: many a player knows nothing of the 8 kHz of
// MPEG-2.5. A frame has 576 samples, 36 ms, in 288 bytes. With fewer bits the
// noise of the digits' coding reaches far into a blackout beside them.
const (
	mp3Rate       = 2 * Rate
	mp3Bitrate    = 64 // kbit/s
	mp3Frame      = 576
	mp3FrameBytes = mp3Frame * mp3Bitrate * 1000 / 8 / mp3Rate
)

// mp3Delay is how many samples later than they went in samples come out of
// encoder and decoder together: 481 of the filter bank and a frame of the
// transform. Filled up to whole frames, which are left out, the first sample
// of the file is the first of the clip, for every decoder and without a tag.
const (
	mp3Delay   = 481 + mp3Frame
	mp3Leading = (mp3Delay + mp3Frame - 1) / mp3Frame // frames to leave out
)

// mp3Frames is how many frames a file has: two at least, since players, and
// ffprobe, take a file for MP3 when a frame follows a frame.
func mp3Frames(clips []Clip) int64 {
	return max(2, (total(clips)*mp3Rate/Rate+mp3Frame-1)/mp3Frame)
}

// mp3Encoder encodes a frame at a time. The voices repeat themselves, and so do
// frames: those that are known need not be encoded again, which makes a long
// call ten times as fast.
type mp3Encoder struct {
	shine *shine.Encoder
	// window is the frame and the two before it: all that it depends on, as no
	// bits are carried over from frame to frame.
	window [3 * mp3Frame]int16
	// The library keeps a pointer to the sample after the last one that it read.
	// It must lie in the same object, or the collector stops the program.
	_      int64
	known  map[[3 * mp3Frame]int16][mp3FrameBytes]byte
	behind bool // the library has not seen the frames before
	out    bytes.Buffer
}

// mp3Known is how many frames are remembered: 1 MiB of them. Two voices and
// silence need some thirty.
const mp3Known = 256

func newMP3Encoder() *mp3Encoder {
	e := &mp3Encoder{shine: shine.NewEncoder(mp3Rate, 1), known: map[[3 * mp3Frame]int16][mp3FrameBytes]byte{}}
	// The library always begins with 128 kbit/s; these three say the same as
	// one that had asked.
	e.shine.Mpeg.Bitrate = mp3Bitrate
	e.shine.Mpeg.BitrateIndex = mp3Bitrate / 8
	e.shine.Mpeg.WholeSlotsPerFrame = mp3FrameBytes
	return e
}

// next makes room for a frame at the window's end, and returns it.
func (e *mp3Encoder) next() []int16 {
	copy(e.window[:], e.window[mp3Frame:])
	return e.window[2*mp3Frame:]
}

// encode returns the frame at the window's end, encoded.
func (e *mp3Encoder) encode() (encoded [mp3FrameBytes]byte, err error) {
	if encoded, ok := e.known[e.window]; ok {
		e.behind = true
		return encoded, nil
	}
	first := 2
	if e.behind {
		first, e.behind = 0, false
	}
	for ; first < 3; first++ {
		e.out.Reset()
		if err := e.shine.Write(&e.out, e.window[first*mp3Frame:(first+1)*mp3Frame]); err != nil {
			return encoded, err
		}
	}
	if n := copy(encoded[:], e.out.Bytes()); n != mp3FrameBytes {
		return encoded, fmt.Errorf("media: an MP3 frame has %d bytes", n)
	}
	if len(e.known) == mp3Known {
		clear(e.known)
	}
	e.known[e.window] = encoded
	return encoded, nil
}

func writeMP3(ctx context.Context, w io.Writer, clips []Clip) error {
	var (
		encoder = newMP3Encoder()
		source  = newResampler(newSpeech(clips), Rate, mp3Rate)
		buf     = make([]byte, 0, chunk)
		blank   = mp3Leading*mp3Frame - mp3Delay
	)
	for i, frames := int64(-mp3Leading), mp3Frames(clips); i < frames; i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		frame := encoder.next()
		clear(frame[:blank])
		for n := blank; n < len(frame); {
			k, err := source.read(frame[n:])
			if n += k; err != nil {
				// The end: the sound's mirror image fills the last frame, so
				// that it is not silent where the clip is not.
				for i := range frame[n:] {
					frame[n+i] = encoder.window[2*mp3Frame+n-1-i]
				}
				break
			}
		}
		blank = 0
		encoded, err := encoder.encode()
		if err != nil {
			return err
		}
		if i < 0 {
			continue
		}
		if buf = append(buf, encoded[:]...); len(buf)+mp3FrameBytes <= cap(buf) && i < frames-1 {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	return nil
}
