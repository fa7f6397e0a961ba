package harness

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"net"
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

// maxMessage is what a spec reads at most as one message: a target that sends
// without end shall not take the memory away, and one of many devices has much
// to list.
const maxMessage = 16 << 20

// options are those of the spec's clients, whose connections are on its tape
// by that name. read finds the requests in what is about to be sent.
func (t *T) options(timeout time.Duration, name string, read func([]byte) ([]sending, error)) client.Options {
	o := client.Options{Timeout: t.run.scaled(timeout), Pace: t.pace,
		MaxMessage: maxMessage,
		Wrap:       func(nc net.Conn, asked time.Time) net.Conn { return t.tape.Conn(name, nc, asked) }}
	if t.run.Target.restricts() {
		o.Allow = func(b []byte) error {
			if r := t.run.Target.refuse(read(b)); r != nil {
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
	if target.ReadOnly || len(target.Agents)+len(target.Stations) > 0 {
		return true
	}
	for _, d := range target.Features {
		if d == Unsupported {
			return true
		}
	}
	return false
}

// sending is a request that is about to be sent.
type sending struct {
	typ    string
	action string // "" where there is none, or not one only
	bytes  string // all that is sent with it
}

// refuse says why requests must not be sent, nil where they may; err says that
// what is to be sent is more, or something else, than requests.
func (target *Target) refuse(requests []sending, err error) *refusal {
	for _, r := range requests {
		if f := featureOf(r.typ); target.Features[f] == Unsupported {
			return &refusal{f + " is declared unsupported", f}
		}
		if why := target.settled(r); why != "" {
			return &refusal{reason: why}
		}
	}
	if !target.ReadOnly {
		return nil
	}
	if err != nil {
		return &refusal{reason: "nothing may be changed on the target (read_only), and the spec sends more than plain requests"}
	}
	for _, r := range requests {
		if !onlyTells(r.typ) {
			return &refusal{reason: "nothing may be changed on the target (read_only), and the spec sends " + short(r.typ)}
		}
	}
	return nil
}

// settled says why a request would change agents or workstations that are used
// as they are, or needs what is not known of one; "" where it does neither.
func (target *Target) settled(r sending) string {
	if len(target.Agents) > 0 {
		if why := lacking(r.bytes); why != "" {
			return why
		}
	}
	f := catalog.Lookup(r.typ)
	if f == nil {
		return ""
	}
	const asTheyAre = " that the target's configuration names are used as they are, and the spec sends "
	switch {
	case len(target.Agents) > 0 && (f.Name == "IMPORTAGENTPHONE" || f.Name == "IMPORTUSER" && !strings.EqualFold(r.action, "LIST")):
		return "the agents" + asTheyAre + f.Name
	case len(target.Stations) > 0 && f.Name == "IMPORTWORKSTATION":
		return "the workstations" + asTheyAre + f.Name
	}
	return ""
}

// onlyTells reports whether a function changes nothing: TEST and the manual's
// status functions.
func onlyTells(typ string) bool {
	f := catalog.Lookup(typ)
	return f != nil && (f.Name == "TEST" || f.Chapter == catalog.Status)
}

// errMore says that bytes are not whole plain requests and nothing else.
var errMore = errors.New("more than plain requests")

// askedByXML returns the requests that bytes of the TCP interface are.
func askedByXML(b []byte) ([]sending, error) {
	var all []sending
	for frames := wire.NewReader(bytes.NewReader(b), wire.Limits{}); ; {
		frame, err := frames.Next()
		if err == io.EOF {
			break
		}
		// Comments and the like may be read in more than one way.
		if err != nil || bytes.Contains(frame, []byte("<!")) || bytes.Contains(frame, []byte("<?")) {
			return all, errMore
		}
		e, err := wire.ParseElement(frame)
		if err != nil || !strings.EqualFold(e.Name, "REQUEST") {
			return all, errMore
		}
		r := sending{bytes: string(frame)}
		types, actions := 0, 0
		for i := range e.Children {
			c := &e.Children[i]
			if len(c.Children) > 0 {
				return all, errMore
			}
			switch strings.ToUpper(c.Name) {
			case "TYPE":
				r.typ, types = c.Text, types+1
			case "ACTION":
				r.action, actions = strings.TrimSpace(c.Text), actions+1
			}
		}
		if actions > 1 {
			r.action = ""
		}
		if all = append(all, r); types != 1 {
			return all, errMore
		}
	}
	return all, nil
}

// askedByHTTP returns the WebAPI request that bytes are.
func askedByHTTP(b []byte) ([]sending, error) {
	in := bufio.NewReader(bytes.NewReader(b))
	r, err := http.ReadRequest(in)
	if err != nil {
		return nil, errMore
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || in.Buffered() > 0 {
		return nil, errMore
	}
	one, actions := sending{bytes: r.URL.RawQuery + string(body)}, 0
	var types []string
	for _, text := range []string{r.URL.RawQuery, string(body)} {
		var m wire.Message
		if m.DecodeQuery([]byte(text)) != nil {
			return []sending{one}, errMore
		}
		for _, f := range m.Fields {
			switch strings.ToUpper(string(f.Name)) {
			case "TYPE":
				types = append(types, string(f.Value))
			case "ACTION":
				one.action, actions = strings.TrimSpace(string(f.Value)), actions+1
			}
		}
	}
	if actions > 1 {
		one.action = ""
	}
	var all []sending
	for _, typ := range types {
		one.typ = typ
		all = append(all, one)
	}
	if len(types) != 1 {
		return all, errMore
	}
	return all, nil
}
