package directory

import (
	"net/netip"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

func TestAgentWindow(t *testing.T) {
	for _, tr := range []struct {
		name   string
		with   with
		code   catalog.Code
		domain string
	}{
		{"by computer, with the user of its device", with{"COMPUTERNAME": "computer1"}, catalog.API_OK, "Uptivity"},
		{"by computer without a user", with{"COMPUTERNAME": "JamesBond"}, catalog.API_OK, ""},
		{"by user name", with{"USERNAME": "John"}, catalog.API_OK, "Uptivity"},
		{"by network user name", with{"USERNAME": "JDOE"}, catalog.API_OK, "Uptivity"},
		{"by user though the computer is unknown", with{"COMPUTERNAME": "none", "USERNAME": "john"}, catalog.API_OK, "Uptivity"},
		{"by computer though the user is unknown", with{"COMPUTERNAME": "COMPUTER1", "USERNAME": "nobody"}, catalog.API_OK, "Uptivity"},
		{"neither known", with{"COMPUTERNAME": "none", "USERNAME": "nobody"}, catalog.API_AGENT_NOT_FOUND, ""},
		{"deleted user", with{"USERNAME": "ann"}, catalog.API_AGENT_NOT_FOUND, ""},
		{"neither given", nil, catalog.API_AGENT_NOT_FOUND, ""},
	} {
		t.Run(tr.name, func(t *testing.T) {
			res, changes := New(Config{}, office()).Plan(now, request("AGENTWINDOW", tr.with))
			if res.Code != tr.code || changes != nil {
				t.Fatalf("%s with changes %v, want %s without", res.Code, changes, tr.code)
			}
			if res.Code != catalog.API_OK {
				return
			}
			body := catalog.Element{Children: res.Body}
			if got := body.Value("DOMAIN"); got != tr.domain {
				t.Errorf("DOMAIN %q, want %q", got, tr.domain)
			}
			if ip, err := netip.ParseAddr(body.Value("IPADDRESS")); err != nil || ip.As4()[0] != 10 {
				t.Errorf("IPADDRESS %q is not in 10.0.0.0/8", body.Value("IPADDRESS"))
			}
			if got := body.Value("STATUS"); got != "AVAILABLE" {
				t.Errorf("STATUS %q", got)
			}
			if got := body.Value("LASTUPDATE"); got != "Feb 2 2011 4:53PM" {
				t.Errorf("LASTUPDATE %q", got)
			}
			if body.Value("APPLICATIONTITLE") == "" {
				t.Error("no APPLICATIONTITLE")
			}
		})
	}
}

func TestAgentWindowIsTheSameByEitherName(t *testing.T) {
	d := New(Config{}, office())
	byUser, _ := d.Plan(now, request("AGENTWINDOW", with{"USERNAME": "jdoe"}))
	byComputer, _ := d.Plan(now, request("AGENTWINDOW", with{"COMPUTERNAME": "COMPUTER1"}))
	if a, b := render(byUser.Body), render(byComputer.Body); a != b {
		t.Errorf("by user %s\nby computer %s", a, b)
	}
}

func TestAgentWindowHoldsForItsMinute(t *testing.T) {
	d := New(Config{}, office())
	first, _ := d.Plan(now.Truncate(time.Minute), request("AGENTWINDOW", with{"USERNAME": "jdoe"}))
	last, _ := d.Plan(now.Truncate(time.Minute).Add(59*time.Second), request("AGENTWINDOW", with{"USERNAME": "jdoe"}))
	if a, b := render(first.Body), render(last.Body); a != b {
		t.Errorf("%s\nthen %s", a, b)
	}
	next, _ := d.Plan(now.Add(time.Minute), request("AGENTWINDOW", with{"USERNAME": "jdoe"}))
	if a, b := render(first.Body), render(next.Body); a == b {
		t.Errorf("unchanged after a minute: %s", a)
	}
}

func TestAgentWindowBeforeTheEpoch(t *testing.T) {
	d := New(Config{}, office())
	for m := range 20 {
		d.Plan(time.Unix(0, 0).Add(-time.Duration(m)*time.Minute), request("AGENTWINDOW", with{"USERNAME": "jdoe"}))
	}
}
