package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"
)

// heard returns the samples of clips.
func heard(clips ...Clip) []int16 {
	all := make([]int16, total(clips)+1)
	n, _ := newSpeech(clips).read(all)
	return all[:n]
}

func TestWAVHoldsTheSamples(t *testing.T) {
	for _, length := range []time.Duration{-time.Second, 0, 20 * time.Millisecond, 1234567 * time.Microsecond, 7 * time.Second} {
		clip := Clip{RecordID: 42, Length: length, Direction: "I"}
		var file bytes.Buffer
		if err := Write(t.Context(), &file, WAV, clip); err != nil {
			t.Fatal(err)
		}
		if size, known := Size(WAV, clip); !known || size != int64(file.Len()) {
			t.Errorf("%v: size is %d (%v), wrote %d", length, size, known, file.Len())
		}
		want := heard(clip)
		if n := int64(len(want)); n != max(0, (length.Microseconds()*8+500)/1000) {
			t.Errorf("%v: %d samples", length, n)
		}
		b := file.Bytes()
		if n := binary.LittleEndian.Uint32(b[4:]); int(n) != len(b)-8 {
			t.Errorf("%v: RIFF says %d of %d bytes", length, n, len(b))
		}
		if n := binary.LittleEndian.Uint32(b[40:]); int(n) != len(b)-44 {
			t.Errorf("%v: data says %d of %d bytes", length, n, len(b))
		}
		for i, x := range want {
			if got := int16(binary.LittleEndian.Uint16(b[44+2*i:])); got != x {
				t.Fatalf("%v: sample %d is %d, want %d", length, i, got, x)
			}
		}
	}
}

func TestTooLongForWAVIsSaidBeforeAnythingIsWritten(t *testing.T) {
	var file bytes.Buffer
	err := Write(t.Context(), &file, WAV, Clip{RecordID: 1, Length: 40 * time.Hour}, Clip{RecordID: 2, Length: 40 * time.Hour})
	if err == nil || !strings.Contains(err.Error(), "80h0m0s") || file.Len() > 0 {
		t.Errorf("%v, %d bytes written", err, file.Len())
	}
}

func TestWritingEndsWithTheContext(t *testing.T) {
	for f := range Format(len(formats)) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Write(ctx, io.Discard, f, Clip{Length: time.Hour}); err != context.Canceled {
			t.Errorf("%v: %v", f, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	clip := Clip{RecordID: 10482345, Length: 10 * time.Minute, Direction: "O", Silences: []Span{{time.Minute, 2 * time.Minute}}}
	for f := range Format(len(formats)) {
		b.Run(f.String(), func(b *testing.B) {
			for b.Loop() {
				if err := Write(b.Context(), io.Discard, f, clip); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(2 * clip.samples())
			b.ReportMetric(clip.Length.Seconds()*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
		})
	}
}
