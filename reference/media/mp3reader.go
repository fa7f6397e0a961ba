package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/hajimehoshi/go-mp3"
)

// openMP3 reads MPEG-1 and MPEG-2 layer III, constant or variable rate.
func openMP3(r io.ReaderAt, size int64) (*Audio, error) {
	start, err := afterID3(r, size)
	if err != nil {
		return nil, err
	}
	if err := layerIII(r, start); err != nil {
		return nil, err
	}
	// Without Seek the library does not read the file twice to measure it.
	src := struct{ io.Reader }{bufio.NewReaderSize(io.NewSectionReader(r, start, size-start), 32<<10)}
	m := &mp3Reader{}
	rate := 0
	err = m.guard(func() (err error) {
		if m.decoder, err = mp3.NewDecoder(src); err == nil {
			rate = m.decoder.SampleRate()
		}
		return err
	})
	if err == io.EOF {
		err = errors.New("no frame of MPEG-1 or MPEG-2 layer III in it")
	}
	if err != nil {
		return nil, fmt.Errorf("media: this MP3 file is not read: %w", err)
	}
	return &Audio{samples: at8k(m, rate)}, nil
}

// layerIII says what a file is whose first frame is of a kind that the library
// does not know.
func layerIII(r io.ReaderAt, start int64) error {
	var head [2]byte
	if _, err := r.ReadAt(head[:], start); err != nil || head[0] != 0xff || head[1]&0xe0 != 0xe0 {
		return nil // the library looks further for a frame
	}
	switch version, layer := head[1]>>3&3, head[1]>>1&3; {
	case version == 0:
		return fmt.Errorf("%w: MP3 of MPEG-2.5, below 16 kHz (MPEG-1 and MPEG-2 are read)", ErrUnread)
	case layer != 1:
		return fmt.Errorf("%w: MPEG audio of layer %d (layer III is read)", ErrUnread, 4-layer)
	}
	return nil
}

// afterID3 returns where a file begins behind its ID3 tags, which the library
// would take into memory whole.
func afterID3(r io.ReaderAt, size int64) (int64, error) {
	at := int64(0)
	for {
		var head [10]byte
		if _, err := r.ReadAt(head[:], at); err != nil || string(head[:3]) != "ID3" {
			return at, nil
		}
		length := int64(0)
		for _, b := range head[6:] {
			length = length<<7 | int64(b&0x7f)
		}
		if at += int64(len(head)) + length; at >= size {
			return 0, errors.New("media: the MP3 file ends within its tag")
		}
	}
}

// mp3Reader mixes the two channels that the decoder always gives.
type mp3Reader struct {
	decoder *mp3.Decoder
	buf     []byte
}

func (m *mp3Reader) read(samples []int16) (int, error) {
	const frame = 4
	if len(m.buf) < frame*len(samples) {
		m.buf = make([]byte, frame*len(samples))
	}
	k := 0
	err := m.guard(func() (err error) {
		k, err = io.ReadFull(m.decoder, m.buf[:frame*len(samples)])
		return err
	})
	if err == io.ErrUnexpectedEOF {
		err = nil
	}
	for i := range k / frame {
		left := int16(binary.LittleEndian.Uint16(m.buf[frame*i:]))
		right := int16(binary.LittleEndian.Uint16(m.buf[frame*i+2:]))
		samples[i] = int16((int(left) + int(right)) / 2)
	}
	return k / frame, err
}

// guard calls the decoder, which meets some broken files with a panic.
func (m *mp3Reader) guard(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("media: the MP3 file is damaged (%v)", p)
		}
	}()
	return call()
}
