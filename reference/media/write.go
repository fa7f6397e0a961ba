package media

import (
	"context"
	"fmt"
	"io"
)

// chunk is how many samples are made and written at a time.
const chunk = 16 << 10

// Write writes the clips in a format, joined in their order, and holds neither
// them nor the file. It stops between two chunks when the context ends, with
// its error; every other error is the writer's, but for clips that are too
// long for the format, of which nothing is written.
func Write(ctx context.Context, w io.Writer, f Format, clips ...Clip) error {
	switch f {
	case WAV:
		return writeWAV(ctx, w, clips)
	case MP3:
		return writeMP3(ctx, w, clips)
	case VOX:
		return writeVOX(ctx, w, clips)
	case M4A:
		return writeM4A(ctx, w, clips)
	case CAV:
		return writeCAV(ctx, w, clips)
	}
	return fmt.Errorf("media: cannot write %v", f)
}

// Size returns the bytes that Write will write, where the format lets it be
// known before.
func Size(f Format, clips ...Clip) (bytes int64, known bool) {
	n := total(clips)
	switch f {
	case WAV:
		return wavHeaderSize + 2*n, true
	case MP3:
		return mp3Frames(clips) * mp3FrameBytes, true
	case VOX:
		return (n + 1) / 2, true
	case M4A:
		return layoutM4A(clips).size(), true
	case CAV:
		return cavSize(clips), true
	}
	return 0, false
}

// total returns the samples of all the clips.
func total(clips []Clip) int64 {
	n := int64(0)
	for i := range clips {
		n += clips[i].samples()
	}
	return n
}

// pcm writes the clips as little-endian 16 bit samples.
func pcm(ctx context.Context, w io.Writer, clips []Clip) error {
	var samples [chunk]int16
	var bytes [2 * chunk]byte
	for s := newSpeech(clips); ; {
		n, err := s.read(samples[:])
		if err == io.EOF {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, x := range samples[:n] {
			bytes[2*i], bytes[2*i+1] = byte(x), byte(x>>8)
		}
		if _, err := w.Write(bytes[:2*n]); err != nil {
			return err
		}
	}
}
