package callhandling

import (
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// width is the width that the manual's tables give some parameters, in
// characters: the same in every table (E-24).
type width struct {
	title string
	names []string
	n     int
}

var widths = []width{
	{"DEVICEALIAS", []string{"DEVICEALIAS"}, 15},
	{"GROUP, GATE, ANI and DNIS", []string{"GROUP", "GATE", "ANI", "DNIS"}, 20},
	{"USER1 to USER3", numbered("USER", 1, 3), 20},
	{"USER4 to USER8", numbered("USER", 4, 8), 255},
	{"USER9 to USER15", numbered("USER", 9, 15), 50},
}

// ascii and latin are what long values are made of: letters that a code page
// of one byte a character has too.
const (
	ascii = "abcdefghijklmnopqrstuvwxyz0123456789"
	latin = "äöüßéèêñçåøæ"
)

// long returns a value of exactly n characters that no other call has.
func long(t *harness.T, n int, of string) string {
	v := []rune(t.Name("w") + strings.Repeat(of, 1+n/utf8.RuneCountInString(of)))
	return string(v[:n])
}

// longAll gives each parameter a value of n characters: names and values in
// turn.
func longAll(t *harness.T, n int, of string, names ...string) []string {
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, name, long(t, n, of))
	}
	return pairs
}

// keptOrCut fails unless a value that is one too long for its width was
// refused, kept whole or cut, and notes which (E-25). It reports whether it was
// taken, and what must then be shown.
func keptOrCut(t *harness.T, r *harness.Reply, sent string, n int, shown func() string) (string, bool) {
	r.Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
	if !r.OK() {
		t.Reading("E-25", codeReading(r))
		return "", false
	}
	got := shown()
	t.OneOf("the value that was one character too long", got, sent, string([]rune(sent)[:n]))
	t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[got == sent])
	return got, true
}

// configured is why a spec about DEVICEIDs is skipped (E-31).
const configured = "the target takes only the devices that it is configured with"

var _ = harness.Describe("CALLSTART", func() {
	for _, w := range widths {
		harness.Spec("CALLSTART-30", "keeps values of the full width: "+w.title, func(t *harness.T) {
			keepsFullWidth(t, w, ascii)
		})
		harness.Spec("CALLSTART-33", "keeps values of the full width beyond ASCII: "+w.title, func(t *harness.T) {
			keepsFullWidth(t, w, latin)
		})
		harness.Spec("CALLSTART-32", "harms nothing by a value that is too long: "+w.title, func(t *harness.T) {
			for _, name := range w.names {
				tooLong(t, name, w.n)
			}
		})
	}

	harness.Spec("CALLSTART-30", "keeps values of the full width: CALLID", func(t *harness.T) {
		for _, n := range []int{15, 16} {
			d, v := t.Device(), long(t, n, ascii)
			t.Start(d, "CALLID", v)
			t.Matches("the call", t.Status(d), "CALLID", v)
		}
	})
	harness.Spec("CALLSTART-32", "harms nothing by a value that is too long: CALLID", func(t *harness.T) {
		d, v := t.Device(), long(t, 17, ascii)
		keptOrCut(t, t.Send("CALLSTART", "DEVICEID", d, "CALLID", v), v, 16, func() string { return t.Status(d).Get("CALLID") })
	})

	harness.Spec("CALLSTART-30", "keeps values of the full width: STATIONNAME", func(t *harness.T) {
		for _, n := range []int{49, 50} {
			d, v := t.Device(), strings.ToUpper(long(t, n, ascii))
			t.Start(d, "STATIONNAME", v)
			t.Matches("the call", t.Status(d), "STATION", v)
		}
	})
	harness.Spec("CALLSTART-32", "harms nothing by a value that is too long: STATIONNAME", func(t *harness.T) {
		d, v := t.Device(), strings.ToUpper(long(t, 51, ascii))
		keptOrCut(t, t.Send("CALLSTART", "DEVICEID", d, "STATIONNAME", v), v, 50, func() string { return t.Status(d).Get("STATION") })
	})

	for _, name := range []string{"SYS_USER", "CRM_USER"} {
		harness.Spec("CALLSTART-31", "keeps values of the full width: "+name, func(t *harness.T) {
			for _, n := range []int{29, 30} {
				d, v := t.Device(), long(t, n, ascii)
				t.Start(d, name, v)
				t.Matches("the device", t.Status(d), name, v)
			}
		})
	}

	harness.Spec("CALLSTART-30", "keeps values of the full width: DEVICEID of 15 characters", func(t *harness.T) {
		keepsDeviceID(t, 14)
		keepsDeviceID(t, 15)
	})
	harness.Spec("CALLSTART-31", "keeps values of the full width: DEVICEID of 64 characters", func(t *harness.T) {
		keepsDeviceID(t, 63)
		keepsDeviceID(t, 64)
	})
	harness.Spec("CALLSTART-32", "harms nothing by a value that is too long: DEVICEID", func(t *harness.T) {
		t.Need(t.AnyDevice(), configured)
		id, d := long(t, 65, ascii), t.Device()
		t.Start(d)
		r := t.Send("CALLSTART", "DEVICEID", id).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		if !r.OK() {
			t.Reading("E-25", codeReading(r))
		} else {
			t.Check(len(t.Instances(id))+len(t.Instances(id[:64])) > 0, "the call is active neither on the device as it was sent nor on the one cut to 64 characters")
		}
		t.Active(d, "")
	})
})

// keepsFullWidth fails unless values of one character less than the width, and
// of the width, are shown and stored whole.
func keepsFullWidth(t *harness.T, w width, of string) {
	for _, n := range []int{w.n - 1, w.n} {
		d, said := t.Device(), longAll(t, n, of, w.names...)
		t.StartRecorded(d, said...)
		t.Matches("the call", t.Instance(d, ""), said...)
		t.Stop(d)
		t.Matches("the row", t.Row(d), said...)
		t.Rows(1, said...)
	}
}

// tooLong sends one value that is a character too long for its width among
// others that are not.
func tooLong(t *harness.T, name string, n int) {
	d, neighbour := t.Device(), t.Device()
	t.Start(neighbour, name, "steady")
	rest := freshAll(t, slicesWithout(variables, name)...)
	v := long(t, n+1, ascii)
	r := t.Send("CALLSTART", append([]string{"DEVICEID", d, name, v}, rest...)...)
	shown, taken := keptOrCut(t, r, v, n, func() string { return t.Status(d).Get(name) })
	t.Matches("the other call", t.Status(neighbour), name, "steady")
	if !taken {
		t.Active(d)
		return
	}
	t.Active(d, "")
	t.Matches("the call", t.Instance(d, ""), append(rest, name, shown)...)
	t.UntilRecorded(d)
	t.Stop(d)
	t.Matches("the row", t.Row(d), rest...)
	t.OneOf(name+" of the row", t.Row(d).Get(name), v, v[:n])
}

func slicesWithout(names []string, name string) []string {
	var rest []string
	for _, n := range names {
		if n != name {
			rest = append(rest, n)
		}
	}
	return rest
}

// keepsDeviceID fails unless two devices whose ids differ in the last of n
// characters are two devices.
func keepsDeviceID(t *harness.T, n int) {
	t.Need(t.AnyDevice(), configured)
	id := long(t, n-1, ascii)
	a, b := id+"1", id+"2"
	t.Start(a)
	t.Active(a, "")
	t.Active(b)
	t.Start(b)
	t.Active(a, "")
	t.Active(b, "")
	t.Matches("the device", t.Status(a), "DEVICEID", a)
}
