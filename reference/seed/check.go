package seed

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/form"
	"github.com/offhook/offhook/reference/recorder"
)

// Limits of what a seed may hold in all: those of the directory and the
// recorder, and what a start can bear.
const (
	MaxChannels     = 1_000_000
	MaxUsers        = 50_000
	MaxPhones       = 100_000
	MaxWorkstations = 50_000
	MaxAssignments  = 100_000 // of each kind: members, permissions, roles' groups, users' roles
	MaxDevices      = 200_000
	MaxRecordings   = 1_000_000
	MaxPasswords    = 100
)

// checker looks at what keys say about each other.
type checker struct {
	*form.Sheet
	doc  *document
	seen map[string]string // kind and folded name -> path
}

// check complains of names that come twice or lead nowhere, and of too much.
func (doc *document) check(sheet *form.Sheet) {
	c := &checker{sheet, doc, map[string]string{}}
	c.cores()
	c.schedules()
	for i, t := range doc.Terminology {
		c.once("term", t.Name, sub("terminology", i, "name"))
	}
	for i, g := range doc.Groups {
		c.once("group", g.Name, sub("groups", i, "name"))
	}
	for i, r := range doc.Roles {
		c.once("role", r.Name, sub("roles", i, "name"))
		c.refer("group", r.Groups, sub("roles", i, "groups"))
	}
	c.users()
	c.teams()
	c.sums()
	for i, g := range doc.Groups {
		c.refer("username", g.Members, sub("groups", i, "members"))
		c.refer("username", g.Permitted, sub("groups", i, "permitted"))
	}
	c.places()
	c.recordings()
}

// sub is the path of a key of a list's entry.
func sub(list string, i int, key string) string { return list + "[" + strconv.Itoa(i) + "]." + key }

// once complains of a name of a kind that comes twice, in any case.
func (c *checker) once(kind, name, path string) {
	key := kind + "\x00" + strings.ToLower(name)
	if first, twice := c.seen[key]; twice {
		c.Bad(path, "the %s %s is there already: %s", kind, form.Excerpt(name), first)
		return
	}
	c.seen[key] = path
}

// known reports whether there is a name of a kind.
func (c *checker) known(kind, name string) bool {
	_, ok := c.seen[kind+"\x00"+strings.ToLower(name)]
	return ok
}

// refer complains of names that lead nowhere.
func (c *checker) refer(kind string, names []string, path string) {
	for i, name := range names {
		if !c.known(kind, name) {
			c.Bad(fmt.Sprintf("%s[%d]", path, i), "there is no %s %s", kind, form.Excerpt(name))
		}
	}
}

// atMost complains of a sum.
func (c *checker) atMost(limit, n int, what, path string) {
	if n > limit {
		c.Bad(path, "%d %s in all are more than the %d allowed", n, what, limit)
	}
}

func (c *checker) cores() {
	channels := 0
	for i, k := range c.doc.Cores {
		c.once("core", strconv.Itoa(k.ID), sub("cores", i, "id"))
		channels += k.Channels
	}
	c.atMost(MaxChannels, channels, "channels", "cores")
}

// hasCore reports whether a core is among those of the file, or of the default.
func (c *checker) hasCore(id int) bool {
	return c.known("core", strconv.Itoa(id)) || c.doc.Cores == nil && (id == 1 || id == 2)
}

func (c *checker) schedules() {
	for i := range c.doc.Schedules {
		e := &c.doc.Schedules[i]
		path := fmt.Sprintf("schedules[%d]", i)
		c.once("schedule", e.Name, path+".name")
		share := e.Type == string(recorder.Percentage) || e.Type == string(recorder.AgentPercentage)
		if given := c.Given(path + ".percent"); given != share {
			c.Bad(path, "percent belongs to the percentage types, which need it")
		}
		count := e.Type == string(recorder.SetNumber)
		if given := c.Given(path + ".number"); given != count {
			c.Bad(path, "number belongs to the type set number, which needs it")
		}
		if s := e.schedule(); s.Check() != nil {
			c.Bad(path, "%v", s.Check())
		}
		for j, id := range e.Cores {
			if !c.hasCore(id) {
				c.Bad(fmt.Sprintf("%s.cores[%d]", path, j), "there is no core %d", id)
			}
		}
	}
}

func (c *checker) users() {
	passwords := 0
	for i := range c.doc.Users {
		u := &c.doc.Users[i]
		path := fmt.Sprintf("users[%d]", i)
		c.once("person", u.FirstName+" "+u.LastName, path+".last_name")
		if u.Username != "" {
			c.once("username", u.Username, path+".username")
		}
		if u.Password != "" {
			passwords++
		}
		for j, p := range u.Phones {
			c.once("phone", p, fmt.Sprintf("%s.phones[%d]", path, j))
		}
		c.refer("role", u.Roles, path+".roles")
		c.site(u.SiteID, path+".site_id")
	}
	c.atMost(MaxPasswords, passwords, "users with a password", "users")
}

// site complains of a SITEID that does not exist.
func (c *checker) site(id int64, path string) {
	if id != 0 && c.doc.Sites != nil && !has(c.doc.Sites, id) {
		c.Bad(path, "there is no site %d", id)
	}
}

