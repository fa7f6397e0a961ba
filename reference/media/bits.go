package media

// bitReader reads numbers of up to 32 bits, the highest bit first. Past the end
// it reads zeros and remembers that it did.
type bitReader struct {
	b   []byte
	at  int // bit
	eof bool
}

// peek returns the next bits without going on.
func (r *bitReader) peek(n int) uint32 {
	var v uint64
	first := r.at >> 3
	for i := range 5 {
		v <<= 8
		if first+i < len(r.b) {
			v |= uint64(r.b[first+i])
		}
	}
	return uint32(v << (24 + r.at&7) >> (64 - n)) // n of 0 shifts everything out
}

func (r *bitReader) skip(n int) {
	r.at += n
	r.eof = r.eof || r.at > 8*len(r.b)
}

func (r *bitReader) read(n int) uint32 {
	v := r.peek(n)
	r.skip(n)
	return v
}

// signed reads a number in two's complement.
func (r *bitReader) signed(n int) int32 { return extend(int32(r.read(n)), n) }

// extend takes the lowest bits of a number as one in two's complement.
func extend(v int32, bits int) int32 { return v << (32 - bits) >> (32 - bits) }
