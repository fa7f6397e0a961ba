package recordingcontrol

import (
	"strings"

	"github.com/offhook/offhook/specs/harness"
)

// The values of STATUS in DEVICERECORDINGSTATUS.
const (
	recording = "recording"
	paused    = "recordpaused"
)

// recorded starts recorded calls with those instances on a device.
func recorded(t *harness.T, device string, instances ...string) {
	for _, instance := range instances {
		t.StartRecorded(device, "CALLINSTANCE", instance)
	}
	are(t, recording, device, instances...)
}

// are waits until the instances of a device have that STATUS. No instance
// named means its only call.
func are(t *harness.T, status, device string, instances ...string) {
	t.Eventually("device "+device+" is in STATUS "+status, func() { areNow(t, status, device, instances...) })
}

// areNow fails unless the instances of a device have that STATUS.
func areNow(t *harness.T, status, device string, instances ...string) {
	if len(instances) == 0 {
		t.Equal("STATUS of the call on device "+device, only(t, device).Get("STATUS"), status)
	}
	for _, instance := range instances {
		t.Equal("STATUS of instance "+instance+" on device "+device, t.Instance(device, instance).Get("STATUS"), status)
	}
}

// only returns the one active call of a device.
func only(t *harness.T, device string) harness.Fields {
	calls := t.Instances(device)
	t.Check(len(calls) == 1, "device %s has %d active calls instead of one", device, len(calls))
	return calls[0]
}

// isPaused reports whether an instance is in a blackout.
func isPaused(t *harness.T, device, instance string) bool {
	status := t.Instance(device, instance).Get("STATUS")
	t.OneOf("STATUS of instance "+instance+" on device "+device, status, recording, paused)
	return status == paused
}

// wide returns a value of n characters that begins with a unique one and is
// filled up with char.
func wide(unique, char string, n int) string {
	return unique + strings.Repeat(char, n-len(unique))
}
