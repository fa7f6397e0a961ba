package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"
)

// m4aChunk is how many frames lie together in an MP4 chunk: four seconds.
const m4aChunk = 8

// m4aLayout is where everything stands in a file, which is known before
// anything is written since no frame is compressed. So the index comes first,
// and a player can begin before it has the whole.
type m4aLayout struct {
	samples int64
	frames  int64
}

func layoutM4A(clips []Clip) m4aLayout {
	n := total(clips)
	return m4aLayout{samples: n, frames: (n + alacFrame - 1) / alacFrame}
}

// frame returns how many samples the frame has.
func (l m4aLayout) frame(i int64) int64 { return min(alacFrame, l.samples-i*alacFrame) }

// data returns the bytes of all frames.
func (l m4aLayout) data() int64 {
	if l.frames == 0 {
		return 0
	}
	return (l.frames-1)*alacBytes(alacFrame) + alacBytes(l.frame(l.frames-1))
}

// index returns the boxes that come before the frames.
func (l m4aLayout) index() *mp4.InitSegment {
	trak := mp4.CreateEmptyTrak(1, Rate, "audio", "und")
	stbl := trak.Mdia.Minf.Stbl
	stbl.Stsd.AddChild(mp4.CreateAudioSampleEntryBox("alac", 1, 16, Rate, cookieBox()))
	l.tables(stbl)

	trak.Mdia.Mdhd.Duration = uint64(l.samples)
	trak.Tkhd.Duration = uint64(l.samples)
	mvhd := mp4.CreateMvhd()
	mvhd.Timescale = Rate
	mvhd.Duration = uint64(l.samples)
	mvhd.NextTrackID = 2

	moov := mp4.NewMoovBox()
	moov.AddChild(mvhd)
	moov.AddChild(trak)
	file := mp4.NewMP4Init()
	file.AddChild(mp4.NewFtyp("M4A ", 0, []string{"M4A ", "mp42", "isom"}))
	file.AddChild(moov)

	first := file.Size() + boxHead
	for i := range stbl.Stco.ChunkOffset {
		stbl.Stco.ChunkOffset[i] = uint32(first + uint64(int64(i)*m4aChunk*alacBytes(alacFrame)))
	}
	return file
}

// cookieBox holds the ALAC cookie; the library knows no such box.
func cookieBox() mp4.Box {
	content := append(make([]byte, 4), alacCookie()...) // version and flags come first
	head := mp4.BoxHeader{Name: "alac", Size: uint64(boxHead + len(content)), Hdrlen: boxHead}
	box, err := mp4.DecodeUnknown(head, 0, bytes.NewReader(content))
	if err != nil {
		panic(fmt.Sprintf("media: the cookie has the size that its head says: %v", err))
	}
	return box
}

// tables fills in how long frames last, how large they are, and how many a
// chunk has; the chunks' places are left open.
func (l m4aLayout) tables(stbl *mp4.StblBox) {
	if l.frames == 0 {
		return
	}
	last := l.frames - 1
	if last > 0 {
		stbl.Stts.SampleCount = append(stbl.Stts.SampleCount, uint32(last))
		stbl.Stts.SampleTimeDelta = append(stbl.Stts.SampleTimeDelta, alacFrame)
	}
	stbl.Stts.SampleCount = append(stbl.Stts.SampleCount, 1)
	stbl.Stts.SampleTimeDelta = append(stbl.Stts.SampleTimeDelta, uint32(l.frame(last)))

	stbl.Stsz.SampleNumber = uint32(l.frames)
	stbl.Stsz.SampleSize = make([]uint32, l.frames)
	for i := range l.frames {
		stbl.Stsz.SampleSize[i] = uint32(alacBytes(l.frame(i)))
	}

	whole, rest := uint32(l.frames/m4aChunk), uint32(l.frames%m4aChunk)
	if whole > 0 {
		stbl.Stsc.Entries = append(stbl.Stsc.Entries, mp4.StscEntry{FirstChunk: 1, SamplesPerChunk: m4aChunk, FirstSampleNr: 1})
	}
	if rest > 0 {
		stbl.Stsc.Entries = append(stbl.Stsc.Entries, mp4.StscEntry{FirstChunk: whole + 1, SamplesPerChunk: rest, FirstSampleNr: whole*m4aChunk + 1})
		whole++
	}
	stbl.Stsc.SetSingleSampleDescriptionID(1)
	stbl.Stco.ChunkOffset = make([]uint32, whole)
}

// boxHead is the size of a box's length and name.
const boxHead = 8

func (l m4aLayout) size() int64 { return int64(l.index().Size()) + boxHead + l.data() }

func writeM4A(ctx context.Context, w io.Writer, clips []Clip) error {
	l := layoutM4A(clips)
	// Offsets have 32 bits, as players expect; the index takes far less than a
	// hundredth of the rest.
	if l.data() > math.MaxUint32/100*99 {
		return tooLong(M4A, l.samples)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := l.index().Encode(w); err != nil {
		return err
	}
	if err := mp4.EncodeHeaderWithSize("mdat", uint64(boxHead+l.data()), false, w); err != nil {
		return err
	}
	var (
		samples [alacFrame]int16
		buf     []byte
		source  = newSpeech(clips)
	)
	for left := l.frames; left > 0; left-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, _ := source.read(samples[:]) // its only error is the end
		if buf = appendALAC(buf, samples[:n]); len(buf) < 2*chunk && left > 1 {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	return nil
}

// tooLong says that a format cannot hold so many samples.
func tooLong(f Format, n int64) error {
	return fmt.Errorf("media: %v of audio is more than %v can hold; export it in parts, or as MP3 or VOX", offset(n), f)
}
