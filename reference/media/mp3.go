package media

import (
	"bytes"
	"context"
	"io"

	shine "github.com/braheezy/shine-mp3/pkg/mp3"
)

// MP3 is MPEG-2 at 16 kHz: many a player knows nothing of the 8 kHz of
// MPEG-2.5. At 32 kbit/s a frame has 576 samples, 36 ms, in 144 bytes.
const (
	mp3Rate       = 2 * Rate
	mp3Bitrate    = 32 // kbit/s
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

func newMP3Encoder() *shine.Encoder {
	e := shine.NewEncoder(mp3Rate, 1)
	// The library always begins with 128 kbit/s; these three say the same as
	// one that had asked.
	e.Mpeg.Bitrate = mp3Bitrate
	e.Mpeg.BitrateIndex = mp3Bitrate / 8
	e.Mpeg.WholeSlotsPerFrame = mp3FrameBytes
	return e
}

func writeMP3(ctx context.Context, w io.Writer, clips []Clip) error {
	var (
		encoder = newMP3Encoder()
		source  = newResampler(newSpeech(clips), Rate, mp3Rate)
		window  [2 * mp3Frame]int16 // a frame and the one before
		before  = window[:mp3Frame]
		frame   = window[mp3Frame:]
		encoded bytes.Buffer
		blank   = mp3Leading*mp3Frame - mp3Delay
	)
	for left := mp3Frames(clips) + mp3Leading; left > 0; left-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		copy(before, frame)
		for n := blank; n < len(frame); {
			k, err := source.read(frame[n:])
			if n += k; err != nil {
				// The end: the sound's mirror image fills the last frame, so
				// that it is not silent where the clip is not.
				for i := range frame[n:] {
					frame[n+i] = window[mp3Frame+n-1-i]
				}
				break
			}
		}
		blank = 0
		if err := encoder.Write(&encoded, frame); err != nil {
			return err
		}
		if left > mp3Frames(clips) {
			encoded.Reset()
		}
		if encoded.Len() < chunk && left > 1 {
			continue
		}
		if _, err := w.Write(encoded.Bytes()); err != nil {
			return err
		}
		encoded.Reset()
	}
	return nil
}
