package media

import "encoding/binary"

// alacFrame is how many samples a frame has, the last one excepted. 4096 is
// what Apple's encoder writes.
const alacFrame = 4096

// The tags of a frame's elements.
const (
	alacMono   = 0
	alacStereo = 1
	alacEnd    = 7
)

// alacBytes returns the size of a frame of so many samples. A frame holds its
// samples as they are, which ALAC allows: so its size is known before.
func alacBytes(samples int64) int64 {
	if samples == alacFrame {
		return 2*samples + 4
	}
	return 2*samples + 8 // its length is said
}

// appendALAC appends a frame of at most alacFrame samples: the tag of a single
// channel (3 bits), its instance (4), nothing (12), whether the frame says its
// length (1), bytes left out of samples (2), that they stand as they are (1),
// the length (32), the samples, the tag of the end (3).
func appendALAC(b []byte, samples []int16) []byte {
	const asTheyAre, saysLength = 1, 1 << 3
	b = append(b, alacMono, 0)
	if len(samples) == alacFrame {
		return alacSamples(b, asTheyAre, samples)
	}
	v := uint64(saysLength|asTheyAre)<<32 | uint64(len(samples))
	b = binary.BigEndian.AppendUint32(b, uint32(v>>7))
	return alacSamples(b, uint32(v&0x7f), samples)
}

// alacSamples appends samples after seven bits that are still to be written,
// and the end.
func alacSamples(b []byte, seven uint32, samples []int16) []byte {
	for _, x := range samples {
		v := seven<<16 | uint32(uint16(x))
		b = append(b, byte(v>>15), byte(v>>7))
		seven = v & 0x7f
	}
	return binary.BigEndian.AppendUint16(b, uint16(seven<<3|alacEnd)<<6)
}

// alacCookie is what a decoder must know before: Apple's ALACSpecificConfig.
func alacCookie() []byte {
	b := binary.BigEndian.AppendUint32(nil, alacFrame)
	b = append(b, 0, 16, 40, 10, 14, 1)                                // version, bits, three settings of Rice codes, channels
	b = binary.BigEndian.AppendUint16(b, 255)                          // longest run, unused
	b = binary.BigEndian.AppendUint32(b, uint32(alacBytes(alacFrame))) // largest frame
	b = binary.BigEndian.AppendUint32(b, 16*Rate)                      // bits a second
	return binary.BigEndian.AppendUint32(b, Rate)
}
