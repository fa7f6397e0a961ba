package directory

import "slices"

// Apply makes the changes of a plan, in order. The plan must have been
// computed on the state that d is in.
func (d *Directory) Apply(changes []Change) {
	for i := range changes {
		if changes[i].Remove {
			d.remove(changes[i].Row)
		} else {
			d.put(changes[i].Row)
		}
	}
}

func (d *Directory) put(row Row) {
	switch r := row.(type) {
	case User:
		d.putUser(r)
	case Phone:
		d.putPhone(r)
	case Workstation:
		d.removeWorkstation(r.DeviceID)
		d.removeWorkstation(d.stations[fold(r.StationName)])
		d.workstations[r.DeviceID] = r
		d.stations[fold(r.StationName)] = r.DeviceID
	case Group:
		d.removeGroup(r.GroupID)
		d.groups[r.GroupID] = r
		d.groupIDs[fold(r.Name)] = r.GroupID
		d.lastGroup = max(d.lastGroup, r.GroupID)
	case Role:
		d.removeRole(r.RoleID)
		d.roles[r.RoleID] = r
		d.roleIDs[fold(r.Name)] = r.RoleID
		d.lastRole = max(d.lastRole, r.RoleID)
	case GroupMember:
		d.members[r] = struct{}{}
	case GroupPermission:
		d.permissions[r] = struct{}{}
	case RoleGroup:
		d.roleGroups[r] = struct{}{}
	case UserRole:
		d.userRoles[r] = struct{}{}
	}
}

func (d *Directory) remove(row Row) {
	switch r := row.(type) {
	case User:
		d.removeUser(r.AgentID)
	case Phone:
		d.removePhone(r.PhoneID)
	case Workstation:
		d.removeWorkstation(r.DeviceID)
	case Group:
		d.removeGroup(r.GroupID)
	case Role:
		d.removeRole(r.RoleID)
	case GroupMember:
		delete(d.members, r)
	case GroupPermission:
		delete(d.permissions, r)
	case RoleGroup:
		delete(d.roleGroups, r)
	case UserRole:
		delete(d.userRoles, r)
	}
}

func (d *Directory) putUser(u User) {
	d.removeUser(u.AgentID)
	d.users[u.AgentID] = u
	d.indexUser(&u, true)
	d.lastUser = max(d.lastUser, u.AgentID)
}

func (d *Directory) removeUser(id int64) {
	if old, ok := d.users[id]; ok {
		d.indexUser(&old, false)
		delete(d.users, id)
	}
}

// putPhone files p; without an Order it becomes the last one assigned.
func (d *Directory) putPhone(p Phone) {
	d.removePhone(p.PhoneID)
	if p.Order == 0 {
		p.Order = d.lastPhone + 1
	}
	d.lastPhone = max(d.lastPhone, p.Order)
	d.phones[p.PhoneID] = p
	of := append(d.phonesOf[p.AgentID], p)
	slices.SortFunc(of, Phone.compare)
	d.phonesOf[p.AgentID] = of
}

func (d *Directory) removePhone(phoneID string) {
	p, ok := d.phones[phoneID]
	if !ok {
		return
	}
	delete(d.phones, phoneID)
	of := slices.DeleteFunc(d.phonesOf[p.AgentID], func(q Phone) bool { return q.PhoneID == phoneID })
	if len(of) == 0 {
		delete(d.phonesOf, p.AgentID)
	} else {
		d.phonesOf[p.AgentID] = of
	}
}

func (d *Directory) removeWorkstation(deviceID string) {
	if w, ok := d.workstations[deviceID]; ok {
		delete(d.workstations, deviceID)
		delete(d.stations, fold(w.StationName))
	}
}

func (d *Directory) removeGroup(id int64) {
	if g, ok := d.groups[id]; ok {
		delete(d.groups, id)
		if d.groupIDs[fold(g.Name)] == id {
			delete(d.groupIDs, fold(g.Name))
		}
	}
}

func (d *Directory) removeRole(id int64) {
	if r, ok := d.roles[id]; ok {
		delete(d.roles, id)
		if d.roleIDs[fold(r.Name)] == id {
			delete(d.roleIDs, fold(r.Name))
		}
	}
}
