package media

import (
	"bufio"
	"io"
)

// voxReader reads bare ADPCM. Any bytes are good ADPCM; nothing says where the
// audio ends but the file's end, so that an odd last sample is followed by
// another.
type voxReader struct {
	r      *bufio.Reader
	codec  adpcm
	second int // the code that the last byte still holds, or -1
}

func openVOX(r io.Reader) *Audio {
	return &Audio{samples: &voxReader{r: bufio.NewReaderSize(r, 32<<10), second: -1}}
}

func (v *voxReader) read(samples []int16) (int, error) {
	for i := range samples {
		if v.second < 0 {
			b, err := v.r.ReadByte()
			if err != nil {
				return i, err
			}
			samples[i], v.second = v.codec.decode(b>>4), int(b&15)
			continue
		}
		samples[i], v.second = v.codec.decode(byte(v.second)), -1
	}
	return len(samples), nil
}
