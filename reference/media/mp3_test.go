package media

import (
	"bytes"
	"slices"
	"testing"
	"time"
)

// TestFramesThatAreRememberedSoundLikeFramesEncodedAfresh holds what is
// believed of the library: a frame depends on nothing but the two before it.
// Only of silence two encodings are possible, which sound the same.
func TestFramesThatAreRememberedSoundLikeFramesEncodedAfresh(t *testing.T) {
	clips := []Clip{{RecordID: 9, Length: 10 * time.Second, Direction: "I", Silences: []Span{{3 * time.Second, 4 * time.Second}}}}
	var remembered, afresh []byte
	source := newResampler(newSpeech(clips), Rate, mp3Rate)
	remembers, forgets := newMP3Encoder(), newMP3Encoder()
	for range mp3Frames(clips) {
		frame := remembers.next()
		if n, err := source.read(frame); err != nil {
			clear(frame[n:])
		}
		copy(forgets.next(), frame)
		clear(forgets.known)
		for encoder, file := range map[*mp3Encoder]*[]byte{remembers: &remembered, forgets: &afresh} {
			encoded, err := encoder.encode()
			if err != nil {
				t.Fatal(err)
			}
			*file = append(*file, encoded[:]...)
		}
	}
	if n := int64(len(remembers.known)); n > mp3Frames(clips)/2 {
		t.Errorf("of %d frames %d were encoded", mp3Frames(clips), n)
	}
	if !slices.Equal(readBack(t, MP3, remembered), readBack(t, MP3, afresh)) {
		t.Error("they sound otherwise")
	}
}

func TestMP3HasAFrameEvery288Bytes(t *testing.T) {
	file := written(t, MP3, Clip{RecordID: 3, Length: 5 * time.Second})
	for at := 0; at < len(file); at += mp3FrameBytes {
		// MPEG-2 layer III, 64 kbit/s, 16 kHz, one channel.
		if head := file[at : at+4]; !bytes.Equal(head, []byte{0xff, 0xf3, 0x88, 0xc4}) {
			t.Fatalf("at %d: %x", at, head)
		}
	}
}
