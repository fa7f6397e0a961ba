package recorder

import "strings"

// maxSearched bounds the devices that a Search looks at, the liveliest first:
// the recorder waits for it.
const maxSearched = 20_000

// Search returns up to limit devices of which text is a part of the id, alias,
// station or agent's names, or of an active call's ANI, DNIS or instance, in any
// case, or is its GLOBALCALLID; matches says how many there are. They are in the
// order of State.
func (r *Recorder) Search(text string, limit int) (found []DeviceState, matches int) {
	text = strings.ToLower(text)
	found = []DeviceState{}
	for _, d := range r.liveliestDevices(maxSearched) {
		if !d.shows(text) {
			continue
		}
		if matches++; len(found) < limit {
			found = append(found, d.state(r, limit))
		}
	}
	return found, matches
}

// Look returns those of the devices that are known, as State shows them, in
// the order of ids; limit bounds their lists.
func (r *Recorder) Look(ids []string, limit int) []DeviceState {
	found := make([]DeviceState, 0, len(ids))
	for _, id := range ids {
		if d := r.devices[id]; d != nil {
			found = append(found, d.state(r, limit))
		}
	}
	return found
}

// shows reports whether a text in lower case is part of what is shown of d.
func (d *device) shows(text string) bool {
	last := d.last()
	if isIn(text, d.id, d.alias, d.sysUser, d.crmUser, last.station, last.agent.FirstName, last.agent.LastName) {
		return true
	}
	for _, c := range d.active {
		if isIn(text, c.ANI, c.DNIS, c.instance) || c.global == text {
			return true
		}
	}
	return false
}

func isIn(text string, values ...string) bool {
	for _, v := range values {
		if strings.Contains(strings.ToLower(v), text) {
			return true
		}
	}
	return false
}
