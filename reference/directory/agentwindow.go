package directory

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// titles are the windows that a synthetic agent has in front of it.
var titles = [...]string{
	"Internet Explorer", "Customer Relations - Account", "Order Entry",
	"Knowledge Base", "Inbox - Mail", "Trouble Ticket",
}

// agentWindow is AGENTWINDOW. It is found by COMPUTERNAME, a mapped station,
// or by USERNAME, which a network user name may stand for; 24 if neither is.
// There is no screen capture behind it: address and title are made of the
// name, so that they are the same in each run, and the title changes with the
// minute. The screen is always AVAILABLE.
func (d *Directory) agentWindow(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	station, u, found := d.windowOf(req)
	if !found {
		return *refuse(catalog.API_AGENT_NOT_FOUND, "neither the computer nor the user is known"), nil
	}
	h := fnv.New32a()
	h.Write([]byte(fold(cmp.Or(station, u.Username, u.SysUser))))
	sum := h.Sum32()
	minute := uint64(now.Unix() / 60)
	return accept("",
		leaf("DOMAIN", u.Domain),
		leaf("IPADDRESS", fmt.Sprintf("10.%d.%d.%d", byte(sum>>16), byte(sum>>8), 1+byte(sum)%254)),
		leaf("STATUS", "AVAILABLE"),
		leaf("APPLICATIONTITLE", titles[(uint64(sum)+minute)%uint64(len(titles))]),
		leaf("LASTUPDATE", now.Format(windowTime))), nil
}

// windowOf finds the station and the user of a window; each may be found by
// way of the other, over the phone that both share.
func (d *Directory) windowOf(req *catalog.Request) (station string, u User, found bool) {
	if device, mapped := d.DeviceOf(req.Value(catalog.COMPUTERNAME)); mapped {
		station, _ = d.StationOf(device)
		u, _ = d.UserByPhone(device)
		found = true
	}
	name := req.Value(catalog.USERNAME)
	named, ok := d.UserByUsername(name)
	if !ok {
		named, ok = d.UserBySysUser(name)
	}
	if !ok {
		return station, u, found
	}
	for _, p := range d.phonesOf[named.AgentID] {
		if station == "" {
			station, _ = d.StationOf(p.PhoneID)
		}
	}
	return station, named, true
}
