package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// box is what an MP4 box holds: a range of the file behind its head.
type box struct{ at, end int64 }

// What is looked through, at most, in search of a box and of ALAC.
const (
	maxBoxes  = 10000
	maxTracks = 16
)

// table is a box of counted entries, which are read where they stand: an index
// is never in memory.
type table struct {
	r     io.ReaderAt
	at    int64
	count int64
	entry int64 // bytes
}

// m4aReader reads the frames of the first ALAC track.
type m4aReader struct {
	r       io.ReaderAt
	decoder *alacDecoder

	chunks, runs, sizes table
	uniform             int64 // the size of every frame, where they are alike

	chunk, run    int64 // those that come next
	perChunk      int64
	inChunk       int64 // frames left in the present chunk
	frame, offset int64 // the next one, and where it stands
	buf           []byte
	out, left     []int16
}

func openM4A(r io.ReaderAt, size int64) (*Audio, error) {
	whole := box{0, size}
	moov, err := find(r, whole, "moov")
	if err != nil {
		return nil, err
	}
	var first error
	at := moov.at
	for range maxTracks {
		trak, err := find(r, box{at, moov.end}, "trak")
		if err != nil {
			if first == nil {
				first = err
			}
			return nil, first
		}
		if m, err := openTrack(r, trak); err == nil {
			return &Audio{samples: at8k(m, m.decoder.rate)}, nil
		} else if first == nil {
			first = err
		}
		at = trak.end
	}
	return nil, first
}

