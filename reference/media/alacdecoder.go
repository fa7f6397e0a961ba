package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// alacDecoder decodes the frames of ALAC in one or two channels, compressed or
// not.
type alacDecoder struct {
	frame    int // the most samples a frame has
	depth    int // bits a sample
	history  uint32
	mult     uint32 // how fast the history of Rice codes moves
	limit    int    // the longest remainder of a Rice code, in bits
	channels int
	rate     int

	residue [2][]int32
	sample  [2][]int32
	low     [2][]int32 // bits left out of compression
}

var errALAC = errors.New("media: the M4A file holds a damaged ALAC frame")

// maxALACFrame bounds what a cookie may claim.
const maxALACFrame = 1 << 14

// newALACDecoder reads a cookie.
func newALACDecoder(cookie []byte) (*alacDecoder, error) {
	if len(cookie) < 24 {
		return nil, errors.New("media: the M4A file's ALAC cookie is cut short")
	}
	d := &alacDecoder{
		frame:    int(min(maxALACFrame+1, binary.BigEndian.Uint32(cookie))),
		depth:    int(cookie[5]),
		mult:     uint32(cookie[6]),
		history:  uint32(cookie[7]),
		limit:    int(cookie[8]),
		channels: int(cookie[9]),
		rate:     int(min(maxRate+1, binary.BigEndian.Uint32(cookie[20:]))),
	}
	if d.frame < 1 || d.frame > maxALACFrame || d.channels < 1 || d.channels > 2 || d.rate < minRate || d.rate > maxRate ||
		d.limit < 1 || d.limit > 30 || (d.depth != 16 && d.depth != 20 && d.depth != 24) {
		return nil, fmt.Errorf("%w: ALAC of %d channels of %d bits at %d Hz, %d samples a frame", ErrUnread, d.channels, d.depth, d.rate, d.frame)
	}
	for c := range d.channels {
		d.residue[c], d.sample[c], d.low[c] = make([]int32, d.frame), make([]int32, d.frame), make([]int32, d.frame)
	}
	return d, nil
}

// decode returns the samples of a frame, its channels mixed, in 16 bits. They
// are good until the next call.
func (d *alacDecoder) decode(frame []byte, out []int16) ([]int16, error) {
	r := &bitReader{b: frame}
	channels := 1
	switch r.read(3) {
	case alacMono:
	case alacStereo:
		channels = 2
	default:
		return nil, errALAC
	}
	if channels != d.channels {
		return nil, errALAC
	}
	n, err := d.element(r)
	if err != nil || r.eof {
		return nil, errALAC
	}
	out = out[:0]
	for i := range n {
		sum := d.sample[0][i]
		if channels == 2 {
			sum = (sum + d.sample[1][i]) / 2
		}
		out = append(out, int16(sum>>(d.depth-16)))
	}
	return out, nil
}

// element decodes the samples of all channels and returns how many they are.
func (d *alacDecoder) element(r *bitReader) (int, error) {
	r.skip(4 + 12)
	saysLength, shift, asTheyAre := r.read(1), 8*int(r.read(2)), r.read(1)
	n := d.frame
	if saysLength == 1 {
		if v := r.read(32); v <= uint32(d.frame) {
			n = int(v)
		} else {
			return 0, errALAC
		}
	}
	if asTheyAre == 1 {
		for i := range n {
			for c := range d.channels {
				d.sample[c][i] = r.signed(d.depth)
			}
			if r.eof {
				return 0, errALAC
			}
		}
		return n, nil
	}
	width := d.depth - shift + d.channels - 1
	if width < 1 {
		return 0, errALAC
	}
	if err := d.compressed(r, n, width, shift); err != nil {
		return 0, err
	}
	return n, nil
}

// compressed decodes samples that were predicted: each channel's residue is
// added to what a filter makes of the samples before.
func (d *alacDecoder) compressed(r *bitReader, n, width, shift int) error {
	mixShift, mixWeight := int(r.read(8)), int32(r.read(8))
	var filters [2]alacFilter
	for c := range d.channels {
		filters[c].read(r)
	}
	if shift > 0 {
		for i := range n {
			for c := range d.channels {
				d.low[c][i] = int32(r.read(shift))
			}
		}
	}
	for c := range d.channels {
		if err := d.rice(r, d.residue[c][:n], width, filters[c].riceMult); err != nil {
			return err
		}
		filters[c].apply(d.residue[c][:n], d.sample[c][:n], width)
	}
	if d.channels == 2 && mixWeight != 0 {
		unmix(d.sample[0][:n], d.sample[1][:n], mixShift, mixWeight)
	}
	if shift > 0 {
		for c := range d.channels {
			for i := range n {
				d.sample[c][i] = d.sample[c][i]<<shift | d.low[c][i]
			}
		}
	}
	return nil
}

// unmix turns a weighted middle and a difference into left and right.
func unmix(a, b []int32, shift int, weight int32) {
	for i := range a {
		right := a[i] - int32(int64(b[i])*int64(weight)>>min(shift, 62))
		a[i], b[i] = right+b[i], right
	}
}

// rice decodes adaptive Rice codes: the shorter, the smaller the values before
// were.
func (d *alacDecoder) rice(r *bitReader, out []int32, width int, mult uint32) error {
	history, sign := d.history, uint32(0)
	mult = d.mult * mult / 4
	for i := 0; i < len(out); i++ {
		v := d.code(r, bits.Len32(history>>9+3)-1, width) + sign
		sign = 0
		out[i] = int32(v>>1) ^ -int32(v&1)
		if v > 0xffff {
			history = 0xffff
		} else {
			history += v*mult - history*mult>>9
		}
		if r.eof {
			return errALAC
		}
		if history >= 128 || i+1 >= len(out) {
			continue
		}
		// It is so quiet that zeros are counted.
		zeros := d.code(r, 7-(bits.Len32(history)-1)+int(history+16)>>6, 16)
		if zeros > uint32(len(out)-i-1) {
			return errALAC
		}
		clear(out[i+1 : i+1+int(zeros)])
		i += int(zeros)
		if zeros <= 0xffff {
			sign = 1 // another zero would have been counted
		}
		history = 0
	}
	return nil
}

// code reads one Rice code: a quotient of ones, then a remainder of k bits,
// in which 0 is short; nine ones are followed by the value itself.
func (d *alacDecoder) code(r *bitReader, k, width int) uint32 {
	quotient := bits.LeadingZeros32(^r.peek(9) << 23)
	if quotient >= 9 {
		r.skip(9)
		return r.read(width)
	}
	r.skip(quotient + 1)
	k = min(k, d.limit)
	if k <= 1 {
		return uint32(quotient)
	}
	v := uint32(quotient)<<k - uint32(quotient)
	if rest := r.peek(k); rest > 1 {
		r.skip(k)
		return v + rest - 1
	}
	r.skip(k - 1)
	return v
}
