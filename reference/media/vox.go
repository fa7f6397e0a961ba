package media

import (
	"context"
	"io"
	"math"
)

// voxFade is how many samples before a blackout fade out. A step of ADPCM
// shrinks by a tenth a sample at most, so without the fade the sound before a
// blackout would ring on in it. With it the blackout holds nothing but the
// codec's idle noise from its first sample on, voxIdle at most.
const voxFade = 4 * Rate / 1000

// voxIdle is the loudest sample of silence in VOX: the smallest step is 2 in
// 12 bits, and a step is always made.
const voxIdle = 2 << 4

// writeVOX writes bare ADPCM, the earlier sample in the higher half of a byte.
func writeVOX(ctx context.Context, w io.Writer, clips []Clip) error {
	var (
		codec   adpcm
		samples [voxFade + chunk]int16 // those held back before those just made
		held    int
		bytes   [(voxFade+chunk)/2 + 1]byte
	)
	for s := newSpeech(clips); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, _ := s.read(samples[held:]) // its only error is the end
		n += held
		fade(samples[:n], held)
		ready := n
		if n == len(samples) {
			ready -= voxFade // a multiple of two, as n is
		}
		out := bytes[:0]
		for i := 0; i < ready; i += 2 {
			code := codec.encode(samples[i]) << 4
			if i+1 < ready {
				code |= codec.encode(samples[i+1])
			}
			out = append(out, code)
		}
		if _, err := w.Write(out); err != nil {
			return err
		}
		if ready == n {
			return nil
		}
		held = copy(samples[:], samples[ready:])
	}
}

// fade lets the sound before each blackout that begins at or after a sample
// fade out. Zeros are blackouts and nothing else.
func fade(samples []int16, from int) {
	for i := max(1, from); i < len(samples); i++ {
		if samples[i] != 0 || samples[i-1] == 0 {
			continue
		}
		for back := range min(voxFade, i) {
			// From nothing to a half-cosine's full height, backwards in time.
			gain := (1 - math.Cos(math.Pi*float64(back)/voxFade)) / 2
			samples[i-1-back] = int16(gain * float64(samples[i-1-back]))
		}
	}
}
