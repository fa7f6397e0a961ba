package directory

import "time"

// User statuses. A deleted user stays, so that old recordings go on naming
// the right agent (E-23).
const (
	Active   = "A"
	Inactive = "I"
	Deleted  = "D"
)

// User is one user; every user is an agent, AGENTID its key.
type User struct {
	AgentID      int64
	EmployeeID   string
	FirstName    string
	LastName     string
	Status       string // Active, Inactive or Deleted
	Added        time.Time
	Modified     time.Time
	SysUser      string // network user name
	Domain       string
	Email        string
	CRMUser      string
	SiteID       int64
	Username     string // the product's own user name
	PasswordHash string // argon2id in PHC form, "" where none was given
}

// Phone assigns a phone id to an agent; PhoneID is the key.
type Phone struct {
	PhoneID string
	AgentID int64
	Order   int64 // rises with each assignment; 0 in a seed: as listed
}

// Workstation maps a station to a device; both are unique.
type Workstation struct {
	DeviceID    string
	StationName string
	LocationID  int64
}

// Group is a group of the product, not an ACD group; the name is unique.
type Group struct {
	GroupID int64
	Name    string
	Active  bool
}

// GroupMember makes an agent, with one of its devices or with all ("" DeviceID),
// a member of a group.
type GroupMember struct {
	GroupID  int64
	AgentID  int64
	DeviceID string
}

// GroupPermission lets a user see a group's data.
type GroupPermission struct {
	GroupID  int64
	AgentID  int64 // the user
	DeviceID string
}

// Role is a role; the name is unique.
type Role struct {
	RoleID      int64
	Name        string
	Description string
}

// RoleGroup assigns a group to a role.
type RoleGroup struct{ RoleID, GroupID int64 }

// UserRole assigns a role to a user.
type UserRole struct{ AgentID, RoleID int64 }

// Row is a row of any of the directory's tables.
type Row interface{ row() }

func (User) row()            {}
func (Phone) row()           {}
func (Workstation) row()     {}
func (Group) row()           {}
func (GroupMember) row()     {}
func (GroupPermission) row() {}
func (Role) row()            {}
func (RoleGroup) row()       {}
func (UserRole) row()        {}

// Change puts a row (insert, or replace the row of the same key) or removes
// it. Keys are AgentID of a User, PhoneID, DeviceID of a Workstation, GroupID
// of a Group and RoleID of a Role; the other rows are keys as a whole. Changes
// of one plan are applied in order, all or none.
type Change struct {
	Row    Row
	Remove bool
}

// Snapshot is the whole directory: what a store loads and a seed holds.
type Snapshot struct {
	LastRoleID   int64 // the highest ever given: a deleted role's id stays used
	Users        []User
	Phones       []Phone
	Workstations []Workstation
	Groups       []Group
	Members      []GroupMember
	Permissions  []GroupPermission
	Roles        []Role
	RoleGroups   []RoleGroup
	UserRoles    []UserRole
}
