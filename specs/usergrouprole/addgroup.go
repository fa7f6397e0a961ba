package usergrouprole

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// addGroup sends ADDGROUP, which must add the group or find it, and returns its
// id.
func addGroup(t *harness.T, name string) string {
	return t.OK("ADDGROUP", "GROUPNAME", name).FieldIs("GROUPNAME", name).Field("GROUPID")
}

// knowsGroup reports whether a group exists, given as GROUPNAME or as GROUPID:
// whether a user can be kept from it.
func knowsGroup(t *harness.T, u *harness.User, by, group string) bool {
	r := t.Send("MODIFYUSERGROUPPERMISSION", "ACTION", "ADD", by, group, "USERNAME", u.Username)
	return r.Is(append(noGroup, catalog.API_OK)...).OK()
}

var _ = harness.Describe("ADDGROUP", func() {
	harness.Spec("ADDGROUP-1", "adds a group and says its id", func(t *harness.T) {
		name, other := t.Name("Sales & Marketing "), t.Name("g")
		id, err := strconv.Atoi(addGroup(t, name))
		t.Check(err == nil && id > 0, "GROUPID is no positive number")
		t.Check(addGroup(t, other) != strconv.Itoa(id), "two groups have the GROUPID %d", id)
	})
	harness.Spec("ADDGROUP-2", "says that it has added a group", func(t *harness.T) {
		name := t.Name("Sales & Marketing ")
		t.OK("ADDGROUP", "GROUPNAME", name).Says("group: " + name + " has been added")
	})
	harness.Spec("ADDGROUP-3", "returns a group that exists as it is", func(t *harness.T) {
		name := t.Name("g")
		id := addGroup(t, name)
		addGroup(t, t.Name("g"))
		for range 3 {
			t.Equal("GROUPID of the group when it is added again", addGroup(t, name), id)
		}
	})
	harness.Spec("ADDGROUP-4", "adds a group that is found by name and by id", func(t *harness.T) {
		u, name := t.User(), t.Name("g")
		t.Check(!knowsGroup(t, u, "GROUPNAME", name), "the group exists before it is added")
		id := addGroup(t, name)
		t.Check(knowsGroup(t, u, "GROUPNAME", name), "the group is not found by GROUPNAME")
		t.Check(knowsGroup(t, u, "GROUPID", id), "the group is not found by GROUPID")
	})
	harness.Spec("ADDGROUP-5", "needs a GROUPNAME", func(t *harness.T) {
		t.Requires("ADDGROUP", []string{"GROUPNAME", t.Name("g")}, "GROUPNAME")
		t.Send("ADDGROUP", "GROUPNAME", "   ").Is(refused...)
	})
	harness.Spec("ADDGROUP-6", "returns a GROUPNAME with characters that XML escapes as it was sent", func(t *harness.T) {
		name := t.Name(`a&b<c>d"e'f&amp;`)
		t.Equal("GROUPID of the group when it is added again", addGroup(t, name), addGroup(t, name))
	})
	harness.Spec("ADDGROUP-13", "returns a GROUPNAME beyond ASCII as it was sent", func(t *harness.T) {
		for _, name := range []string{t.Name("Größe"), long(t, 255, latin)} {
			t.Equal("GROUPID of the group when it is added again", addGroup(t, name), addGroup(t, name))
		}
	})
	harness.Spec("ADDGROUP-7", "tells groups apart by the last of 255 characters", func(t *harness.T) {
		name := long(t, 255, ascii)
		ids := []string{addGroup(t, name), addGroup(t, differing(name)), addGroup(t, name[:254])}
		t.Check(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "three groups have the ids %s", strings.Join(ids, ", "))
		t.Equal("GROUPID of the first when it is added again", addGroup(t, name), ids[0])
	})
	harness.Spec("ADDGROUP-8", "harms no group by a GROUPNAME that is too long", func(t *harness.T) {
		neighbour, name := t.Name("g"), long(t, 256, ascii)
		id := addGroup(t, neighbour)
		r := t.Send("ADDGROUP", "GROUPNAME", name).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		t.Equal("GROUPID of another group when it is added again", addGroup(t, neighbour), id)
		if !r.OK() {
			t.Reading("E-25", fmt.Sprint(r.Code))
			return
		}
		kept := r.Field("GROUPNAME")
		t.OneOf("GROUPNAME", kept, name, name[:255])
		t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[kept == name])
		t.Equal("GROUPID of the group when it is added again", addGroup(t, kept), r.Field("GROUPID"))
	})
	harness.Spec("ADDGROUP-11", "takes a bare ampersand literally", func(t *harness.T) {
		name := t.Name("Sales & Marketing ")
		c := t.Dial()
		c.Raw("<REQUEST><TYPE>ADDGROUP</TYPE><REQUESTID>2</REQUESTID><GROUPNAME>" + name + "</GROUPNAME></REQUEST>\r\n")
		t.Equal("GROUPID of the group", c.Next().Is(catalog.API_OK).FieldIs("GROUPNAME", name).Field("GROUPID"), addGroup(t, name))
	})
	harness.Spec("ADDGROUP-12", "adds one group for several who add it at the same time", func(t *harness.T) {
		name := t.Name("g")
		var ids [6]string
		t.Each(len(ids), func(i int) { ids[i] = t.Dial().OK("ADDGROUP", "GROUPNAME", name).Field("GROUPID") })
		for _, id := range ids {
			t.Equal("GROUPID that one of them was told", id, ids[0])
		}
	})
})
