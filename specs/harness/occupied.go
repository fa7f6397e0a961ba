package harness

import (
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// taken reports whether the target says of a device that somebody sits there
// whom the configuration does not name, or that it bears a station which that
// does not: an earlier run may have left them.
func (t *T) taken(s *seat, device string) bool {
	if s.agent == nil && t.phones()[device] {
		return true
	}
	res, err := t.quietly(t.ctx, client.NewRequest("DEVICESTATUS", "DEVICEID", device))
	if err != nil {
		t.Note("who sits at " + device + ": " + err.Error())
		return false
	}
	f, there := (&Reply{Result: res, t: t}).Device(device)
	if !there {
		return false
	}
	sys, crm := "", ""
	if s.agent != nil {
		sys, crm = s.agent.SysUser, s.agent.CRMUser
	}
	other := func(name, own string) bool {
		v := f.Get(name)
		return v != "" && !strings.EqualFold(v, own)
	}
	station := f.Get("STATION")
	return other("SYS_USER", sys) || other("CRM_USER", crm) || other("DEVICEALIAS", "") && t.phones()[f.Get("DEVICEALIAS")] ||
		station != "" && !t.run.pool.names(device, station)
}

// names reports whether the configuration maps a station to a device.
func (p *pool) names(device, station string) bool {
	for _, name := range p.stations[device] {
		if strings.EqualFold(name, station) {
			return true
		}
	}
	return false
}

// phones are the phones of the target's users, asked for once a run; none where
// that is not to be asked.
func (t *T) phones() map[string]bool {
	r := t.run
	r.asking.Lock()
	defer r.asking.Unlock()
	if r.phones != nil {
		return r.phones
	}
	r.phones = map[string]bool{}
	if r.Target.ReadOnly || r.Target.Features["directory"] == Unsupported {
		return r.phones
	}
	res, err := t.quietly(t.ctx, client.NewRequest("IMPORTUSER", "ACTION", "LIST"))
	if err != nil || res.Code != int(catalog.API_OK) {
		return r.phones
	}
	for _, a := range (&Reply{Result: res, t: t}).Sections("AGENT") {
		for phone := range strings.SplitSeq(a.Get("PHONES"), ",") {
			if phone = strings.TrimSpace(phone); phone != "" {
				r.phones[phone] = true
			}
		}
	}
	return r.phones
}
