package usergrouprole

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// mail is one of the two functions that send recordings by e-mail.
type mail struct {
	function  string
	recording string   // the parameter that has the id of a recording
	required  []string // parameters, the address last
	addresses []string
	others    []string // names and values in turn
}

var mails = []mail{
	{"EMAIL", "UNIQUEID", []string{"UNIQUEFIELD", "UNIQUEID", "TOADDRESS"}, []string{"TOADDRESS"},
		[]string{"UNIQUEFIELD", "ident", "MEDIA_FORMAT", "wav"}},
	{"COMBINEDEMAIL", "IDENT", []string{"IDENT", "TOADDRESS"}, []string{"TOADDRESS", "FROMADDRESS"},
		[]string{"TONAME", "jane", "FROMADDRESS", "jane.doe@example.com", "FROMNAME", "jane", "UNIQUEID", "IDENT"}},
}

// request returns the names and values that send a recording.
func (m mail) request(recordID string) []string {
	return append([]string{m.recording, recordID, "TOADDRESS", "jane.doe@example.com"}, m.others...)
}

// mailing is a function with a recording that it can send.
type mailing struct {
	mail
	t        *harness.T
	recordID string
	noServer bool // no mail server is configured (E-46)
}

// mailing makes a recording and finds out whether it could be sent: where its
// mails are seen the target has a mail server.
func (m mail) mailing(t *harness.T, nameValues ...string) *mailing {
	g := &mailing{mail: m, t: t, recordID: t.Recorded(t.Device(), nameValues...).Get("RECORDID")}
	r := t.Send(m.function, m.request(g.recordID)...)
	if t.Mailbox() {
		r.Is(catalog.API_OK)
	} else {
		r.Is(catalog.API_OK, catalog.API_ERROR_CLIENT_NOT_FOUND)
	}
	g.noServer = !r.OK()
	return g
}

// with sends the request with other values in the place of its own.
func (g *mailing) with(nameValues ...string) *harness.Reply {
	req := client.NewRequest(g.function, g.request(g.recordID)...)
	for i := 0; i < len(nameValues); i += 2 {
		req.Set(nameValues[i], nameValues[i+1])
	}
	return g.send(req)
}

// without sends the request without a parameter.
func (g *mailing) without(name string) *harness.Reply {
	req := client.NewRequest(g.function, g.request(g.recordID)...)
	req.Pairs = slices.DeleteFunc(req.Pairs, func(p client.Pair) bool { return p.Name == name })
	return g.send(req)
}

func (g *mailing) send(req *client.Request) *harness.Reply {
	var nameValues []string
	for _, p := range req.Pairs {
		nameValues = append(nameValues, p.Name, p.Value)
	}
	return g.t.Send(req.Type, nameValues...)
}

// taken fails unless a request was taken as far as the mail server lets it.
func (g *mailing) taken(r *harness.Reply) {
	if g.noServer {
		r.Is(catalog.API_ERROR_CLIENT_NOT_FOUND)
		return
	}
	r.Is(catalog.API_OK)
}

// says fails unless a request was refused with one of the codes, or because
// there is no mail server.
func (g *mailing) says(r *harness.Reply, codes ...catalog.Code) {
	if g.noServer {
		codes = append(slices.Clone(codes), catalog.API_ERROR_CLIENT_NOT_FOUND)
	}
	r.Is(codes...)
}

// says is how a fault of a request may be told: as its own, which is strict, or
// because there is no mail server.
type says func(g *mailing, r *harness.Reply, codes ...catalog.Code)

func strictly(_ *mailing, r *harness.Reply, codes ...catalog.Code) { r.Is(codes...) }

func init() {
	for _, m := range mails {
		harness.Describe(m.function, func() {
			harness.Spec(m.function+"-1", "sends a recording to an address", func(t *harness.T) {
				g := m.mailing(t)
				g.taken(g.with("TOADDRESS", "first.last+tag@mail.example.com"))
			})
			m.faults("2", "3", "4", "", (*mailing).says)
			m.faults("5", "5", "5", ", also where no mail server is configured", strictly)
		})
	}
}

// faults are the specs about what can be wrong with a request.
func (m mail) faults(address, recording, missing, where string, say says) {
	harness.Spec(m.function+"-"+address, "refuses an address that is none"+where, func(t *harness.T) {
		g := m.mailing(t)
		for _, name := range m.addresses {
			for _, v := range []string{"nobody", "@example.com", "jane.doe@", "jane doe@example.com", "jane.doe@@example.com"} {
				say(g, g.with(name, v), catalog.API_EMAIL_NOT_VALID)
			}
		}
	})
	harness.Spec(m.function+"-"+recording, "refuses a recording that there is not"+where, func(t *harness.T) {
		g := m.mailing(t)
		say(g, g.with(m.recording, noID), catalog.API_FILE_NOT_FOUND)
	})
	harness.Spec(m.function+"-"+missing, "refuses a request that lacks something"+where, func(t *harness.T) {
		g := m.mailing(t)
		for _, name := range m.required {
			also := refused
			if name == "TOADDRESS" {
				also = append(slices.Clone(refused), catalog.API_EMAIL_NOT_VALID)
			}
			say(g, g.without(name), also...)
			say(g, g.with(name, ""), also...)
		}
	})
}
