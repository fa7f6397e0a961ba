package media

import (
	"io"
	"math"
)

// resampler gives another sampler's samples at another rate, without what the
// lower of the two rates cannot hold.
type resampler struct {
	from     sampler
	in, out  int         // the rates, without their common divisor
	phases   [][]float32 // the filter's weights for each place between two samples
	window   []float32   // the samples under the filter and those that follow
	start    int         // where the filter stands in the window
	phase    int
	ended    bool
	incoming []int16
}

// lobes is how many zero crossings the filter has on each side.
const lobes = 12

// at8k returns what a sampler of a rate gives at 8 kHz.
func at8k(from sampler, rate int) sampler {
	if rate == Rate {
		return from
	}
	return newResampler(from, rate, Rate)
}

func newResampler(from sampler, in, out int) *resampler {
	divisor := in
	for rest := out; rest != 0; {
		divisor, rest = rest, divisor%rest
	}
	r := &resampler{from: from, in: in / divisor, out: out / divisor, incoming: make([]int16, chunk)}
	half := lobes * max(1, float64(in)/float64(out))
	cutoff := min(1, float64(out)/float64(in))
	reach := int(math.Ceil(half))
	r.phases = make([][]float32, r.out)
	for p := range r.phases {
		r.phases[p] = make([]float32, 2*reach)
		for i := range r.phases[p] {
			// The distance from the place between reach-1 and reach.
			d := float64(i-reach+1) - float64(p)/float64(r.out)
			r.phases[p][i] = float32(cutoff * sinc(d*cutoff) * hann(d/half))
		}
	}
	r.window = make([]float32, reach-1) // silence before the first sample
	return r
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// hann is a window from -1 to 1.
func hann(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return (1 + math.Cos(math.Pi*x)) / 2
}

func (r *resampler) read(samples []int16) (int, error) {
	width := len(r.phases[0])
	for i := range samples {
		for len(r.window)-r.start < width && !r.ended {
			if err := r.fill(width); err != nil {
				return i, err
			}
		}
		// Past the end the filter hangs over silence, to its middle.
		if r.ended && len(r.window)-r.start < width {
			return i, io.EOF
		}
		samples[i] = int16(min(math.MaxInt16, max(math.MinInt16, r.sum())))
		r.phase += r.in
		r.start += r.phase / r.out
		r.phase %= r.out
	}
	return len(samples), nil
}

// sum returns what stands under the filter, weighted and rounded.
func (r *resampler) sum() float32 {
	weights := r.phases[r.phase]
	window := r.window[r.start : r.start+len(weights)]
	var a, b float32
	for k := 0; k+1 < len(weights) && k+1 < len(window); k += 2 {
		a += window[k] * weights[k]
		b += window[k+1] * weights[k+1]
	}
	if a += b; a < 0 {
		return a - 0.5
	}
	return a + 0.5
}

// fill adds samples to the window, silence after the last one.
func (r *resampler) fill(width int) error {
	r.window = append(r.window[:0], r.window[r.start:]...)
	r.start = 0
	n, err := r.from.read(r.incoming)
	for _, x := range r.incoming[:n] {
		r.window = append(r.window, float32(x))
	}
	if err == io.EOF {
		r.ended = true
		r.window = append(r.window, make([]float32, width/2)...)
		return nil
	}
	return err
}
