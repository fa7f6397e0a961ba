package wire

import "fmt"

// maxDepth is how deep elements may nest, the root counted. No message of the
// manual goes beyond five.
const maxDepth = 8

// Limits bound what a stream may ask of its reader. A field that is zero or
// below means the default.
type Limits struct {
	// MaxMessage is the longest message in bytes, from its declaration or its
	// root's start tag to the root's end; and the longest run of bytes outside
	// a message. Never more than that is buffered.
	MaxMessage int
	// MaxDepth is the deepest nesting of elements, the root counted; at most
	// the default, which is as deep as Decode and ParseElement read.
	MaxDepth int
	// MaxBroken is the number of broken messages in a row that ends the stream.
	MaxBroken int
}

// DefaultLimits are what a server holds its clients to.
var DefaultLimits = Limits{MaxMessage: 64 << 10, MaxDepth: maxDepth, MaxBroken: 16}

func tooDeep(limit int) string { return fmt.Sprintf("elements nested deeper than %d", limit) }

// effective returns l with the defaults filled in.
func (l Limits) effective() Limits {
	if l.MaxMessage <= 0 {
		l.MaxMessage = DefaultLimits.MaxMessage
	}
	if l.MaxDepth <= 0 || l.MaxDepth > maxDepth {
		l.MaxDepth = maxDepth
	}
	if l.MaxBroken <= 0 {
		l.MaxBroken = DefaultLimits.MaxBroken
	}
	return l
}
