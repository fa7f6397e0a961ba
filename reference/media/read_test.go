package media

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"
)

// written returns a file of the format.
func written(t testing.TB, f Format, clips ...Clip) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := Write(t.Context(), &file, f, clips...); err != nil {
		t.Fatal(err)
	}
	if size, known := Size(f, clips...); known && size != int64(file.Len()) {
		t.Errorf("%v: %d bytes, said to be %d", f, file.Len(), size)
	}
	return file.Bytes()
}

// readBack returns the samples of a file.
func readBack(t testing.TB, f Format, file []byte) []int16 {
	t.Helper()
	audio, err := Open(bytes.NewReader(file), int64(len(file)), f, "")
	if err != nil {
		t.Fatal(err)
	}
	all, err := audio.ReadAll(time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// fidelity says what a format may change.
type fidelity struct {
	silence int16         // the loudest sample well within a blackout
	smear   time.Duration // how far sound may reach into a blackout, or a blackout into sound
	longer  time.Duration // what the file may last beyond the clip
}

var fidelities = map[Format]fidelity{
	WAV: {},
	MP3: {silence: 32, smear: 8 * time.Millisecond, longer: 36 * time.Millisecond},
	VOX: {silence: voxIdle, smear: offset(voxFade), longer: offset(1)},
	M4A: {},
	CAV: {},
}

// TestWhatIsWrittenIsHeard: in every format the RECORDIDs can be told, in
// order, and silence is where the blackouts are and nowhere else.
func TestWhatIsWrittenIsHeard(t *testing.T) {
	all := []Clip{
		{RecordID: 10482345, Length: 5 * time.Second, Direction: "I", Silences: []Span{{2 * time.Second, 3500 * time.Millisecond}}},
		{RecordID: 7, Length: 1234 * time.Millisecond, Direction: "O"},
		{RecordID: 9223372036854775807, Length: 8 * time.Second, Silences: []Span{{0, time.Second}, {1200 * time.Millisecond, 1400 * time.Millisecond}, {7 * time.Second, time.Minute}}},
		{RecordID: 998811, Length: 3 * time.Second, Direction: "?", Silences: []Span{{0, 100 * time.Millisecond}}},
	}
	ms := time.Millisecond
	blackouts := []Span{{2000 * ms, 3500 * ms}, {6234 * ms, 7234 * ms}, {7434 * ms, 7634 * ms}, {13234 * ms, 14334 * ms}}
	for f, allowed := range fidelities {
		t.Run(f.String(), func(t *testing.T) {
			sound := readBack(t, f, written(t, f, all...))
			if n, want := int64(len(sound)), total(all); n < want || n > want+samples(allowed.longer) {
				t.Errorf("%d samples, want %d", n, want)
			}
			if got, want := Numbers(Digits(sound)), []string{"10482345", "7", "9223372036854775807", "998811"}; !slices.Equal(got, want) {
				t.Errorf("heard %v, want %v", got, want)
			}
			got := Silences(sound[:total(all)], allowed.silence, 30*ms)
			if len(got) != len(blackouts) {
				t.Fatalf("silent in %v, want %v", got, blackouts)
			}
			for i, s := range got {
				if (s.From-blackouts[i].From).Abs() > allowed.smear || (s.To-blackouts[i].To).Abs() > allowed.smear {
					t.Errorf("silent in %v, want %v within %v", s, blackouts[i], allowed.smear)
				}
			}
		})
	}
}

func TestAnyClipsAreHeardInTheFormatsThatKeepEverySample(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(clips(), 0, 3).Draw(rt, "clips")
		want := heard(all...)
		for f, allowed := range fidelities {
			if allowed != (fidelity{}) {
				continue
			}
			if got := readBack(t, f, written(t, f, all...)); !slices.Equal(got, want) {
				rt.Fatalf("%v: %d samples, want %d, or others", f, len(got), len(want))
			}
		}
	})
}

func TestVOXIsSilentFromABlackoutsFirstSample(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := clips().Draw(rt, "clip")
		sound := readBack(t, VOX, written(t, VOX, c))
		for _, s := range c.silences() {
			if loud := slices.IndexFunc(sound[s.from:s.to], func(x int16) bool { return x < -voxIdle || x > voxIdle }); loud >= 0 {
				rt.Fatalf("at sample %d of the blackout from %d: %d", loud, s.from, sound[s.from+int64(loud)])
			}
		}
	})
}

