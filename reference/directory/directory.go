package directory

import (
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// Config is what a directory is told once. The zero Config is usable.
type Config struct {
	Dialect   catalog.Dialect
	Seed      int64   // of password salts, so that a run can be repeated
	Locations []int64 // the LOCATIONIDs that exist; nil: every positive one
	Sites     []int64 // the SITEIDs that exist; nil: every one
	Transient bool    // nothing is kept beyond the process: password hashes need not be costly
	Limits    Limits
}

// Limits bounds the directory's memory. Beyond a limit a request answers
// API_ERROR_PROCESSING_MESSAGE and changes nothing. Zero means the default.
type Limits struct {
	Users        int // deleted ones included, for they stay; default 50,000 (40 MB)
	Phones       int // default 100,000
	Workstations int // default 50,000
	Groups       int // default 10,000
	Roles        int // default 10,000
	Assignments  int // of each kind: members, permissions, …; default 100,000
}

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		limit *int
		value int
	}{
		{&l.Users, 50_000}, {&l.Phones, 100_000}, {&l.Workstations, 50_000},
		{&l.Groups, 10_000}, {&l.Roles, 10_000}, {&l.Assignments, 100_000},
	} {
		if *f.limit == 0 {
			*f.limit = f.value
		}
	}
	return l
}

// Directory is the directory's state. Its caller serialises Apply with all
// else; Plan and the look-ups may run beside each other, which matters because
// a Plan that hashes a password takes tens of milliseconds.
//
// Names of users, groups, roles and stations are Windows or database names and
// compare without regard to case; devices and phones compare exactly.
type Directory struct {
	cfg Config

	users    map[int64]User
	lastUser int64
	userKeys [userKeyCount]idIndex // without deleted users

	phones    map[string]Phone
	phonesOf  map[int64][]Phone // an agent's, by Order
	lastPhone int64

	workstations map[string]Workstation // by device
	stations     map[string]string      // folded station name -> device

	groups    map[int64]Group
	groupIDs  map[string]int64 // folded name -> id
	lastGroup int64

	roles    map[int64]Role
	roleIDs  map[string]int64 // folded name -> id
	lastRole int64

	members     map[GroupMember]struct{}
	permissions map[GroupPermission]struct{}
	roleGroups  map[RoleGroup]struct{}
	userRoles   map[UserRole]struct{}
}

// New returns a directory that holds s. Of rows that contradict each other
// the later one wins.
func New(cfg Config, s Snapshot) *Directory {
	cfg.Limits = cfg.Limits.withDefaults()
	d := &Directory{
		cfg:          cfg,
		users:        make(map[int64]User, len(s.Users)),
		phones:       make(map[string]Phone, len(s.Phones)),
		phonesOf:     map[int64][]Phone{},
		workstations: make(map[string]Workstation, len(s.Workstations)),
		stations:     make(map[string]string, len(s.Workstations)),
		groups:       make(map[int64]Group, len(s.Groups)),
		groupIDs:     make(map[string]int64, len(s.Groups)),
		roles:        make(map[int64]Role, len(s.Roles)),
		roleIDs:      make(map[string]int64, len(s.Roles)),
		lastRole:     s.LastRoleID,
		members:      make(map[GroupMember]struct{}, len(s.Members)),
		permissions:  make(map[GroupPermission]struct{}, len(s.Permissions)),
		roleGroups:   make(map[RoleGroup]struct{}, len(s.RoleGroups)),
		userRoles:    make(map[UserRole]struct{}, len(s.UserRoles)),
	}
	for i := range d.userKeys {
		d.userKeys[i] = idIndex{}
	}
	d.load(s)
	return d
}

// plan computes what one function's request would do.
type plan func(*Directory, time.Time, *catalog.Request) (catalog.Result, []Change)

// plans holds every function that the directory executes.
var plans = map[string]plan{
	"IMPORTUSER":                (*Directory).importUser,
	"IMPORTAGENTPHONE":          (*Directory).importAgentPhone,
	"IMPORTWORKSTATION":         (*Directory).importWorkstation,
	"ADDGROUP":                  (*Directory).addGroup,
	"MODIFYGROUPPERMISSION":     (*Directory).modifyGroupPermission,
	"MODIFYUSERGROUPPERMISSION": (*Directory).modifyUserGroupPermission,
	"MODIFYROLE":                (*Directory).modifyRole,
	"MODIFYROLEGROUPPERMISSION": (*Directory).modifyRoleGroupPermission,
	"MODIFYUSERROLE":            (*Directory).modifyUserRole,
	"AGENTWINDOW":               (*Directory).agentWindow,
	"STATIONS":                  (*Directory).listStations,
}

// Handles reports whether Plan executes the function of that name.
func Handles(function string) bool { return plans[function] != nil }

// Plan computes what req would do at the time now: its result and, if that is
// API_OK, the changes that make it true. It changes nothing itself. Times are
// shown in now's location. A request for a function that the directory does
// not handle is a programming error and panics.
func (d *Directory) Plan(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	p := plans[req.Function.Name]
	if p == nil {
		panic("directory: " + req.Function.Name + " is not one of its functions")
	}
	return p(d, now, req)
}

// fold returns the form in which names are compared.
func fold(name string) string { return strings.ToLower(name) }
