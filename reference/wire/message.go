package wire

// Field is one name/value pair of a message. Both point into the frame it was
// decoded from, or into the message's own scratch memory where the text had to
// be rewritten; they hold until the next Decode.
type Field struct {
	Name, Value []byte
}

// Message is a request in its flat form: the root's name and the direct
// children that hold text, in order, values stripped of blanks around them; or
// a query's pairs, without a root.
type Message struct {
	Root   []byte
	Fields []Field
	// Windows1252 says that the frame was not UTF-8 and was read as
	// windows-1252.
	Windows1252 bool

	scratch []byte
}

// Reset forgets the message but keeps its memory.
func (m *Message) Reset() {
	m.Root, m.Fields, m.Windows1252, m.scratch = nil, m.Fields[:0], false, m.scratch[:0]
}

// Get returns the value of the first field of that name (exact case) and
// whether there is one.
func (m *Message) Get(name string) ([]byte, bool) {
	for i := range m.Fields {
		if string(m.Fields[i].Name) == name {
			return m.Fields[i].Value, true
		}
	}
	return nil, false
}
