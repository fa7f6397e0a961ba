package wire

import (
	"bytes"
	"encoding/xml"
	"io"
	"testing"
)

// The yardstick in each benchmark is encoding/xml on the same bytes.

func BenchmarkDecode(b *testing.B) {
	for _, bm := range []struct{ name, frame string }{
		{"flat", callStart},
		{"hard", hardCallStart},
	} {
		b.Run(bm.name, func(b *testing.B) {
			var m Message
			frame := []byte(bm.frame)
			b.SetBytes(int64(len(frame)))
			b.ReportAllocs()
			for b.Loop() {
				if err := m.Decode(frame); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(bm.name+"/encoding_xml", func(b *testing.B) {
			b.SetBytes(int64(len(bm.frame)))
			b.ReportAllocs()
			for b.Loop() {
				d := xml.NewDecoder(bytes.NewReader([]byte(bm.frame)))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkParseElement(b *testing.B) {
	frame := []byte("<RESULT>" + callStart + callStart + callStart + "</RESULT>")
	b.SetBytes(int64(len(frame)))
	b.Run("tree", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ParseElement(frame); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding_xml", func(b *testing.B) {
		type node struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
			Nodes   []node `xml:",any"`
		}
		b.ReportAllocs()
		for b.Loop() {
			var root node
			if err := xml.Unmarshal(frame, &root); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// loop is a connection that never runs dry.
type loop struct {
	data []byte
	pos  int
}

func (l *loop) Read(b []byte) (int, error) {
	n := copy(b, l.data[l.pos:])
	l.pos = (l.pos + n) % len(l.data)
	return n, nil
}

func BenchmarkReaderNext(b *testing.B) {
	r := NewReader(&loop{data: []byte(callStart + Terminator)}, Limits{})
	b.SetBytes(int64(len(callStart)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Next(); err != nil {
			b.Fatal(err)
		}
		r.Buffered()
	}
}

func BenchmarkAppendElement(b *testing.B) {
	e, err := ParseElement([]byte(callStart))
	if err != nil {
		b.Fatal(err)
	}
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendElement(dst[:0], &e)
	}
	b.SetBytes(int64(len(dst)))
}