func (c *checker) teams() {
	users := len(c.doc.Users)
	for i := range c.doc.Teams {
		t := &c.doc.Teams[i]
		path := fmt.Sprintf("teams[%d]", i)
		c.refer("group", []string{t.Group}, path+".group")
		if t.Role != "" {
			c.refer("role", []string{t.Role}, path+".role")
		}
		c.site(t.Site, path+".site_id")
		if users += t.Agents; users > MaxUsers {
			break
		}
		for n := range t.Agents {
			c.once("phone", t.phone(n), path+".first_phone")
			if t.Station != "" {
				c.once("station", t.Station+t.phone(n), path+".station")
				c.once("device of a workstation", t.phone(n), path+".first_phone")
			}
		}
		if c.Wrong() > 100*form.MaxShown {
			return
		}
	}
	c.atMost(MaxUsers, users, "users", "teams")
}

// sums complains of more than the directory has room for.
func (c *checker) sums() {
	var phones, workstations, members, permissions, roleGroups, userRoles int
	for i := range c.doc.Users {
		phones += len(c.doc.Users[i].Phones)
		userRoles += len(c.doc.Users[i].Roles)
	}
	for i := range c.doc.Groups {
		members += len(c.doc.Groups[i].Members)
		permissions += len(c.doc.Groups[i].Permitted)
	}
	for i := range c.doc.Roles {
		roleGroups += len(c.doc.Roles[i].Groups)
	}
	for i := range c.doc.Teams {
		t := &c.doc.Teams[i]
		phones, members = phones+t.Agents, members+t.Agents
		if t.Station != "" {
			workstations += t.Agents
		}
		if t.Role != "" {
			userRoles += t.Agents
		}
	}
	c.atMost(MaxPhones, phones, "phones", "users")
	c.atMost(MaxWorkstations, workstations+len(c.doc.Workstations), "workstations", "workstations")
	c.atMost(MaxAssignments, members, "members", "groups")
	c.atMost(MaxAssignments, permissions, "permissions", "groups")
	c.atMost(MaxAssignments, roleGroups, "groups of roles", "roles")
	c.atMost(MaxAssignments, userRoles, "roles of users", "users")
}

// places looks at workstations and devices.
func (c *checker) places() {
	for i, w := range c.doc.Workstations {
		c.once("station", w.Station, sub("workstations", i, "station"))
		c.once("device of a workstation", w.Device, sub("workstations", i, "device"))
		if w.Location != 0 && c.doc.Locations != nil && !has(c.doc.Locations, w.Location) {
			c.Bad(sub("workstations", i, "location_id"), "there is no location %d", w.Location)
		}
	}
	devices := 0
	for i, d := range c.doc.Devices {
		path := sub("devices", i, "id")
		if devices += max(d.Count, 1); devices > MaxDevices {
			break
		}
		first, err := strconv.ParseInt(d.ID, 10, 64)
		if d.Count > 1 && (err != nil || first < 0 || first > 1e15 || d.Alias != "") {
			c.Bad(path, "with a count the id is a number, and there is no alias")
			continue
		}
		c.once("device", d.ID, path)
		for n := 1; n < d.Count; n++ {
			c.once("device", d.id(n), path)
		}
	}
	c.atMost(MaxDevices, devices, "devices", "devices")
}

func (c *checker) recordings() {
	for i := range c.doc.Recordings {
		e := &c.doc.Recordings[i]
		path := fmt.Sprintf("recordings[%d]", i)
		if e.Start.IsZero() == (e.Ago == 0) {
			c.Bad(path, "it needs start or ago, one of them")
		}
		if e.Ago != 0 && e.Ago < e.Length {
			c.Bad(path+".ago", "a recording of %v that began %v ago is not over", e.Length, e.Ago)
		}
		if e.Agent != "" {
			c.refer("username", []string{e.Agent}, path+".agent")
		}
		if e.Core != 0 && !c.hasCore(e.Core) {
			c.Bad(path+".core", "there is no core %d", e.Core)
		}
		at := time.Duration(0)
		for j, b := range e.Blackouts {
			if b.From < at || b.To <= b.From || b.To > e.Length {
				c.Bad(fmt.Sprintf("%s.blackouts[%d]", path, j), "blackouts come in order, do not overlap, and lie within the recording")
			}
			at = b.To
		}
	}
	if h := c.doc.History; h != nil {
		c.history(h)
	}
}

// history complains of more calls than the phones and channels can have held.
func (c *checker) history(h *historyEntry) {
	c.atMost(MaxRecordings, len(c.doc.Recordings)+h.Recordings, "recordings", "history.recordings")
	from, to := h.hours()
	if from >= to {
		c.Bad("history.to_hour", "business from %d to %d o'clock has no hours", from, to)
		return
	}
	if h.median() > h.longest() {
		c.Bad("history.median", "it is longer than the longest call, %v", h.longest())
	}
	lines := min(len(c.doc.seats()), c.doc.channels())
	// A call is half as long again as the median, and the busiest hours have
	// twice as many as others: with more, calls would queue beyond the day.
	most := float64(h.Days*(to-from)) * float64(time.Hour) * float64(lines) / float64(4*h.median())
	if float64(h.Recordings) > most {
		c.Bad("history.recordings", "%d calls do not fit: phones and channels for %d calls at once hold %.0f of a median of %v in %d days",
			h.Recordings, lines, most, h.median(), h.Days)
	}
}

func has(all []int64, id int64) bool {
	for _, a := range all {
		if a == id {
			return true
		}
	}
	return false
}
