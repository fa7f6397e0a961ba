package directory

// The look-ups find what is not deleted, in constant time. Where several
// users share a value that need not be unique, the one with the lowest id is
// found. A blank value finds nothing.

// UserByID finds a user by AGENTID.
func (d *Directory) UserByID(id int64) (User, bool) {
	u, ok := d.users[id]
	if !ok || u.Status == Deleted {
		return User{}, false
	}
	return u, true
}

// UserByPhone finds the agent that a PHONEID is assigned to.
func (d *Directory) UserByPhone(phone string) (User, bool) {
	return d.UserByID(d.phones[phone].AgentID)
}

// UserBySysUser finds a user by network user name, in any case.
func (d *Directory) UserBySysUser(s string) (User, bool) {
	return d.userByEither(bySysUser, byShortSysUser, s)
}

// UserByCRMUser finds a user by name in the CRM system, in any case.
func (d *Directory) UserByCRMUser(s string) (User, bool) {
	return d.userByEither(byCRMUser, byShortCRMUser, s)
}

// UserByUsername finds a user by the product's own user name, in any case.
func (d *Directory) UserByUsername(s string) (User, bool) {
	return d.userByEither(byUsername, byShortUsername, s)
}

// UserByEmployeeID finds a user by EMPLOYEEID, in any case.
func (d *Directory) UserByEmployeeID(s string) (User, bool) {
	return d.userBy(byEmployeeID, fold(s))
}

// userByEither finds the user of a whole name, else of one that was cut.
func (d *Directory) userByEither(whole, short userKey, s string) (User, bool) {
	if u, ok := d.userBy(whole, fold(s)); ok {
		return u, true
	}
	return d.userBy(short, fold(s))
}

func (d *Directory) userBy(k userKey, key string) (User, bool) {
	return d.UserByID(d.userKeys[k].first(key))
}

// Phones returns the PHONEIDs of an agent in the order of their assignment.
func (d *Directory) Phones(agentID int64) []string {
	phones := d.phonesOf[agentID]
	ids := make([]string, len(phones))
	for i := range phones {
		ids[i] = phones[i].PhoneID
	}
	return ids
}

// StationOf returns the station that a device is mapped to.
func (d *Directory) StationOf(deviceID string) (string, bool) {
	w, ok := d.workstations[deviceID]
	return w.StationName, ok
}

// DeviceOf returns the device that a station, in any case, is mapped to.
func (d *Directory) DeviceOf(stationName string) (string, bool) {
	device, ok := d.stations[fold(stationName)]
	return device, ok
}

// groupByName finds a group, active or not, by name in any case.
func (d *Directory) groupByName(name string) (Group, bool) {
	g, ok := d.groups[d.groupIDs[fold(name)]]
	return g, ok
}

// roleByName finds a role by name in any case.
func (d *Directory) roleByName(name string) (Role, bool) {
	r, ok := d.roles[d.roleIDs[fold(name)]]
	return r, ok
}
