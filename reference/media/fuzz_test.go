package media

import (
	"bytes"
	"testing"
	"time"
)

// fuzz reads whatever it is given, for at most a minute or two of sound: nothing
// crashes, and a sampler that gives nothing says why.
func fuzz(f *testing.F, format Format, seeds ...[]byte) {
	f.Add(written(f, format, Clip{RecordID: 1, Length: 40 * time.Millisecond}))
	f.Add(written(f, format))
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		audio, err := Open(bytes.NewReader(file), int64(len(file)), format, "secret")
		if err != nil {
			return
		}
		samples := make([]int16, chunk)
		for range 50 {
			n, err := audio.Read(samples)
			if n == 0 && err == nil {
				t.Fatal("neither samples nor an error")
			}
			if err != nil {
				return
			}
		}
	})
}

func FuzzWAV(f *testing.F) {
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x07\x00\x02\x00\x44\xac\x00\x00\x88\x58\x01\x00\x02\x00\x08\x00data\xff\xff\xff\xffabcdefghijklmnop"))
	fuzz(f, WAV)
}

func FuzzMP3(f *testing.F) {
	fuzz(f, MP3, []byte("ID3\x04\x00\x00\x00\x00\x00\x02ab\xff\xfb\x90\x64"))
}

func FuzzVOX(f *testing.F) { fuzz(f, VOX) }

func FuzzM4A(f *testing.F) { fuzz(f, M4A) }

func FuzzCAV(f *testing.F) {
	var encrypted bytes.Buffer
	if err := WriteEncrypted(f.Context(), &encrypted, "secret", Clip{RecordID: 1, Length: 20 * time.Millisecond}); err != nil {
		f.Fatal(err)
	}
	fuzz(f, CAV, encrypted.Bytes())
}

// FuzzALAC decodes frames, which no index stands before.
func FuzzALAC(f *testing.F) {
	f.Add([]byte{16, 1}, appendALAC(nil, []int16{1, -2, 3}))
	f.Add([]byte{24, 2}, []byte{0x20, 0, 4, 0, 0, 0, 0x0b, 0x14, 0x20, 0, 0xff, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc})
	f.Fuzz(func(t *testing.T, shape, frame []byte) {
		if len(shape) < 2 {
			return
		}
		cookie := alacCookie()
		cookie[5], cookie[9] = shape[0], shape[1]
		d, err := newALACDecoder(cookie)
		if err != nil {
			return
		}
		if samples, err := d.decode(frame, nil); err == nil && len(samples) > alacFrame {
			t.Fatalf("a frame of %d samples", len(samples))
		}
	})
}
