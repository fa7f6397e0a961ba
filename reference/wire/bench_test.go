package wire

import (
	"bytes"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// The yardstick in each benchmark is encoding/xml on the same bytes.

func BenchmarkDecode(b *testing.B) {
	b.Run("varied", func(b *testing.B) {
		frames, size := [][]byte{}, 0
		for _, f := range varied() {
			frames, size = append(frames, []byte(f)), size+len(f)
		}
		var m Message
		b.SetBytes(int64(size / len(frames)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if err := m.Decode(frames[i%len(frames)]); err != nil {
				b.Fatal(err)
			}
		}
	})
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

func BenchmarkReaderNext(b *testing.B) {
	for name, frames := range map[string][]string{"alike": {callStart}, "varied": varied()} {
		b.Run(name, func(b *testing.B) {
			stream := strings.Join(frames, Terminator) + Terminator
			r := NewReader(&endless{piece: stream}, Limits{})
			b.SetBytes(int64(len(stream) / len(frames)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Next(); err != nil {
					b.Fatal(err)
				}
				r.Buffered()
			}
		})
	}
}

// varied returns CALLSTARTs of which each has other parameters with values of
// other lengths, so that a processor cannot learn their branches by heart.
func varied() []string {
	names := strings.Fields("DEVICEID CALLINSTANCE DEVICEALIAS GROUP GATE ANI DNIS USER1 USER2 USER3 USER4 USER5 USER10 " +
		"CALLID PRIORITY CALLDIRECTION MAXRECORDSILENCE MAXRECORDTIME ARCHIVEACTION STATIONNAME SYS_USER CRM_USER")
	const letters = "Gold Level Customer 564582 6145551212"
	rnd := rand.New(rand.NewPCG(1, 2))
	frames := make([]string, 500)
	for i := range frames {
		b := AppendOpen(nil, "REQUEST")
		b = AppendField(b, "TYPE", "CALLSTART")
		b = AppendField(b, "REQUESTID", strconv.Itoa(rnd.IntN(1_000_000)))
		rnd.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		for _, n := range names[:13] {
			b = AppendField(b, n, letters[:1+rnd.IntN(16)])
		}
		frames[i] = string(AppendClose(b, "REQUEST"))
	}
	return frames
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

// BenchmarkDecodeQuery reads the request of BenchmarkDecode as a URL carries
// it, beside net/url.
func BenchmarkDecodeQuery(b *testing.B) {
	var m Message
	if err := m.Decode([]byte(callStart)); err != nil {
		b.Fatal(err)
	}
	values := url.Values{}
	for _, f := range m.Fields {
		values.Set(string(f.Name), string(f.Value))
	}
	query := []byte(values.Encode())
	b.Run("flat", func(b *testing.B) {
		b.SetBytes(int64(len(query)))
		b.ReportAllocs()
		for b.Loop() {
			if err := m.DecodeQuery(query); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("flat/net_url", func(b *testing.B) {
		b.SetBytes(int64(len(query)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := url.ParseQuery(string(query)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
