package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The encodings of a WAV file's "fmt " chunk that are read.
const (
	wavPCM        = 1
	wavALaw       = 6
	wavMuLaw      = 7
	wavExtensible = 0xfffe // the encoding stands in the chunk's extension
)

// What a file may claim; nobody records calls beyond it.
const (
	maxChannels = 16
	minRate     = 1000
	maxRate     = 192000
)

// wavFormat is what the "fmt " chunk says.
type wavFormat struct{ encoding, channels, rate, bits int }

// openWAV reads RIFF up to its samples: PCM of 8, 16, 24 or 32 bits, A-law and
// mu-law, at any rate in any number of channels.
func openWAV(r io.ReaderAt, size int64) (*Audio, error) {
	var head [12]byte
	if _, err := r.ReadAt(head[:], 0); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return nil, errors.New("media: this is no WAV file: it does not begin with RIFF and WAVE")
	}
	var format wavFormat
	for at := int64(len(head)); ; {
		var chunk [8]byte
		if _, err := r.ReadAt(chunk[:], at); err != nil {
			return nil, errors.New("media: the WAV file ends before its data")
		}
		name, length := string(chunk[:4]), int64(binary.LittleEndian.Uint32(chunk[4:]))
		at += int64(len(chunk))
		switch name {
		case "fmt ":
			var err error
			if format, err = readWAVFormat(io.NewSectionReader(r, at, length)); err != nil {
				return nil, err
			}
		case "data":
			if format.channels == 0 {
				return nil, errors.New("media: the WAV file has its data before its format")
			}
			if length == math.MaxUint32 { // written by who did not know the length
				length = size - at
			}
			return format.open(io.NewSectionReader(r, at, length))
		}
		at += length + length%2
	}
}

func readWAVFormat(r io.Reader) (f wavFormat, err error) {
	var b [26]byte
	if n, _ := io.ReadFull(r, b[:]); n < 16 {
		return f, errors.New("media: the WAV file's format is cut short")
	}
	f = wavFormat{
		encoding: int(binary.LittleEndian.Uint16(b[0:])),
		channels: int(binary.LittleEndian.Uint16(b[2:])),
		rate:     int(binary.LittleEndian.Uint32(b[4:])),
		bits:     int(binary.LittleEndian.Uint16(b[14:])),
	}
	if f.encoding == wavExtensible {
		f.encoding = int(binary.LittleEndian.Uint16(b[24:]))
	}
	if f.channels < 1 || f.channels > maxChannels || f.rate < minRate || f.rate > maxRate {
		return f, fmt.Errorf("%w: WAV of %d channels at %d Hz (at most %d, %d to %d Hz)",
			ErrUnread, f.channels, f.rate, maxChannels, minRate, maxRate)
	}
	return f, nil
}

func (f wavFormat) open(data *io.SectionReader) (*Audio, error) {
	var value func([]byte) int
	switch {
	case f.encoding == wavPCM && f.bits == 8:
		value = func(b []byte) int { return (int(b[0]) - 128) << 8 }
	case f.encoding == wavPCM && (f.bits == 16 || f.bits == 24 || f.bits == 32):
		high := f.bits/8 - 2 // the two highest bytes are all that is kept
		value = func(b []byte) int { return int(int16(binary.LittleEndian.Uint16(b[high:]))) }
	case f.encoding == wavALaw && f.bits == 8:
		value = func(b []byte) int { return int(alaw[b[0]]) }
	case f.encoding == wavMuLaw && f.bits == 8:
		value = func(b []byte) int { return int(mulaw[b[0]]) }
	default:
		return nil, fmt.Errorf("%w: WAV in encoding %d of %d bits (PCM, A-law and mu-law are read)", ErrUnread, f.encoding, f.bits)
	}
	p := &pcmReader{r: bufio.NewReaderSize(data, 32<<10), left: data.Size(), channels: f.channels, width: f.bits / 8, value: value}
	return &Audio{samples: at8k(p, f.rate)}, nil
}

// pcmReader reads interleaved samples and mixes the channels into one.
type pcmReader struct {
	r        io.Reader
	left     int64 // bytes
	channels int
	width    int              // bytes a sample
	value    func([]byte) int // of a sample
	buf      []byte
}

func (p *pcmReader) read(samples []int16) (int, error) {
	frame := p.channels * p.width
	n := int(min(int64(len(samples)), p.left/int64(frame)))
	if n == 0 {
		return 0, io.EOF
	}
	if len(p.buf) < n*frame {
		p.buf = make([]byte, n*frame)
	}
	k, err := io.ReadFull(p.r, p.buf[:n*frame])
	if n = k / frame; err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	p.left -= int64(k)
	for i := range n {
		sum := 0
		for c := range p.channels {
			sum += p.value(p.buf[i*frame+c*p.width:])
		}
		samples[i] = int16(sum / p.channels)
	}
	return n, err
}

// alaw and mulaw are the 16 bit values of the codes of ITU-T G.711.
var alaw, mulaw = func() (a, mu [256]int16) {
	for code := range 256 {
		x := code ^ 0x55
		level, segment := x&15<<4+8, x>>4&7
		if segment > 0 {
			level = (level + 0x100) << (segment - 1)
		}
		if x&0x80 == 0 {
			level = -level
		}
		a[code] = int16(level)

		x = ^code
		level = (x&15<<3+0x84)<<(x>>4&7) - 0x84
		if x&0x80 != 0 {
			level = -level
		}
		mu[code] = int16(level)
	}
	return a, mu
}()
