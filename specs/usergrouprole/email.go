package usergrouprole

import (
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// columns are columns of the recordings table with the parameter of CALLSTART
// that fills them.
var columns = [][2]string{
	{"ani", "ANI"}, {"dnis", "DNIS"}, {"gate", "GATE"}, {"sgroup", "GROUP"}, {"device_alias", "DEVICEALIAS"},
	{"callid", "CALLID"}, {"user1", "USER1"}, {"user2", "USER2"}, {"user8", "USER8"}, {"user15", "USER15"},
}

var _ = harness.Describe("EMAIL", func() {
	m := mails[0]
	harness.Spec("EMAIL-7", "takes every MEDIA_FORMAT", func(t *harness.T) {
		g := m.mailing(t)
		for _, format := range []string{"MP3", "WAV", "VOX", "M4A", "CAV"} {
			g.taken(g.with("MEDIA_FORMAT", format))
			g.taken(g.with("MEDIA_FORMAT", strings.ToLower(format)))
		}
	})
	harness.Spec("EMAIL-8", "refuses a MEDIA_FORMAT that there is not", func(t *harness.T) {
		g := m.mailing(t)
		for _, format := range []string{"OGG", "WA", "1"} {
			g.with("MEDIA_FORMAT", format).Is(catalog.API_INVALID_MESSAGE_FORMAT)
		}
	})
	harness.Spec("EMAIL-9", "refuses to encrypt without a PASSWORD", func(t *harness.T) {
		g := m.mailing(t)
		g.with("MEDIA_FORMAT", "CAV", "ENCRYPT", "Y").Is(refused...)
		g.with("MEDIA_FORMAT", "CAV", "ENCRYPT", "Y", "PASSWORD", "").Is(refused...)
		g.taken(g.with("MEDIA_FORMAT", "CAV", "ENCRYPT", "N"))
	})
	harness.Spec("EMAIL-11", "encrypts with a PASSWORD", func(t *harness.T) {
		g := m.mailing(t)
		g.taken(g.with("MEDIA_FORMAT", "CAV", "ENCRYPT", "Y", "PASSWORD", "test"))
		g.taken(g.with("MEDIA_FORMAT", "wav", "ENCRYPT", "Y", "PASSWORD", "test"))
	})
	harness.Spec("EMAIL-10", "finds a recording by any column", func(t *harness.T) {
		var said []string
		for _, c := range columns {
			said = append(said, c[1], t.Name("v"))
		}
		g := m.mailing(t, said...)
		for i, c := range columns {
			v, others := said[2*i+1], said[(2*i+3)%len(said)]
			g.taken(g.with("UNIQUEFIELD", c[0], "UNIQUEID", v))
			g.taken(g.with("UNIQUEFIELD", strings.ToUpper(c[0]), "UNIQUEID", v))
			g.with("UNIQUEFIELD", c[0], "UNIQUEID", others).Is(catalog.API_FILE_NOT_FOUND)
			g.with("UNIQUEFIELD", c[0], "UNIQUEID", v+"x").Is(catalog.API_FILE_NOT_FOUND)
		}
	})
	harness.Spec("EMAIL-10", "finds no recording by a column that there is not", func(t *harness.T) {
		g := m.mailing(t)
		for _, column := range []string{"colour", "user16", "ident'", "1=1", long(t, 255, ascii)} {
			g.with("UNIQUEFIELD", column).Is(append(refused, catalog.API_FILE_NOT_FOUND, catalog.API_DATABASE_QUERY_ERROR)...)
		}
		g.with("UNIQUEFIELD", "user4", "UNIQUEID", "' OR '1'='1").Is(catalog.API_FILE_NOT_FOUND)
	})
	harness.Spec("EMAIL-12", "takes values of 255 characters", func(t *harness.T) {
		v := long(t, 255, ascii)
		g := m.mailing(t, "USER8", v)
		for _, id := range []string{v[:254], differing(v)} {
			g.with("UNIQUEFIELD", "user8", "UNIQUEID", id).Is(catalog.API_FILE_NOT_FOUND)
		}
		g.taken(g.with("UNIQUEFIELD", "user8", "UNIQUEID", v))
		for _, n := range []int{254, 255} {
			g.taken(g.with("TOADDRESS", longAddress(n)))
		}
	})
})

// longAddress returns an address of n characters. Labels of its domain have at
// most 63.
func longAddress(n int) string {
	domain := strings.Repeat(strings.Repeat("a", 59)+".", 4) + "example.com"
	return strings.Repeat("j", n-1-len(domain)) + "@" + domain
}
