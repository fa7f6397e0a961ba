package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/directory"
)

// table is a table of the directory; the first keys of its columns are its
// primary key.
type table struct {
	name    string
	columns string
	keys    int
}

var (
	users = table{"users", `agent_id, employee_id, first_name, last_name, status, added, modified,
		sys_user, domain, email, crm_user, site_id, username, password_hash`, 1}
	phones       = table{"phones", "phone_id, agent_id, position", 1}
	workstations = table{"workstations", "device_id, station_name, location_id, station_key", 1}
	groups       = table{"groups", "group_id, name, active", 1}
	members      = table{"group_members", "group_id, agent_id, device_id", 3}
	permissions  = table{"group_permissions", "group_id, agent_id, device_id", 3}
	roles        = table{"roles", "role_id, name, description", 1}
	roleGroups   = table{"role_groups", "role_id, group_id", 2}
	userRoles    = table{"user_roles", "agent_id, role_id", 2}

	directoryTables = []table{users, phones, workstations, groups, members, permissions, roles, roleGroups, userRoles}
)

// split is the table of a row and the values of its columns.
func split(row directory.Row) (table, []any) {
	switch r := row.(type) {
	case directory.User:
		return users, []any{r.AgentID, r.EmployeeID, r.FirstName, r.LastName, r.Status,
			r.Added.UnixMicro(), r.Modified.UnixMicro(), r.SysUser, r.Domain, r.Email, r.CRMUser,
			r.SiteID, r.Username, r.PasswordHash}
	case directory.Phone:
		return phones, []any{r.PhoneID, r.AgentID, r.Order}
	case directory.Workstation:
		return workstations, []any{r.DeviceID, r.StationName, r.LocationID, stationKey(r.StationName)}
	case directory.Group:
		return groups, []any{r.GroupID, r.Name, r.Active}
	case directory.GroupMember:
		return members, []any{r.GroupID, r.AgentID, r.DeviceID}
	case directory.GroupPermission:
		return permissions, []any{r.GroupID, r.AgentID, r.DeviceID}
	case directory.Role:
		return roles, []any{r.RoleID, r.Name, r.Description}
	case directory.RoleGroup:
		return roleGroups, []any{r.RoleID, r.GroupID}
	case directory.UserRole:
		return userRoles, []any{r.AgentID, r.RoleID}
	}
	panic(fmt.Sprintf("store: a directory row of type %T", row))
}

// stationKey is the form in which a station's name is unique.
func stationKey(name string) string { return strings.ToLower(name) }

// put inserts a row, or replaces the row of the same key.
func (t table) put(ctx context.Context, tx *sql.Tx, values []any) error {
	if err := t.remove(ctx, tx, values); err != nil {
		return err
	}
	return t.insert(ctx, tx, values, 1)
}

// insert writes n new rows whose values follow one another.
func (t table) insert(ctx context.Context, tx *sql.Tx, values []any, n int) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO "+t.name+" ("+t.columns+") VALUES "+parameters(n, len(values)/n), values...)
	return err
}

// parameters is n rows of VALUES, each of so many columns.
func parameters(n, columns int) string {
	var b strings.Builder
	for i := range n * columns {
		b.WriteString([]string{", ($", ", $"}[min(i%columns, 1)])
		b.WriteString(strconv.Itoa(i + 1))
		if i%columns == columns-1 {
			b.WriteByte(')')
		}
	}
	return b.String()[len(", "):]
}

