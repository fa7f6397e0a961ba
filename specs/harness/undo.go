package harness

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// undo is a request that takes back what the spec has started.
type undo struct {
	typ   string
	pairs []client.Pair
}

// opposite names what ends what a function starts.
var opposite = map[string]string{
	"CALLSTART": "CALLSTOP", "RECORDSTART": "RECORDSTOP", "CHATSTART": "CHATSTOP",
	"BLACKOUTSTART": "BLACKOUTSTOP", "AGENTBLACKOUTSTART": "AGENTBLACKOUTSTOP",
}

// identifying are the parameters that say what a start is about; its stop has
// the same.
var identifying = map[string]bool{
	"DEVICEID": true, "CALLINSTANCE": true, "DEVICEALIAS": true, "STATIONNAME": true,
	"SYS_USER": true, "CRM_USER": true, "SESSIONID": true,
}

// remember notes how to take back what a request has started.
func (t *T) remember(req *client.Request, res *client.Result) {
	t.run.pool.mark(req)
	stop, starts := opposite[req.Type]
	if !starts && !strings.HasSuffix(req.Type, "STOP") {
		return
	}
	if !res.OK() && res.Code != int(catalog.API_PARTIAL_CORE_RESPONSE) {
		return // what was started before goes on
	}
	u := undo{typ: req.Type}
	if starts {
		u.typ = stop
	}
	for _, p := range req.Pairs {
		if identifying[p.Name] {
			u.pairs = append(u.pairs, p)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.undo {
		if t.undo[i].same(u) {
			t.undo = append(t.undo[:i], t.undo[i+1:]...)
			break
		}
	}
	if starts {
		t.undo = append(t.undo, u)
	}
}

func (u undo) same(v undo) bool {
	return u.typ == v.typ && slices.Equal(u.pairs, v.pairs)
}

// undoAll takes back what is still started, on a connection of its own: the
// spec's may be broken.
func (t *T) undoAll(ctx context.Context) {
	t.mu.Lock()
	list := t.undo
	t.undo = nil
	t.mu.Unlock()
	if len(list) == 0 {
		return
	}
	t.Note("cleaning up")
	for i := len(list) - 1; i >= 0; i-- {
		if _, err := t.quietly(ctx, &client.Request{Type: list[i].typ, Pairs: list[i].pairs}); err != nil {
			t.Note("cleaning up: " + err.Error())
			return
		}
	}
}

// quietly sends a request outside of the spec's judgement.
func (t *T) quietly(ctx context.Context, req *client.Request) (*client.Result, error) {
	t.mu.Lock()
	c := t.broom
	t.mu.Unlock()
	if c == nil {
		var err error
		c, err = client.Dial(ctx, t.run.Target.API, t.options(time.Second, "cleanup", askedByXML))
		if err != nil {
			return nil, err
		}
		t.mu.Lock()
		t.broom = c
		t.conns = append(t.conns, &Conn{t: t, name: "cleanup", c: c})
		t.mu.Unlock()
	}
	return c.Do(ctx, req)
}
