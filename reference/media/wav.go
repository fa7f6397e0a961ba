package media

import (
	"context"
	"encoding/binary"
	"io"
	"math"
)

const wavHeaderSize = 44

// writeWAV writes RIFF with a "fmt " and a "data" chunk. RIFF counts its bytes
// in 32 bits, which is 74 hours.
func writeWAV(ctx context.Context, w io.Writer, clips []Clip) error {
	size := 2 * total(clips)
	if size > math.MaxUint32-wavHeaderSize {
		return tooLong(WAV, size/2)
	}
	header := make([]byte, 0, wavHeaderSize)
	header = append(header, "RIFF"...)
	header = binary.LittleEndian.AppendUint32(header, uint32(wavHeaderSize-8+size))
	header = append(header, "WAVEfmt "...)
	header = binary.LittleEndian.AppendUint32(header, 16)
	header = binary.LittleEndian.AppendUint16(header, 1) // PCM
	header = binary.LittleEndian.AppendUint16(header, 1) // channel
	header = binary.LittleEndian.AppendUint32(header, Rate)
	header = binary.LittleEndian.AppendUint32(header, 2*Rate)
	header = binary.LittleEndian.AppendUint16(header, 2)  // bytes a frame
	header = binary.LittleEndian.AppendUint16(header, 16) // bits a sample
	header = append(header, "data"...)
	header = binary.LittleEndian.AppendUint32(header, uint32(size))
	if _, err := w.Write(header); err != nil {
		return err
	}
	return pcm(ctx, w, clips)
}