// remove deletes the row of the same key, if there is one.
func (t table) remove(ctx context.Context, tx *sql.Tx, values []any) error {
	keys := strings.SplitN(t.columns, ", ", t.keys+1)[:t.keys]
	for i, key := range keys {
		keys[i] = key + " = $" + strconv.Itoa(i+1)
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM "+t.name+" WHERE "+strings.Join(keys, " AND "), values[:t.keys]...)
	return err
}

// Apply makes changes of the directory, in order, all or none. They are
// durable when it returns nil.
func (s *Store) Apply(ctx context.Context, changes []directory.Change) error {
	if len(changes) == 0 {
		return s.ready()
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, c := range changes {
			if err := apply(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func apply(ctx context.Context, tx *sql.Tx, c directory.Change) error {
	t, values := split(c.Row)
	if c.Remove {
		return t.remove(ctx, tx, values)
	}
	switch r := c.Row.(type) {
	case directory.Phone:
		if r.Order == 0 {
			if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(position), 0) + 1 FROM phones").Scan(&values[2]); err != nil {
				return err
			}
		}
	case directory.Workstation:
		if _, err := tx.ExecContext(ctx, "DELETE FROM workstations WHERE station_key = $1", stationKey(r.StationName)); err != nil {
			return err
		}
	case directory.Role:
		if err := roleIDs.raise(ctx, tx, r.RoleID); err != nil {
			return err
		}
	}
	return t.put(ctx, tx, values)
}

// Directory returns the whole directory, each table by its key, phones in the
// order of their assignment.
func (s *Store) Directory(ctx context.Context) (directory.Snapshot, error) {
	var d directory.Snapshot
	if err := s.ready(); err != nil {
		return d, err
	}
	// One transaction, or a change between two tables would be half seen.
	tx, err := s.db.read.BeginTx(ctx, &s.db.moment)
	if err != nil {
		return d, failed(ctx, err)
	}
	defer tx.Rollback()
	if err := load(ctx, tx, &d); err != nil {
		return directory.Snapshot{}, failed(ctx, err)
	}
	return d, nil
}

func load(ctx context.Context, tx *sql.Tx, d *directory.Snapshot) error {
	var next int64
	err := tx.QueryRowContext(ctx, "SELECT next FROM counters WHERE name = $1", string(roleIDs)).Scan(&next)
	if err == nil {
		d.LastRoleID = next - 1
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return errors.Join(
		loadUsers(ctx, tx, d),
		each(ctx, tx, phones, "position, phone_id", &d.Phones, func(r *directory.Phone) []any {
			return []any{&r.PhoneID, &r.AgentID, &r.Order}
		}),
		each(ctx, tx, workstations, "device_id", &d.Workstations, func(r *directory.Workstation) []any {
			return []any{&r.DeviceID, &r.StationName, &r.LocationID, new(string)}
		}),
		each(ctx, tx, groups, "group_id", &d.Groups, func(r *directory.Group) []any {
			return []any{&r.GroupID, &r.Name, &r.Active}
		}),
		each(ctx, tx, members, members.columns, &d.Members, func(r *directory.GroupMember) []any {
			return []any{&r.GroupID, &r.AgentID, &r.DeviceID}
		}),
		each(ctx, tx, permissions, permissions.columns, &d.Permissions, func(r *directory.GroupPermission) []any {
			return []any{&r.GroupID, &r.AgentID, &r.DeviceID}
		}),
		each(ctx, tx, roles, "role_id", &d.Roles, func(r *directory.Role) []any {
			return []any{&r.RoleID, &r.Name, &r.Description}
		}),
		each(ctx, tx, roleGroups, roleGroups.columns, &d.RoleGroups, func(r *directory.RoleGroup) []any {
			return []any{&r.RoleID, &r.GroupID}
		}),
		each(ctx, tx, userRoles, userRoles.columns, &d.UserRoles, func(r *directory.UserRole) []any {
			return []any{&r.AgentID, &r.RoleID}
		}),
	)
}

// loadUsers reads the users; their times are microseconds since 1970.
func loadUsers(ctx context.Context, tx *sql.Tx, d *directory.Snapshot) error {
	var times [][2]int64
	err := each(ctx, tx, users, "agent_id", &d.Users, func(r *directory.User) []any {
		times = append(times, [2]int64{})
		t := &times[len(times)-1]
		return []any{&r.AgentID, &r.EmployeeID, &r.FirstName, &r.LastName, &r.Status, &t[0], &t[1],
			&r.SysUser, &r.Domain, &r.Email, &r.CRMUser, &r.SiteID, &r.Username, &r.PasswordHash}
	})
	for i := range d.Users {
		d.Users[i].Added, d.Users[i].Modified = time.UnixMicro(times[i][0]), time.UnixMicro(times[i][1])
	}
	return err
}

// each appends the rows of t to dest; fields points to a row's values.
func each[R any](ctx context.Context, tx *sql.Tx, t table, order string, dest *[]R, fields func(*R) []any) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+t.columns+" FROM "+t.name+" ORDER BY "+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r R
		if err := rows.Scan(fields(&r)...); err != nil {
			return err
		}
		*dest = append(*dest, r)
	}
	return rows.Err()
}
