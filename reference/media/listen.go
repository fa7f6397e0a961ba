package media

import (
	"math"
	"time"
)

// Digit is a DTMF digit heard: 0 to 9, A to D, * or #, and when.
type Digit struct {
	Key byte
	Span
}

// A block is what a digit is looked for in, at every hop: long enough to tell
// the tones apart, short enough to lie in the pause between two digits.
const (
	digitBlock = 205
	digitHop   = 80
)

// Digits returns the DTMF digits in samples of 8 kHz, in order.
func Digits(samples []int16) []Digit {
	var digits []Digit
	var heard byte // in the block before
	for at := 0; at+digitBlock <= len(samples); at += digitHop {
		key := digitIn(samples[at : at+digitBlock])
		from, to := offset(int64(at)), offset(int64(at+digitBlock))
		switch {
		case key == 0:
		case key == heard:
			digits[len(digits)-1].To = to
		default:
			digits = append(digits, Digit{key, Span{from, to}})
		}
		heard = key
	}
	// A single block is noise: the shortest digit of a telephone is 40 ms.
	kept := digits[:0]
	for _, d := range digits {
		if d.To-d.From >= offset(digitBlock+digitHop) {
			kept = append(kept, d)
		}
	}
	return kept
}

// numberPause is the longest pause within a number.
const numberPause = 200 * time.Millisecond

// Numbers returns the numbers that digits make: those that follow each other
// within 200 ms belong together. A recording tells its RECORDID so.
func Numbers(digits []Digit) []string {
	var numbers []string
	for i, d := range digits {
		if i == 0 || d.From-digits[i-1].To > numberPause {
			numbers = append(numbers, "")
		}
		numbers[len(numbers)-1] += string(d.Key)
	}
	return numbers
}

// What makes two tones a digit, as the equipment of ITU-T Q.24 asks.
const (
	digitShare    = 0.6  // of the power, at least, is in the two tones
	digitTwist    = 6.3  // between the tones' powers, at most: 8 dB
	digitOthers   = 6.3  // over every other tone of its group, at least
	digitHarmonic = 5.0  // over a tone's first overtone, at least
	digitQuiet    = 1e+4 // mean square below which nothing is a digit
)

// digitIn returns the digit that sounds throughout a block, or 0.
func digitIn(block []int16) byte {
	power := 0.0
	for _, x := range block {
		power += float64(x) * float64(x)
	}
	if power /= float64(len(block)); power < digitQuiet {
		return 0
	}
	row, rowPower := loudest(block, rows)
	column, columnPower := loudest(block, columns)
	switch {
	case row < 0 || column < 0,
		rowPower+columnPower < digitShare*power,
		rowPower > digitTwist*columnPower, columnPower > digitTwist*rowPower,
		tonePower(block, 2*rows[row])*digitHarmonic > rowPower,
		tonePower(block, 2*columns[column])*digitHarmonic > columnPower:
		return 0
	}
	return keypad[4*row+column]
}

// loudest returns the tone of a group that stands out, and its power; -1 where
// none does.
func loudest(block []int16, group [4]float64) (int, float64) {
	best, first, second := 0, 0.0, 0.0
	for i, frequency := range group {
		switch p := tonePower(block, frequency); {
		case p > first:
			best, first, second = i, p, first
		case p > second:
			second = p
		}
	}
	if first < digitOthers*second {
		return -1, 0
	}
	return best, first
}

// tonePower returns the mean square of a frequency in a block, by Goertzel's
// algorithm.
func tonePower(block []int16, frequency float64) float64 {
	c := 2 * math.Cos(2*math.Pi*frequency/Rate)
	var s1, s2 float64
	for _, x := range block {
		s1, s2 = float64(x)+c*s1-s2, s1
	}
	n := float64(len(block))
	return 2 * (s1*s1 + s2*s2 - c*s1*s2) / (n * n)
}

// Silences returns the ranges of at least a length in which no sample is
// further from zero than the threshold. VOX is never quieter than 32, MP3
// rings on for some milliseconds.
func Silences(samples []int16, threshold int16, least time.Duration) []Span {
	var silences []Span
	from := -1
	for i := range len(samples) + 1 {
		quiet := i < len(samples) && -threshold <= samples[i] && samples[i] <= threshold
		switch {
		case quiet && from < 0:
			from = i
		case !quiet && from >= 0:
			if s := (Span{offset(int64(from)), offset(int64(i))}); s.To-s.From >= least {
				silences = append(silences, s)
			}
			from = -1
		}
	}
	return silences
}

// The pitches that a voice can have, and how alike two periods of it are.
const (
	lowestPitch  = 60  // Hz
	highestPitch = 400 // Hz
	voicedAlike  = 0.6
)

// Pitch returns the pitch of the voice in samples of 8 kHz, in Hz; 0 where
// there is none, or less than 50 ms. A tenth of a second suffices.
func Pitch(samples []int16) float64 {
	const longest = Rate / lowestPitch
	n := len(samples) - longest - 1
	if n < 50*Rate/1000-longest {
		return 0
	}
	var alike [longest + 2]float64
	best := 0.0
	for lag := Rate/highestPitch - 1; lag < len(alike); lag++ {
		var product, here, there float64
		for i, x := range samples[:n] {
			y := float64(samples[i+lag])
			product += float64(x) * y
			here += float64(x) * float64(x)
			there += y * y
		}
		if here > 0 && there > 0 {
			alike[lag] = product / math.Sqrt(here*there)
		}
		if lag >= Rate/highestPitch && lag <= longest {
			best = max(best, alike[lag])
		}
	}
	if best < voicedAlike {
		return 0
	}
	// Two periods are as alike as one: the first peak that is near the best
	// is the period.
	for lag := Rate / highestPitch; lag <= longest; lag++ {
		a, b, c := alike[lag-1], alike[lag], alike[lag+1]
		if b >= 0.9*best && b >= a && b >= c {
			// The peak lies between the samples: on a parabola through three.
			if bend := a - 2*b + c; bend < 0 {
				return Rate / (float64(lag) + (a-c)/(2*bend))
			}
			return Rate / float64(lag)
		}
	}
	return 0
}
