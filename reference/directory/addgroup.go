package directory

import (
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// addGroup is ADDGROUP. A group of that name is left as it is and its id
// returned.
func (d *Directory) addGroup(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	if bad := d.need(req, catalog.GROUPNAME); bad != nil {
		return *bad, nil
	}
	if g, found := d.groupByName(req.Value(catalog.GROUPNAME)); found {
		return groupResult(g, "already exists"), nil
	}
	if bad := full(len(d.groups), d.cfg.Limits.Groups, "groups"); bad != nil {
		return *bad, nil
	}
	g := Group{GroupID: d.lastGroup + 1, Name: req.Value(catalog.GROUPNAME), Active: true}
	return groupResult(g, "has been added"), []Change{{Row: g}}
}

func groupResult(g Group, what string) catalog.Result {
	return accept("group: "+g.Name+" "+what,
		leaf("GROUPID", strconv.FormatInt(g.GroupID, 10)), leaf("GROUPNAME", g.Name))
}

// permittedGroup is activeGroup where permissions are given: E-60 leaves the
// code open.
func (d *Directory) permittedGroup(req *catalog.Request) (Group, *catalog.Result) {
	if d.cfg.Dialect.Takes("E-60") == "23" {
		return d.activeGroup(req, catalog.API_DATABASE_QUERY_ERROR)
	}
	return d.activeGroup(req, catalog.API_NO_GROUP)
}

// activeGroup finds the group that GROUPNAME names or else GROUPID does; for
// one that is not active, as for none, the answer has the code.
func (d *Directory) activeGroup(req *catalog.Request, code catalog.Code) (Group, *catalog.Result) {
	var g Group
	named := req.Value(catalog.GROUPNAME)
	switch {
	case named != "":
		g, _ = d.groupByName(named)
	case req.Given(catalog.GROUPID):
		named = req.Value(catalog.GROUPID)
		id, _ := req.Int(catalog.GROUPID)
		g = d.groups[id]
	default:
		return g, refuse(catalog.API_INVALID_MESSAGE_FORMAT, "GROUPNAME or GROUPID must be given")
	}
	if !g.Active {
		return g, refuse(code, "Group %s does not exist or it is not active", named)
	}
	return g, nil
}
