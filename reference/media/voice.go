package media

import "math"

// Every voice repeats within breath samples, so that the parties can take
// turns there without a step in the wave. Hence all pitches are multiples of
// 25 Hz.
const breath = Rate / 25

// voiced is how many samples of a voice are kept, to be copied in one go.
const voiced = 32 * breath

// voiceLevel is the amplitude of a voice's fundamental: about -20 dB below
// full scale for the whole, far above what anyone takes for silence, and 10 dB
// below the digits, which a voice must not cover.
const voiceLevel = 3600

// party is one of the two who talk: the pitch of the voice, and its sound.
type party struct {
	pitch int // Hz
	wave  [voiced]int16
}

// Pitches tells the parties of a call apart, and inbound calls from outbound
// ones.
type Pitches struct{ Agent, Other int } // Hz

// PitchesOf returns the pitches of the two parties for a CALLDIRECTION.
func PitchesOf(direction string) Pitches {
	agent, other := parties(direction)
	return Pitches{agent.pitch, other.pitch}
}

var (
	inboundAgent, inboundOther   = newParty(200), newParty(125)
	outboundAgent, outboundOther = newParty(250), newParty(150)
	unknownAgent, unknownOther   = newParty(225), newParty(175)
)

func parties(direction string) (agent, other *party) {
	switch direction {
	case "I", "i":
		return inboundAgent, inboundOther
	case "O", "o":
		return outboundAgent, outboundOther
	}
	return unknownAgent, unknownOther
}

// newParty makes a voice of a fundamental with its overtones below 650 Hz, so
// that none comes near a tone of DTMF. No sample of it is zero: zeros are
// blackouts only.
func newParty(pitch int) *party {
	p := &party{pitch: pitch}
	for i := range p.wave {
		x := 0.0
		for k := 1; k*pitch < 650; k++ {
			x += voiceLevel / float64(k) * math.Sin(2*math.Pi*float64(k*pitch)*float64(i%breath)/Rate)
		}
		if p.wave[i] = int16(math.Round(x)); p.wave[i] == 0 {
			p.wave[i] = 1
		}
	}
	return p
}
