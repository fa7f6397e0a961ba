package media

import "io"

// speech makes the samples of clips, one clip after the other.
type speech struct {
	clips []Clip // those still to come
	talk
}

// talk is the clip that is being heard, at a sample of it.
type talk struct {
	at, end  int64
	silences []stretch // those that have not ended
	digits   string
	digitsAt int64
	speaking *party
	other    *party
	turnEnd  int64
	turns    uint64 // a state of splitmix64
}

func newSpeech(clips []Clip) *speech { return &speech{clips: clips} }

// read fills the buffer with the samples that follow and returns how many
// there were: fewer than asked for only at the end, and io.EOF with none.
func (s *speech) read(buf []int16) (int, error) {
	n := 0
	for n < len(buf) {
		if s.at == s.end {
			if len(s.clips) == 0 && n == 0 {
				return 0, io.EOF
			} else if len(s.clips) == 0 {
				break
			}
			s.talk = newTalk(&s.clips[0])
			s.clips = s.clips[1:]
			continue
		}
		n += s.step(buf[n:])
	}
	return n, nil
}

func newTalk(c *Clip) talk {
	t := talk{end: c.samples(), silences: c.silences(), turns: uint64(c.RecordID)}
	t.digits, t.digitsAt = c.digits(t.silences)
	// Whoever is called speaks first; the first call of turn swaps.
	agent, other := parties(c.Direction)
	t.speaking, t.other = other, agent
	if c.Direction == "O" || c.Direction == "o" {
		t.speaking, t.other = agent, other
	}
	return t
}

// step writes the samples up to the next change: of silence, of turn or of
// clip. The buffer is not empty.
func (t *talk) step(buf []int16) int {
	if len(t.silences) > 0 && t.at >= t.silences[0].to {
		t.silences = t.silences[1:]
	}
	until := min(t.end, t.at+int64(len(buf)))
	if len(t.silences) > 0 && t.at >= t.silences[0].from {
		buf = buf[:min(until, t.silences[0].to)-t.at]
		clear(buf)
		t.at += int64(len(buf))
		return len(buf)
	}
	if len(t.silences) > 0 {
		until = min(until, t.silences[0].from)
	}
	for t.at >= t.turnEnd {
		t.turn()
	}
	buf = buf[:min(until, t.turnEnd)-t.at]
	for n, phase := 0, int(t.at%breath); n < len(buf); {
		k := copy(buf[n:], t.speaking.wave[phase:])
		n, phase = n+k, 0
	}
	t.dial(buf)
	t.at += int64(len(buf))
	return len(buf)
}

// turn hands the word to the other party, for one to four seconds.
func (t *talk) turn() {
	t.speaking, t.other = t.other, t.speaking
	t.turns += 0x9e3779b97f4a7c15
	z := (t.turns ^ t.turns>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	t.turnEnd += int64(25+(z>>33)%75) * breath
}

// dial adds the digits to the voice from the clip's present sample on.
func (t *talk) dial(buf []int16) {
	end := t.digitsAt + int64(len(t.digits))*digitSlot
	if t.at >= end || t.at+int64(len(buf)) <= t.digitsAt {
		return
	}
	for i := max(0, t.digitsAt-t.at); i < int64(len(buf)) && t.at+i < end; i++ {
		in := t.at + i - t.digitsAt
		if tone := in%digitSlot - digitGap; tone >= 0 {
			if buf[i] += tones[t.digits[in/digitSlot]-'0'][tone]; buf[i] == 0 {
				buf[i] = 1 // zeros are blackouts only
			}
		}
	}
}