func TestThePitchTellsTheDirection(t *testing.T) {
	for f := range fidelities {
		for _, direction := range []string{"I", "O", "?"} {
			want := PitchesOf(direction)
			sound := readBack(t, f, written(t, f, Clip{RecordID: 1, Length: 20 * time.Second, Direction: direction}))
			var agent, other, neither int
			for at := Rate; at+Rate/8 <= len(sound); at += Rate / 8 {
				switch p := Pitch(sound[at : at+Rate/8]); {
				case math.Abs(p-float64(want.Agent)) < 3:
					agent++
				case math.Abs(p-float64(want.Other)) < 3:
					other++
				default:
					neither++ // a turn ends within
				}
			}
			if agent < 20 || other < 20 || neither > 20 {
				t.Errorf("%v, %s: the agent is heard %d times, the other %d, neither %d", f, direction, agent, other, neither)
			}
		}
	}
	if p := Pitch(make([]int16, Rate)); p != 0 {
		t.Errorf("silence has a pitch of %v", p)
	}
	if p := Pitch(make([]int16, 10)); p != 0 {
		t.Errorf("10 samples have a pitch of %v", p)
	}
}

// TestASlotIsEnoughForADigit: a short recording tells what it can of its
// RECORDID.
func TestASlotIsEnoughForADigit(t *testing.T) {
	for length, want := range map[time.Duration]string{
		20 * time.Millisecond: "", 139 * time.Millisecond: "", 140 * time.Millisecond: "9", 240 * time.Millisecond: "98", time.Second: "98765",
	} {
		got := Numbers(Digits(heard(Clip{RecordID: 98765, Length: length})))
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
			t.Errorf("%v: %v, want %q", length, got, want)
		}
	}
}

func TestEveryDigitIsHeardThroughNoise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Int64Min(0).Draw(t, "RECORDID")
		noise := rapid.IntRange(0, 1500).Draw(t, "noise")
		gain := rapid.Float64Range(0.1, 1).Draw(t, "gain")
		sound := heard(Clip{RecordID: id, Length: 3 * time.Second, Direction: "O"})
		seed := uint32(id)
		for i := range sound {
			seed = seed*1664525 + 1013904223
			x := float64(sound[i]) + float64(noise)*(float64(seed)/math.MaxUint32*2-1)
			sound[i] = int16(max(math.MinInt16, min(math.MaxInt16, gain*x)))
		}
		if got, want := Numbers(Digits(sound)), strconv.FormatInt(id, 10); !slices.Equal(got, []string{want}) {
			t.Fatalf("heard %v, want %s", got, want)
		}
	})
}

func TestReadingEndsAtTheLimit(t *testing.T) {
	file := written(t, WAV, Clip{Length: time.Minute})
	audio, err := Open(bytes.NewReader(file), int64(len(file)), WAV, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audio.ReadAll(30 * time.Second); err == nil {
		t.Error("a minute was read within a limit of half a minute")
	}
}

func TestASamplerCanGiveAsLittleAsItLikes(t *testing.T) {
	want := heard(Clip{RecordID: 5, Length: time.Second})
	file := written(t, CAV, Clip{RecordID: 5, Length: time.Second})
	audio, err := openCAV(iotest.OneByteReader(bytes.NewReader(file)), "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := audio.ReadAll(time.Minute)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d samples, want %d, or others: %v", len(got), len(want), err)
	}
	if n, err := audio.Read(make([]int16, 1)); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v", n, err)
	}
}

func TestAFileCutShortIsSaidToBe(t *testing.T) {
	for f := range fidelities {
		if f == VOX || f == MP3 {
			continue // neither says how long it is
		}
		file := written(t, f, Clip{RecordID: 5, Length: time.Second})
		for _, n := range []int{0, 1, 7, 11, 30, 43, 60, len(file) / 2, len(file) - 1} {
			audio, err := Open(bytes.NewReader(file[:n]), int64(n), f, "")
			if err == nil {
				_, err = audio.ReadAll(time.Minute)
			}
			if err == nil || errors.Is(err, io.EOF) {
				t.Errorf("%v: %d of %d bytes are read without complaint (%v)", f, n, len(file), err)
			}
		}
	}
}
