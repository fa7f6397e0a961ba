package harness

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

// refusal says why a spec must not send something: it is skipped, or left out
// where the target does not claim to offer the feature.
type refusal struct{ reason, feature string }

func (r *refusal) Error() string { return r.reason }

// leaveOut ends a spec that needs a feature which is declared unsupported.
func (t *T) leaveOut(feature string) {
	t.mu.Lock()
	t.refused = cmp.Or(t.refused, &refusal{feature: feature})
	t.mu.Unlock()
	panic(stop{})
}

// options are those of the spec's clients. typesOf finds the TYPEs in what is
// about to be sent.
func (t *T) options(timeout time.Duration, trace func(client.Direction, time.Time, []byte), typesOf func([]byte) ([]string, error)) client.Options {
	o := client.Options{Timeout: t.run.scaled(timeout), Trace: trace, Pace: t.pace}
	if t.run.Target.restricts() {
		o.Allow = func(b []byte) error {
			if r := t.run.Target.refuse(typesOf(b)); r != nil {
				t.mu.Lock()
				t.refused = cmp.Or(t.refused, r)
				t.mu.Unlock()
				t.end() // it need not wait for answers
				return r
			}
			return nil
		}
	}
	return o
}

// restricts reports whether anything must not be sent.
func (target *Target) restricts() bool {
	for _, d := range target.Features {
		if d == Unsupported {
			return true
		}
	}
	return target.ReadOnly
}

// refuse says why requests of those types must not be sent, nil where they may;
// err says that what is to be sent is more, or something else, than requests.
func (target *Target) refuse(types []string, err error) *refusal {
	for _, typ := range types {
		if f := featureOf(typ); target.Features[f] == Unsupported {
			return &refusal{f + " is declared unsupported", f}
		}
	}
	if !target.ReadOnly {
		return nil
	}
	if err != nil {
		return &refusal{reason: "nothing may be changed on the target (read_only), and the spec sends more than plain requests"}
	}
	for _, typ := range types {
		if !onlyTells(typ) {
			return &refusal{reason: "nothing may be changed on the target (read_only), and the spec sends " + short(typ)}
		}
	}
	return nil
}

// onlyTells reports whether a function changes nothing: TEST and the manual's
// status functions.
func onlyTells(typ string) bool {
	f := catalog.Lookup(typ)
	return f != nil && (f.Name == "TEST" || f.Chapter == catalog.Status)
}

// errMore says that bytes are not whole plain requests and nothing else.
var errMore = errors.New("more than plain requests")

// typesOfXML returns the TYPEs of the requests that bytes of the TCP interface
// are.
func typesOfXML(b []byte) ([]string, error) {
	var types []string
	for frames := wire.NewReader(bytes.NewReader(b), wire.Limits{}); ; {
		frame, err := frames.Next()
		if err == io.EOF {
			break
		}
		// Comments and the like may be read in more than one way.
		if err != nil || bytes.Contains(frame, []byte("<!")) || bytes.Contains(frame, []byte("<?")) {
			return types, errMore
		}
		e, err := wire.ParseElement(frame)
		if err != nil || !strings.EqualFold(e.Name, "REQUEST") {
			return types, errMore
		}
		typ, n := "", 0
		for i := range e.Children {
			c := &e.Children[i]
			if len(c.Children) > 0 {
				return types, errMore
			}
			if strings.EqualFold(c.Name, "TYPE") {
				typ, n = c.Text, n+1
			}
		}
		if n != 1 {
			return types, errMore
		}
		types = append(types, typ)
	}
	return types, nil
}

// typesOfHTTP returns the TYPE of the WebAPI request that bytes are.
func typesOfHTTP(b []byte) ([]string, error) {
	in := bufio.NewReader(bytes.NewReader(b))
	r, err := http.ReadRequest(in)
	if err != nil {
		return nil, errMore
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || in.Buffered() > 0 {
		return nil, errMore
	}
	var types []string
	for _, text := range []string{r.URL.RawQuery, string(body)} {
		var m wire.Message
		if m.DecodeQuery([]byte(text)) != nil {
			return types, errMore
		}
		for _, f := range m.Fields {
			if strings.EqualFold(string(f.Name), "TYPE") {
				types = append(types, string(f.Value))
			}
		}
	}
	if len(types) != 1 {
		return types, errMore
	}
	return types, nil
}
