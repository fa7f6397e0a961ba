package server

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

const (
	// keptExchanges is how many exchanges a tap remembers.
	keptExchanges = 200
	// keptBytes is how much it keeps of a request, and of a result.
	keptBytes = 4 << 10
)

// Exchange is a request and its result as somebody sees them who looks on.
type Exchange struct {
	Number   uint64        // counts the exchanges that were kept, from 1
	At       time.Time     // when it was answered
	Took     time.Duration // from binding to the encoded result; 0: not measured
	Via      string        // "tcp" or "http"
	Remote   string        // the client's address
	Function string        // as the result repeats it
	ID       string        // REQUESTID, likewise
	Device   string        // DEVICEID, "" where none was given
	Code     catalog.Code
	// Request is the beginning of the request as a document, secrets masked;
	// of what could not be read it is what came, up to the first secret.
	Request string
	Result  string // the beginning of the RESULT document; of a file its name, type and size
	// RequestCut and ResultCut say that there was more.
	RequestCut, ResultCut bool
	Notes                 []string // what was tolerated
}

// failed reports whether a result tells the client that something is wrong.
func failed(c catalog.Code) bool {
	return c != catalog.API_OK && c != catalog.API_PARTIAL_CORE_RESPONSE
}

// tap keeps exchanges for those who look on, as many as they made room for:
// while nobody looks there is no room, and an exchange costs one load.
type tap struct {
	room     atomic.Int64 // how many more are kept
	failures atomic.Int64 // how many more that failed, beyond room

	mu   sync.Mutex
	ring [keptExchanges]Exchange // by Number modulo its length
	last uint64                  // Number of the newest
}

// Exchanges returns what was kept after the exchange of that number, the
// oldest first, and makes room for so many more, and for as many that fail;
// with 0 none are kept until the next call.
func (s *Server) Exchanges(after uint64, room int) []Exchange {
	t := &s.tap
	t.mu.Lock()
	defer t.mu.Unlock()
	t.room.Store(int64(room))
	t.failures.Store(int64(room))
	if t.last > keptExchanges {
		after = max(after, t.last-keptExchanges)
	}
	var all []Exchange
	for n := after + 1; n <= t.last; n++ {
		all = append(all, t.ring[n%keptExchanges])
	}
	return all
}

// begin returns when an exchange began, the zero time where it is not to be
// kept.
func (t *tap) begin() time.Time {
	if t.room.Load() <= 0 {
		return time.Time{}
	}
	return time.Now()
}

// wants reports whether an exchange that began then is to be kept, and takes
// the room for it.
func (t *tap) wants(began time.Time, code catalog.Code) bool {
	if !began.IsZero() && t.room.Add(-1) >= 0 {
		return true
	}
	return failed(code) && t.failures.Load() > 0 && t.failures.Add(-1) >= 0
}

// seen is what an exchange looked like on its connection.
type seen struct {
	began       time.Time
	via, remote string
	msg         *wire.Message
	broken      []byte // what came, where that was no message
	req         *catalog.Request
	code        catalog.Code
	result      []byte
}

// keep puts an exchange into the ring.
func (t *tap) keep(x *seen) {
	kept := Exchange{
		At: time.Now(), Via: x.via, Remote: x.remote,
		Function: excerpt(x.req.TypeText), ID: excerpt(x.req.IDText),
		Device: excerpt(x.req.Value(catalog.DEVICEID)), Code: x.code,
	}
	if !x.began.IsZero() {
		kept.Took = kept.At.Sub(x.began)
	}
	for _, n := range x.req.Notes {
		kept.Notes = append(kept.Notes, excerpt(n))
	}
	if x.msg.Windows1252 {
		kept.Notes = append(kept.Notes, "read as windows-1252")
	}
	if x.broken != nil {
		kept.Request, kept.RequestCut = head(beforeSecret(x.broken))
	} else {
		kept.Request, kept.RequestCut = head(masked(x.msg))
	}
	kept.Result, kept.ResultCut = head(bytes.TrimRight(x.result, "\r\n"))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last++
	kept.Number = t.last
	t.ring[t.last%keptExchanges] = kept
}

// secretName is within the name of every secret of the catalogue, and of what
// a client may call one by mistake.
var secretName = []byte("PASS")

// masked is a message as a document, its secrets masked. It is bounded by
// what a message may have.
func masked(m *wire.Message) []byte {
	doc := wire.AppendOpen(nil, requestRoot)
	for i := range m.Fields {
		if len(doc) > keptBytes {
			break // the rest would be cut
		}
		name, value := string(m.Fields[i].Name), "***"
		if !bytes.Contains(upperASCII(m.Fields[i].Name), secretName) {
			value = string(m.Fields[i].Value)
		}
		doc = wire.AppendField(doc, name, value)
	}
	return wire.AppendClose(doc, requestRoot)
}

// beforeSecret returns what came up to where the name of a secret begins: of
// what is no message nobody can say where the secret ends.
func beforeSecret(raw []byte) []byte {
	raw = bytes.ReplaceAll(raw[:min(len(raw), 2*keptBytes)], []byte{0}, nil) // as ASCII, where it is UTF-16
	if at := bytes.Index(upperASCII(raw), secretName); at >= 0 {
		return append(raw[:at:at], "… hidden from here on"...)
	}
	return raw
}

// upperASCII returns a copy of b with its ASCII letters in upper case.
func upperASCII(b []byte) []byte {
	upper := bytes.Clone(b)
	for i, c := range upper {
		if 'a' <= c && c <= 'z' {
			upper[i] = c &^ 0x20
		}
	}
	return upper
}

// head returns the beginning of a text as valid UTF-8, and whether there was
// more.
func head(b []byte) (s string, cut bool) {
	if len(b) > keptBytes {
		b, cut = b[:keptBytes], true
		for n := 0; n < utf8.UTFMax && len(b) > 0 && !utf8.RuneStart(b[len(b)-1]); n++ {
			b = b[:len(b)-1]
		}
		if len(b) > 0 && b[len(b)-1] >= utf8.RuneSelf {
			b = b[:len(b)-1] // the first byte of a character that was torn
		}
	}
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD"))), cut
}
