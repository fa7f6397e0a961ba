package media

import "math"

// A digit takes a slot: a gap, in which only the voice is heard, then the tone.
const (
	digitGap  = 40 * Rate / 1000
	digitTone = 60 * Rate / 1000
	digitSlot = digitGap + digitTone
)

// digitLevel is the amplitude of each of a digit's two tones: -11 dB below full
// scale, as a telephone sends them.
const digitLevel = 9000

// keypad holds the digits by row and column, as ITU-T Q.23 has them.
const keypad = "123A456B789C*0#D"

var (
	rows    = [4]float64{697, 770, 852, 941}     // Hz
	columns = [4]float64{1209, 1336, 1477, 1633} // Hz
)

// tones holds the wave of each decimal digit. Its edges rise and fall within
// 2 ms so that it does not click.
var tones = func() (tones [10][digitTone]int16) {
	const edge = 2 * Rate / 1000
	for k, key := range keypad {
		if key < '0' || key > '9' {
			continue
		}
		for i := range digitTone {
			level := float64(digitLevel)
			if near := min(i, digitTone-1-i); near < edge {
				level *= (1 - math.Cos(math.Pi*float64(near)/edge)) / 2
			}
			t := 2 * math.Pi * float64(i) / Rate
			tones[key-'0'][i] = int16(math.Round(level * (math.Sin(rows[k/4]*t) + math.Sin(columns[k%4]*t))))
		}
	}
	return tones
}()
