package dashboard

import (
	"slices"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

const (
	// shownLanes is how many devices the timeline has.
	shownLanes = 24
	// laneRest is how long a device keeps its lane after its last call, if
	// another one wants it.
	laneRest = 20 * time.Second
)

// lanes are the devices of the timeline. Under load a list of the devices with
// the newest calls would be another one each time: a lane stays with its device
// for as long as that has calls.
type lanes struct {
	ids  []string
	busy []time.Time // when each was last seen in a call
}

// look returns the lanes' devices, after giving lanes that rest, and those not
// taken yet, to devices of state that are in calls.
func (l *lanes) look(source Source, now time.Time, state *recorder.State) []recorder.DeviceState {
	all := l.refresh(source, now)
	if l.admit(now, state.Devices) {
		all = l.refresh(source, now)
	}
	return all
}

// refresh notes which devices are in calls. A device that is no longer known
// loses its lane.
func (l *lanes) refresh(source Source, now time.Time) []recorder.DeviceState {
	all := source.Look(l.ids, shownDevices)
	ids, busy := make([]string, len(all)), make([]time.Time, len(all))
	for i := range all {
		ids[i] = all[i].ID
		if busy[i] = now; all[i].CallCount == 0 {
			busy[i] = l.busy[slices.Index(l.ids, all[i].ID)]
		}
	}
	l.ids, l.busy = ids, busy
	return all
}

// admit gives lanes to devices, and reports whether any changed hands.
func (l *lanes) admit(now time.Time, devices []recorder.DeviceState) (changed bool) {
	for i := range devices {
		d := &devices[i]
		if d.CallCount == 0 || slices.Contains(l.ids, d.ID) {
			continue
		}
		switch at := l.resting(now); {
		case len(l.ids) < shownLanes:
			l.ids, l.busy = append(l.ids, d.ID), append(l.busy, now)
		case at >= 0:
			l.ids[at], l.busy[at] = d.ID, now
		default:
			return changed
		}
		changed = true
	}
	return changed
}

// resting is the lane that has been without a call for longest, -1 where none
// has been for laneRest.
func (l *lanes) resting(now time.Time) int {
	longest := -1
	for i, t := range l.busy {
		if now.Sub(t) >= laneRest && (longest < 0 || t.Before(l.busy[longest])) {
			longest = i
		}
	}
	return longest
}
