package media

// adpcm is the state of Dialogic's ADPCM, which coder and decoder share: 4 bits
// a sample, of which the highest is the sign of a difference and the others its
// size in steps of a quarter, on samples of 12 bits.
type adpcm struct {
	last int // the sample decoded last, -2048 to 2047
	step int // an index of adpcmSteps
}

var adpcmSteps = [49]int{
	16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157,
	173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166,
	1282, 1411, 1552,
}

var adpcmMoves = [8]int{-1, -1, -1, -1, 2, 4, 6, 8}

// decode returns the sample of a code, scaled to 16 bits.
func (a *adpcm) decode(code byte) int16 {
	size := int(code & 7)
	difference := adpcmSteps[a.step] * (2*size + 1) >> 3
	if code&8 != 0 {
		difference = -difference
	}
	a.last = min(2047, max(-2048, a.last+difference))
	a.step = min(len(adpcmSteps)-1, max(0, a.step+adpcmMoves[size]))
	return int16(a.last << 4)
}

// encode returns the code whose sample comes nearest.
func (a *adpcm) encode(sample int16) byte {
	code, difference := byte(0), min(2047, (int(sample)+8)>>4)-a.last
	if difference < 0 {
		code, difference = 8, -difference
	}
	code |= byte(min(7, difference<<2/adpcmSteps[a.step]))
	a.decode(code)
	return code
}
