package directory

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// now is when trials happen: afternoon in a place five hours behind UTC.
var now = time.Date(2011, 2, 2, 16, 53, 7, 0, time.FixedZone("EST", -5*3600))

// office is the directory that trials start from.
func office() Snapshot {
	added := time.Date(2006, 10, 30, 21, 5, 38, 0, time.UTC)
	return Snapshot{
		LastRoleID: 9,
		Users: []User{
			{AgentID: 1, EmployeeID: "5", FirstName: "John", LastName: "Doe", Status: Active,
				Added: added, Modified: added, SysUser: "jdoe", Domain: "Uptivity",
				Email: "jdoe@uptivity.com", CRMUser: "john.crm", Username: "john"},
			{AgentID: 2, FirstName: "Jane", LastName: "Roe", Status: Inactive,
				Added: added, Modified: added, SysUser: "jroe", Username: "jane"},
			{AgentID: 3, FirstName: "Ann", LastName: "Gone", Status: Deleted,
				Added: added, Modified: added, SysUser: "agone", CRMUser: "ann.crm", EmployeeID: "8", Username: "ann"},
			{AgentID: 4, FirstName: "John", LastName: "Smith", Status: Active, Added: added, Modified: added},
		},
		Phones: []Phone{
			{PhoneID: "3343", AgentID: 1, Order: 1},
			{PhoneID: "1123", AgentID: 1, Order: 2},
			{PhoneID: "2000", AgentID: 2, Order: 3},
		},
		Workstations: []Workstation{
			{DeviceID: "1123", StationName: "COMPUTER1", LocationID: 1},
			{DeviceID: "7007", StationName: "JamesBond", LocationID: 1},
		},
		Groups: []Group{
			{GroupID: 1, Name: "Sales & Marketing", Active: true},
			{GroupID: 2, Name: "Closed"},
		},
		Members:     []GroupMember{{1, 1, ""}, {1, 1, "1123"}, {1, 2, ""}},
		Permissions: []GroupPermission{{1, 1, ""}, {1, 2, ""}, {1, 2, "1123"}},
		Roles:       []Role{{5, "DefaultRole", "as it comes"}, {6, "Auditor", ""}},
		RoleGroups:  []RoleGroup{{5, 1}, {6, 1}},
		UserRoles:   []UserRole{{1, 5}, {2, 6}, {4, 5}},
	}
}

// with is what a request gives, by the names of the parameters.
type with map[string]string

func request(function string, w with) *catalog.Request {
	req := &catalog.Request{Function: &catalog.Function{Name: function}}
	for n := range catalog.Name(catalog.NameCount) {
		if v, given := w[n.String()]; given {
			req.Set(n, v)
		}
	}
	return req
}

// trial is one request to a directory and what must come of it.
type trial struct {
	name    string
	with    with
	code    catalog.Code
	message string // contained in the RESULTMSG
	body    string // as render writes it
	changes []Change
	unbound bool // Bind is stricter: it never comes to Plan
}

// try runs each trial on a fresh directory of cfg and s.
func try(t *testing.T, function string, cfg Config, s Snapshot, trials []trial) {
	t.Helper()
	for _, tr := range trials {
		t.Run(tr.name, func(t *testing.T) {
			d := New(cfg, s)
			before := d.Snapshot()
			res, changes := d.Plan(now, request(function, tr.with))
			if res.Code != tr.code {
				t.Fatalf("code %d %s (%s), want %d %s", res.Code, res.Code, res.Message, tr.code, tr.code)
			}
			if !strings.Contains(res.Message, tr.message) {
				t.Errorf("message %q, want it to contain %q", res.Message, tr.message)
			}
			if got := render(res.Body); got != tr.body {
				t.Errorf("body %s\nwant %s", got, tr.body)
			}
			if diff := cmp.Diff(tr.changes, changes); diff != "" {
				t.Errorf("changes differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, d.Snapshot()); diff != "" {
				t.Errorf("Plan changed the directory (-before +after):\n%s", diff)
			}
			agreesWhenBound(t, d, function, tr, res)
		})
	}
}

// agreesWhenBound sends the same through catalog.Bind, as a server does: what
// Bind refuses must be what Plan alone refuses too, with the same code.
func agreesWhenBound(t *testing.T, d *Directory, function string, tr trial, alone catalog.Result) {
	t.Helper()
	m := &wire.Message{}
	add := func(name, value string) {
		m.Fields = append(m.Fields, wire.Field{Name: []byte(name), Value: []byte(value)})
	}
	add("TYPE", function)
	add("REQUESTID", "1")
	for n, v := range tr.with {
		add(n, v)
	}
	var req catalog.Request
	if refused := catalog.Bind(m, catalog.TCP, &req); refused != nil {
		if refused.Code != alone.Code && !tr.unbound {
			t.Errorf("Bind answers %d %s (%s), Plan %d %s (%s)", refused.Code, refused.Code, refused.Message,
				alone.Code, alone.Code, alone.Message)
		}
		return
	}
	res, _ := d.Plan(now, &req)
	if diff := cmp.Diff(alone, res); diff != "" {
		t.Errorf("a bound request is answered otherwise (-unbound +bound):\n%s", diff)
	}
}

// render writes elements as A=1 B[C=2 D=3].
func render(body []catalog.Element) string {
	parts := make([]string, len(body))
	for i, e := range body {
		parts[i] = e.Name + "=" + e.Text
		if e.Children != nil {
			parts[i] = e.Name + "[" + render(e.Children) + "]"
		}
	}
	return strings.Join(parts, " ")
}

func put(rows ...Row) []Change {
	var changes []Change
	for _, r := range rows {
		changes = append(changes, Change{Row: r})
	}
	return changes
}

func gone(rows ...Row) []Change {
	var changes []Change
	for _, r := range rows {
		changes = append(changes, Change{Row: r, Remove: true})
	}
	return changes
}
