package usergrouprole

import (
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("COMBINEDEMAIL", func() {
	m := mails[1]
	// several returns a mailing with the ids of recordings that it may send.
	several := func(t *harness.T) (*mailing, []string) {
		g := m.mailing(t)
		return g, []string{g.recordID, t.Recorded(t.Device()).Get("RECORDID"), t.Recorded(t.Device()).Get("RECORDID")}
	}
	harness.Spec("COMBINEDEMAIL-7", "sends several recordings", func(t *harness.T) {
		g, ids := several(t)
		g.taken(g.with("IDENT", strings.Join(ids, ",")))
		g.taken(g.with("IDENT", ids[2]+","+ids[0]))
		g.taken(g.with("IDENT", strings.Join(ids, ", ")))
	})
	for _, c := range []struct {
		rule, where string
		say         says
	}{{"COMBINEDEMAIL-8", "", (*mailing).says}, {"COMBINEDEMAIL-5", ", also where no mail server is configured", strictly}} {
		harness.Spec(c.rule, "refuses several recordings of which one is not there"+c.where, func(t *harness.T) {
			g, ids := several(t)
			for place := range ids {
				list := slices.Clone(ids)
				list[place] = noID
				c.say(g, g.with("IDENT", strings.Join(list, ",")), catalog.API_FILE_NOT_FOUND)
			}
		})
	}
	harness.Spec("COMBINEDEMAIL-5", "refuses an IDENT that is none", func(t *harness.T) {
		g := m.mailing(t)
		for _, v := range []string{"one", g.recordID + "," + "x", "-1", "' OR '1'='1"} {
			g.with("IDENT", v).Is(append(refused, catalog.API_FILE_NOT_FOUND, catalog.API_RECORDID_INVALID)...)
		}
	})
	for _, name := range []string{"TONAME", "FROMADDRESS", "FROMNAME", "UNIQUEID"} {
		harness.Spec("COMBINEDEMAIL-9", "needs no "+name, func(t *harness.T) {
			g := m.mailing(t)
			g.taken(g.without(name))
			g.taken(g.with(name, ""))
		})
	}
	harness.Spec("COMBINEDEMAIL-20", "takes addresses of 255 characters", func(t *harness.T) {
		g := m.mailing(t)
		for _, name := range m.addresses {
			for _, n := range []int{254, 255} {
				g.taken(g.with(name, longAddress(n)))
			}
		}
	})
	harness.Spec("COMBINEDEMAIL-20", "takes a list of 255 characters", func(t *harness.T) {
		g := m.mailing(t)
		list := g.recordID
		for len(list)+1+len(g.recordID) < 254 {
			list += "," + g.recordID
		}
		for _, blanks := range []int{254, 255} { // a list may have blanks after its commas
			g.taken(g.with("IDENT", strings.Replace(list, ",", ","+strings.Repeat(" ", blanks-len(list)), 1)))
		}
	})
	harness.Spec("COMBINEDEMAIL-21", "is not harmed by a UNIQUEID that is long", func(t *harness.T) {
		g := m.mailing(t)
		for _, n := range []int{255, 256} {
			g.with("UNIQUEID", long(t, n, ascii)).Is(append(refused, catalog.API_OK, catalog.API_FILE_NOT_FOUND,
				catalog.API_ERROR_CLIENT_NOT_FOUND, catalog.API_ERROR_PROCESSING_MESSAGE)...)
		}
		g.taken(g.with())
	})
	harness.Spec("COMBINEDEMAIL-10", "takes any names", func(t *harness.T) {
		g := m.mailing(t)
		for _, v := range []string{"Jane \"J\" Doe <x>", "R & D, Sales", "Zoë Größe", long(t, 255, ascii)} {
			g.taken(g.with("TONAME", v, "FROMNAME", v))
		}
	})
})
