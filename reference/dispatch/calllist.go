package dispatch

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// callList lists stored recordings, the newest first (Status, CALLLIST; E-49,
// E-50). All that was acknowledged before is among them.
func (d *Dispatcher) callList(req *catalog.Request) catalog.Result {
	f := store.Filter{
		DeviceID: req.Value(catalog.DEVICEID),
		SysUser:  req.Value(catalog.SYS_USER),
		CRMUser:  req.Value(catalog.CRM_USER),
		Variables: recorder.Variables{
			DeviceAlias: req.Value(catalog.DEVICEALIAS),
			Group:       req.Value(catalog.GROUP),
			Gate:        req.Value(catalog.GATE),
			ANI:         req.Value(catalog.ANI),
			DNIS:        req.Value(catalog.DNIS),
		},
	}
	for i := range f.User {
		f.User[i] = req.Value(catalog.USER1 + catalog.Name(i))
	}
	f.From, _ = req.Int(catalog.CALLDATESTART)
	f.To, _ = req.Int(catalog.CALLDATEEND)
	count, _ := req.Int(catalog.CALLCOUNT)
	f.Limit = int(count)
	if f == (store.Filter{Limit: f.Limit}) && d.cfg.Dialect.Takes("E-50") == "fewer" {
		return catalog.OK()
	}

	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	recs, err := d.store.List(ctx, f)
	if err != nil {
		return d.lostBy(err)
	}
	body := make([]catalog.Element, len(recs))
	for i := range recs {
		body[i] = catalog.Fill(&req.Function.Layout[0], row{&recs[i], i + 1}.value, nil)
	}
	return catalog.Result{Code: catalog.API_OK, Body: body}
}

// row is a recording at its place in a list.
type row struct {
	*recorder.Recording
	number int
}

// value is the text of a tag of a SEARCHRESULT.
func (r row) value(tag string) string {
	switch tag {
	case "CALLNUMBER":
		return strconv.Itoa(r.number)
	case "DEVICEID":
		return r.DeviceID
	case "DEVICEALIAS":
		return r.DeviceAlias
	case "ANI":
		return r.ANI
	case "DNIS":
		return r.DNIS
	case "CALLDIRECTION":
		return r.Direction
	case "GROUP":
		return r.Group
	case "GATE":
		return r.Gate
	case "RECORDID":
		return strconv.FormatInt(r.ID, 10)
	case "RECORDINGTIME":
		return strconv.FormatInt(r.Start.Unix(), 10)
	case "DURATION":
		return strconv.FormatInt(int64(r.Duration().Round(time.Second)/time.Second), 10)
	case "AGENTFIRSTNAME":
		return r.AgentFirstName
	case "AGENTLASTNAME":
		return r.AgentLastName
	case "CRM_USER":
		return r.CRMUser
	case "SYS_USER":
		return r.SysUser
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(tag, "USER")); err == nil && n >= 1 && n <= len(r.User) {
		return r.User[n-1]
	}
	return ""
}
