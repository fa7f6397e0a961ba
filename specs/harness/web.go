package harness

import (
	"net/http"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

// Web is a spec's way to the WebAPI: one HTTP connection that is kept alive and
// is closed after the spec.
type Web struct {
	t *T
	c *client.WebAPI
}

// WebReply is an HTTP response with the spec that must judge it.
type WebReply struct {
	*client.WebResponse
	t    *T
	req  client.WebRequest
	sent string
}

// Web opens another way to the WebAPI. Where the target's address of it is not
// known, the spec is skipped.
func (t *T) Web() *Web {
	target := &t.run.Target
	if target.Features[WebAPI] == Unsupported {
		t.leaveOut(WebAPI)
	}
	t.Need(target.WebAPI != "", "the address of the target's WebAPI is not known; give it with --webapi")
	t.mu.Lock()
	name := connName(t.dialled)
	t.dialled++
	t.mu.Unlock()
	o := t.options(eventually, name, askedByHTTP)
	o.Fingerprint = target.Fingerprint
	c, err := client.NewWebAPI(target.WebAPI, o)
	if err != nil {
		t.failLost(&Failure{Problem: err.Error(), Expected: "the address of a WebAPI"})
	}
	t.mu.Lock()
	t.webs = append(t.webs, c)
	t.mu.Unlock()
	return &Web{t: t, c: c}
}

// Send sends a request by GET and returns its result, whatever that says.
// Names and values alternate; REQUESTID is added unless given.
func (w *Web) Send(typ string, nameValues ...string) *Reply {
	return w.Get(string(client.NewRequest(typ, nameValues...).AppendQuery(nil, 1)))
}

// OK is Send for a request that must be answered API_OK.
func (w *Web) OK(typ string, nameValues ...string) *Reply {
	return w.Send(typ, nameValues...).Is(catalog.API_OK)
}

// Post is Send by POST, the parameters in the body.
func (w *Web) Post(typ string, nameValues ...string) *Reply {
	return w.Exchange(client.WebRequest{Method: http.MethodPost,
		Body: string(client.NewRequest(typ, nameValues...).AppendQuery(nil, 1))}).Result()
}

// Get sends a query as it is and returns the result, whatever that says.
func (w *Web) Get(query string) *Reply { return w.Exchange(client.WebRequest{Query: query}).Result() }

// Exchange sends an HTTP request and returns the response, whatever that is.
func (w *Web) Exchange(req client.WebRequest) *WebReply {
	r, err := w.Try(req)
	if err != nil {
		w.t.failLost(&Failure{Problem: err.Error(), Sent: asked(&req), Expected: "an HTTP response"})
	}
	return r
}

// Try is Exchange for a request that the server may leave without a response.
func (w *Web) Try(req client.WebRequest) (*WebReply, error) {
	sent := asked(&req)
	w.t.exchanged(sent, "")
	w.t.caughtUp()
	resp, err := w.c.Exchange(w.t.ctx, req)
	if err != nil {
		return nil, err
	}
	w.t.changed()
	w.t.exchanged(sent, string(resp.Body))
	return &WebReply{WebResponse: resp, t: w.t, req: req, sent: sent}, nil
}

// asked shows a request in a failure: method, path and parameters.
func asked(req *client.WebRequest) string {
	s := req.Method
	if s == "" {
		s = http.MethodGet
	}
	if s += " " + req.Path; req.Path == "" {
		s += client.DefaultPage
	}
	if req.Query != "" {
		s += "?" + req.Query
	}
	if req.Body != "" {
		s += "\n" + req.Body
	}
	return s
}

// Result fails unless the body is a RESULT document, whatever the status
// (E-42), and returns it.
func (r *WebReply) Result() *Reply {
	res, err := r.WebResponse.Result()
	if err != nil {
		r.t.fail(&Failure{Problem: err.Error(), Sent: r.sent, Received: string(r.Body), Expected: "a RESULT document as body"})
	}
	if req := r.request(); req != nil {
		r.t.remember(req, res)
	}
	return &Reply{Result: res, t: r.t, sent: r.sent}
}

// request is what was asked for, so that what it started can be ended.
func (r *WebReply) request() *client.Request {
	var m wire.Message
	if m.DecodeQuery([]byte(r.req.Query+"&"+r.req.Body)) != nil {
		return nil
	}
	req := &client.Request{}
	for _, f := range m.Fields {
		if name := strings.ToUpper(string(f.Name)); name == "TYPE" {
			req.Type = strings.ToUpper(string(f.Value))
		} else if _, repeated := req.Get(name); !repeated {
			req.Pairs = append(req.Pairs, client.Pair{Name: name, Value: string(f.Value)})
		}
	}
	return req
}

// Failf ends the spec as failed with this exchange as the decisive one.
func (r *WebReply) Failf(format string, args ...any) {
	r.t.exchanged(r.sent, string(r.Body))
	r.t.Failf(format, args...)
}