// find returns the first box of a name in the path of boxes within a box.
func find(r io.ReaderAt, in box, path ...string) (box, error) {
	at := in.at
	for range maxBoxes {
		var head [16]byte
		if at+boxHead > in.end {
			return box{}, fmt.Errorf("media: the M4A file has no box %q where it should be", path[0])
		}
		if n, err := r.ReadAt(head[:], at); n < boxHead {
			return box{}, fmt.Errorf("media: the M4A file ends early: %w", err)
		}
		length, content := int64(binary.BigEndian.Uint32(head[:])), int64(boxHead)
		switch length {
		case 0: // to the end
			length = in.end - at
		case 1: // in 64 bits
			length, content = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		if length < content || length > in.end-at {
			return box{}, fmt.Errorf("media: the M4A file has a box %.4q longer than what it lies in", head[4:])
		}
		if string(head[4:8]) == path[0] {
			if found := (box{at + content, at + length}); len(path) > 1 {
				return find(r, found, path[1:]...)
			} else {
				return found, nil
			}
		}
		at += length
	}
	return box{}, errIndex
}

func openTrack(r io.ReaderAt, trak box) (*m4aReader, error) {
	stbl, err := find(r, trak, "mdia", "minf", "stbl")
	if err != nil {
		return nil, err
	}
	m := &m4aReader{r: r}
	if m.decoder, err = openALAC(r, stbl); err != nil {
		return nil, err
	}
	if m.runs, err = openTable(r, stbl, "stsc", 4, 12); err != nil {
		return nil, err
	}
	if m.chunks, err = openTable(r, stbl, "stco", 4, 4); err != nil {
		if m.chunks, err = openTable(r, stbl, "co64", 4, 8); err != nil {
			return nil, err
		}
	}
	stsz, err := find(r, stbl, "stsz")
	if err != nil {
		return nil, err
	}
	var head [8]byte
	if _, err := r.ReadAt(head[:], stsz.at); err != nil || stsz.end-stsz.at < 12 {
		return nil, errIndex
	}
	if m.uniform = int64(binary.BigEndian.Uint32(head[4:])); m.uniform > 0 {
		var count [4]byte
		if _, err := r.ReadAt(count[:], stsz.at+8); err != nil {
			return nil, errIndex
		}
		m.sizes.count = int64(binary.BigEndian.Uint32(count[:]))
	} else if m.sizes, err = openTable(r, stbl, "stsz", 8, 4); err != nil {
		return nil, err
	}
	return m, nil
}

// openALAC reads the first sample description, which must be ALAC's.
func openALAC(r io.ReaderAt, stbl box) (*alacDecoder, error) {
	stsd, err := find(r, stbl, "stsd")
	if err != nil {
		return nil, err
	}
	content := make([]byte, min(1<<12, stsd.end-stsd.at))
	if _, err := r.ReadAt(content, stsd.at); err != nil {
		return nil, errIndex
	}
	// Version, flags and count; the entry's head; its fixed part.
	const entry, children = 8, 8 + boxHead + 28
	if len(content) < children {
		return nil, errIndex
	}
	if codec := content[entry+4 : entry+8]; string(codec) != "alac" {
		return nil, fmt.Errorf("%w: M4A in %q (ALAC is read)", ErrUnread, codec)
	}
	inner := bytes.NewReader(content)
	cookie, err := find(inner, box{children, int64(len(content))}, "alac")
	if err != nil {
		return nil, err
	}
	if cookie.end-cookie.at < 4 {
		return nil, errIndex
	}
	return newALACDecoder(content[cookie.at+4 : cookie.end])
}

var errIndex = errors.New("media: the M4A file's index is damaged")

// openTable finds a box of entries, whose count stands so many bytes into it.
func openTable(r io.ReaderAt, in box, name string, countAt, entry int64) (table, error) {
	b, err := find(r, in, name)
	if err != nil {
		return table{}, err
	}
	var count [4]byte
	if _, err := r.ReadAt(count[:], b.at+countAt); err != nil {
		return table{}, errIndex
	}
	t := table{r, b.at + countAt + 4, int64(binary.BigEndian.Uint32(count[:])), entry}
	if t.at+t.count*t.entry > b.end {
		return table{}, errIndex
	}
	return t, nil
}

// get reads the number at the beginning of an entry, or at a further field.
func (t table) get(i, field int64) (int64, error) {
	var b [8]byte
	width := int64(4)
	if t.entry == 8 {
		width = 8
	}
	if _, err := t.r.ReadAt(b[8-width:], t.at+i*t.entry+4*field); err != nil {
		return 0, errIndex
	}
	return int64(binary.BigEndian.Uint64(b[:])), nil
}

func (m *m4aReader) read(samples []int16) (int, error) {
	for len(m.left) == 0 {
		if err := m.next(); err != nil {
			return 0, err
		}
	}
	n := copy(samples, m.left)
	m.left = m.left[n:]
	return n, nil
}

// next decodes a frame.
func (m *m4aReader) next() error {
	if m.frame == m.sizes.count {
		return io.EOF
	}
	for m.inChunk == 0 {
		if err := m.nextChunk(); err != nil {
			return err
		}
	}
	size := m.uniform
	if size == 0 {
		var err error
		if size, err = m.sizes.get(m.frame, 0); err != nil {
			return err
		}
	}
	// No frame takes more than its samples and a head, but for padding.
	if size > int64(m.decoder.frame*m.decoder.channels*4+1<<10) {
		return errIndex
	}
	if int64(len(m.buf)) < size {
		m.buf = make([]byte, size)
	}
	if _, err := m.r.ReadAt(m.buf[:size], m.offset); err != nil {
		return fmt.Errorf("media: the M4A file ends early: %w", io.ErrUnexpectedEOF)
	}
	m.frame++
	m.inChunk--
	m.offset += size
	var err error
	m.out, err = m.decoder.decode(m.buf[:size], m.out)
	m.left = m.out
	return err
}

// nextChunk goes to the next chunk of frames, and to the next run of chunks of
// the same length where it begins one.
func (m *m4aReader) nextChunk() error {
	if m.chunk == m.chunks.count {
		return errIndex
	}
	if m.run < m.runs.count {
		first, err := m.runs.get(m.run, 0)
		if err != nil {
			return err
		}
		if first == m.chunk+1 {
			if m.perChunk, err = m.runs.get(m.run, 1); err != nil {
				return err
			}
			m.run++
		}
	}
	var err error
	m.offset, err = m.chunks.get(m.chunk, 0)
	m.chunk++
	m.inChunk = m.perChunk
	return err
}
