package status

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// widthOf is how many characters the manual's tables give a filter: the same
// in every table that has it, but for those of users, whose narrowest it is.
func widthOf(filter string) int {
	switch filter {
	case "DEVICEALIAS":
		return 15
	case "SYS_USER", "CRM_USER":
		return 30
	case "USER4", "USER5", "USER6", "USER7", "USER8":
		return 255
	case "USER9", "USER10", "USER11", "USER12", "USER13", "USER14", "USER15":
		return 50
	}
	return 20
}

var _ = harness.Describe("CALLLIST", func() {
	for _, of := range []struct{ id, title, letters string }{{"40", "", ascii}, {"41", " beyond ASCII", latin}} {
		harness.Spec("CALLLIST-"+of.id, "finds and shows values of the full width"+of.title, func(t *harness.T) {
			for _, less := range []int{1, 0} {
				d := t.Device()
				u := t.User("SYS_USER", long(t, 30-less, of.letters), "CRM_USER", long(t, 30-less, of.letters))
				t.Phone(u, d)
				var values []string
				for _, filter := range filters[3:] {
					values = append(values, filter, long(t, widthOf(filter)-less, of.letters))
				}
				t.StartRecorded(d, values...)
				t.Stop(d)
				values = append(values, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
				for i := 0; i < len(values); i += 2 {
					t.Matches("the row", t.Rows(1, values[i], values[i+1])[0], values...)
				}
			}
		})
	}
	harness.Spec("CALLLIST-42", "finds nothing else by a value that is too long", func(t *harness.T) {
		d := t.Device()
		keptOn(t, d)
		for _, filter := range filters[3:] {
			value := long(t, widthOf(filter)+1, ascii)
			field, mark := "USER15", t.Name("m")
			if filter == field {
				field = "USER14"
			}
			if !t.Send("CALLSTART", "DEVICEID", d, filter, value, field, mark).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT).OK() {
				continue
			}
			t.UntilRecorded(d)
			t.Stop(d)
			row := t.Rows(1, field, mark)[0]
			t.OneOf(filter+" of the row", row.Get(filter), value, value[:len(value)-1])
			t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[row.Get(filter) == value])
			r := t.Send("CALLLIST", filter, value).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			for _, found := range r.Sections("SEARCHRESULT") {
				t.Equal("RECORDID of the row found", found.Get("RECORDID"), row.Get("RECORDID"))
			}
		}
	})
})
