package wire

import (
	"encoding/binary"
	"math/bits"
)

// The functions here look at eight bytes at a time. Names and values are so
// short that a loop over their bytes costs less than the processor's wrong
// guesses of where it ends.
//
// A test of eight bytes sets the highest bit of each byte that it is true for;
// the other bits are noise. A test marked "first" is right only up to the first
// such byte.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// firstEqual marks the bytes that are c.
func firstEqual(w uint64, c byte) uint64 {
	x := w ^ ones*uint64(c)
	return (x - ones) &^ x
}

// between marks the bytes from lo to hi. Those of w must be below 0x80.
func between(w uint64, lo, hi byte) uint64 {
	return (w + ones*uint64(0x80-lo)) &^ (w + ones*uint64(0x7f-hi))
}

// notName marks the bytes that are no ASCII letter, digit or '_'.
func notName(w uint64) uint64 {
	low := w &^ highs
	return w | ^(between(low|ones*0x20, 'a', 'z') | between(low, '0', '9') | between(low, '_', '_'))
}

// leafEnd returns the end of the element at b[at:], a '<' with the first letter
// of a name behind it, if that is <NAME>text</NAME>: no markup in it, no blank
// or attribute in its tags, and a name that nameEnd takes. Else, or where b goes
// on for less than 8 bytes after the text, it returns 0.
func leafEnd(b []byte, at int) int {
	text := markupAt(b, at+1)
	if text+len("</") > len(b) || b[text+1] != '/' {
		return 0
	}
	open, shut := at+1, text+len("</")
	for ; shut+8 <= len(b); open, shut = open+8, shut+8 {
		w := binary.LittleEndian.Uint64(b[open:])
		differs := w ^ binary.LittleEndian.Uint64(b[shut:])
		wrong := notName(w) & highs
		tagEnd := firstEqual(w, '>') & highs
		if tagEnd == 0 {
			if differs|wrong != 0 {
				break
			}
			continue
		}
		upTo := tagEnd ^ (tagEnd - 1) // all bits up to the end of the '>'
		if differs&upTo != 0 || wrong&(upTo>>8) != 0 {
			break
		}
		return shut + bits.TrailingZeros64(tagEnd)/8 + 1
	}
	return 0
}

// nameEnd returns the end of the ASCII letters, digits and '_' that begin at
// b[i].
func nameEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		if stop := notName(binary.LittleEndian.Uint64(b[i:])) & highs; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for i < len(b) && classes[b[i]]&nameRest != 0 {
		i++
	}
	return i
}

// textEnd returns the end of the printable bytes of class textSelf that begin
// at b[i].
func textEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		control := (w - ones*0x20) &^ w
		if stop := (w | control | firstEqual(w, '<') | firstEqual(w, '&') | firstEqual(w, ']')) & highs; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for i < len(b) && b[i] >= 0x20 && classes[b[i]]&textSelf != 0 {
		i++
	}
	return i
}

// printableEnd returns the end of the bytes from 0x20 to 0x7F that begin at b[i].
func printableEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if stop := (w | (w-ones*0x20)&^w) & highs; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for i < len(b) && 0x20 <= b[i] && b[i] < 0x80 {
		i++
	}
	return i
}

// markupAt returns the offset of the first '<' at or after i, or the end of b.
func markupAt(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		if stop := firstEqual(binary.LittleEndian.Uint64(b[i:]), '<') & highs; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for i < len(b) && b[i] != '<' {
		i++
	}
	return i
}
