package webapi

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// malformed are the answers to a request in which a required value is missing.
var malformed = []catalog.Code{catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE}

// columns are columns of the recordings table with the parameter of CALLSTART
// that fills them.
var columns = [][2]string{
	{"ani", "ANI"}, {"dnis", "DNIS"}, {"gate", "GATE"}, {"sgroup", "GROUP"}, {"device_alias", "DEVICEALIAS"},
	{"callid", "CALLID"}, {"user1", "USER1"}, {"user2", "USER2"}, {"user4", "USER4"}, {"user5", "USER5"}, {"user6", "USER6"}, {"user7", "USER7"}, {"user8", "USER8"},
	{"user9", "USER9"}, {"user10", "USER10"}, {"user11", "USER11"}, {"user12", "USER12"}, {"user13", "USER13"}, {"user14", "USER14"}, {"user15", "USER15"},
}

var _ = harness.Describe("EXPORT", func() {
	whole := []string{"UNIQUEFIELD", "user2", "UNIQUEID", "10121968", "MEDIA_FORMAT", "MP3"}
	for i := 0; i < len(whole); i += 2 {
		harness.Spec("EXPORT-1", "needs "+whole[i], func(t *harness.T) {
			web := t.Web()
			web.Send("EXPORT", slices.Concat(whole[:i], whole[i+2:])...).Offered().Is(malformed...)
			web.Send("EXPORT", slices.Concat(whole[:i], []string{whole[i], ""}, whole[i+2:])...).Is(malformed...)
		})
	}
	harness.Spec("EXPORT-2", "answers with the recording that was asked for", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		short, long := l.short.heard(export(web, l.short.id, media.WAV), media.WAV), l.long.heard(export(web, l.long.id, media.WAV), media.WAV)
		// What a recorder cuts at the ends it cuts of both.
		const slack = 400 * time.Millisecond
		more, want := long.Length()-short.Length(), l.long.lasts-l.short.lasts
		t.Check((more-want).Abs() <= slack, "the longer call lasts %v in its file and the shorter one %v, which are %v and not %v apart",
			long.Length(), short.Length(), more, want.Round(time.Millisecond))
	})
	for _, format := range formats {
		harness.Spec("EXPORT-2 EXPORT-3", "answers with the recording as "+format.String(), func(t *harness.T) {
			c, web := recordings(t).long, t.Web()
			for _, name := range []string{format.String(), strings.ToLower(format.String())} {
				f := export(web, c.id, format, "MEDIA_FORMAT", name)
				if judged(t, format, f) {
					c.heard(f, format)
				}
			}
		})
		harness.Spec("EXPORT-4", "is silent where the recording was blacked out, as "+format.String(), func(t *harness.T) {
			c := recordings(t).hushed
			if f := export(t.Web(), c.id, format); judged(t, format, f) {
				c.silent(c.heard(f, format), 0)
			}
		})
	}
	harness.Spec("EXPORT-2", "takes the manual's example", func(t *harness.T) {
		c := recordings(t).long
		f := t.Web().Download(client.WebRequest{Path: "/webAPI.aspx", Query: "type=export&requestid=10482345&uniquefield=user2&uniqueid=" +
			url.QueryEscape(c.values["USER2"]) + "&media_format=mp3&encrypt=Y&password=test"})
		t.Check(len(f.Body) > 0, "the file is empty")
	})
	harness.Spec("EXPORT-5", "does not encrypt what is no CAV file", func(t *harness.T) {
		c := recordings(t).short
		c.heard(export(t.Web(), c.id, media.WAV, "ENCRYPT", "Y", "PASSWORD", "test"), media.WAV)
	})
	harness.Spec("EXPORT-6", "encrypts a CAV file", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		plain := export(web, c.id, media.CAV).Body
		unasked := export(web, c.id, media.CAV, "ENCRYPT", "N").Body
		secret := export(web, c.id, media.CAV, "ENCRYPT", "Y", "PASSWORD", "test")
		t.Check(len(plain) > 0 && len(secret.Body) > 0, "the file is empty")
		t.Check(!bytes.Equal(secret.Body, plain) && !bytes.Equal(secret.Body, unasked), "the encrypted file is the plain one")
		wav := export(web, c.id, media.WAV).Body
		for _, audio := range [][]byte{plain, unasked, wav} {
			discloses(t, secret.Body, audio)
		}
		if t.BuiltIn() {
			secret.Sound(media.CAV, "test").Holds(c.id)
		}
	})
	harness.Spec("EXPORT-7", "does not encrypt without a PASSWORD", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		ask := []string{"UNIQUEFIELD", "ident", "UNIQUEID", c.id, "MEDIA_FORMAT", "CAV", "ENCRYPT", "Y"}
		web.Send("EXPORT", ask...).Offered().Is(malformed...)
		web.Send("EXPORT", append(ask, "PASSWORD", "")...).Is(malformed...)
	})
	harness.Spec("EXPORT-8", "finds a recording by its RECORDID and by every text", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		for _, c := range []clip{l.short, l.long} {
			for _, column := range columns {
				value := c.values[column[1]]
				if value == "" {
					continue
				}
				for _, name := range []string{column[0], strings.ToUpper(column[0])} {
					c.is(t, web, web.Export("EXPORT", "UNIQUEFIELD", name, "UNIQUEID", value, "MEDIA_FORMAT", "WAV"))
				}
			}
		}
	})
	harness.Spec("EXPORT-9", "finds a recording by the names that parameters have", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		for _, tag := range []string{"ANI", "DNIS", "CALLID", "GATE", "DEVICEALIAS", "GROUP"} {
			if value := l.short.values[tag]; value != "" {
				l.short.is(t, web, web.Export("EXPORT", "UNIQUEFIELD", strings.ToLower(tag), "UNIQUEID", value, "MEDIA_FORMAT", "WAV"))
			}
		}
		if l.deviceIsTheir {
			l.long.is(t, web, web.Export("EXPORT", "UNIQUEFIELD", "deviceid", "UNIQUEID", l.long.device, "MEDIA_FORMAT", "WAV"))
		}
	})
	harness.Spec("EXPORT-10", "returns the newest of several recordings", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		l.long.is(t, web, web.Export("EXPORT", "UNIQUEFIELD", "user3", "UNIQUEID", l.series, "MEDIA_FORMAT", "WAV"))
		if l.deviceIsTheir {
			l.long.is(t, web, web.Export("EXPORT", "UNIQUEFIELD", "device_id", "UNIQUEID", l.long.device, "MEDIA_FORMAT", "WAV"))
		}
	})
	harness.Spec("EXPORT-11", "finds what there is not", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		for _, ask := range [][2]string{
			{"user2", t.Name("nobody")}, {"user2", c.values["USER2"] + "x"}, {"user2", c.values["USER2"][1:]}, {"user2", c.values["USER2"][:len(c.values["USER2"])-1]}, {"user1", c.values["USER2"]},
			{"user2", "' OR '1'='1"}, {"filename", "../../../../etc/passwd"}, {"filename", `..\..\windows\win.ini`}, {"ident", "9223372036854775807"},
		} {
			web.Send("EXPORT", "UNIQUEFIELD", ask[0], "UNIQUEID", ask[1], "MEDIA_FORMAT", "WAV").Offered().Is(catalog.API_FILE_NOT_FOUND)
		}
	})
	harness.Spec("EXPORT-12", "knows no column that there is not", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		for _, column := range []string{"colour", "user16", "ident'", "1=1", "ident=ident OR 1", "user2 --", "../recordings"} {
			web.Send("EXPORT", "UNIQUEFIELD", column, "UNIQUEID", c.id, "MEDIA_FORMAT", "WAV").Offered().
				Is(catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_FILE_NOT_FOUND, catalog.API_DATABASE_QUERY_ERROR)
		}
	})
	harness.Spec("EXPORT-13", "knows no format that there is not", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		for _, format := range []string{"OGG", "WA", "1"} {
			web.Send("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", c.id, "MEDIA_FORMAT", format).Offered().Is(catalog.API_INVALID_MESSAGE_FORMAT)
		}
	})
	harness.Spec("EXPORT-14", "waits until the recording is over", func(t *harness.T) {
		web, d, v := t.Web(), t.Device(), t.Name("v")
		t.StartRecorded(d, "USER2", v)
		web.Send("EXPORT", "UNIQUEFIELD", "user2", "UNIQUEID", v, "MEDIA_FORMAT", "WAV").Offered().Is(catalog.API_FILE_NOT_FOUND)
		t.Stop(d)
		t.Rows(1, "USER2", v)
		web.Export("EXPORT", "UNIQUEFIELD", "user2", "UNIQUEID", v, "MEDIA_FORMAT", "WAV").Sound(media.WAV, "")
	})
	harness.Spec("EXPORT-15", "finds a recording by what CALLUPDATE has made of it", func(t *harness.T) {
		web, was, is := t.Web(), t.Name("v"), t.Name("w")
		row := t.Recorded(t.Device(), "USER2", was)
		t.OK("CALLUPDATE", "RECORDID", row.Get("RECORDID"), "USER2", is)
		web.Export("EXPORT", "UNIQUEFIELD", "user2", "UNIQUEID", is, "MEDIA_FORMAT", "WAV")
		web.Send("EXPORT", "UNIQUEFIELD", "user2", "UNIQUEID", was, "MEDIA_FORMAT", "WAV").Is(catalog.API_FILE_NOT_FOUND)
	})
	numbered("EXPORT", "EXPORT-16", func(id string) []string {
		return []string{"UNIQUEFIELD", "ident", "UNIQUEID", id, "MEDIA_FORMAT", "WAV"}
	})
	harness.Spec("EXPORT-17", "may be asked for by a form", func(t *harness.T) {
		c := recordings(t).short
		form := client.NewRequest("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", c.id, "MEDIA_FORMAT", "WAV").AppendQuery(nil, 1)
		web := t.Web()
		c.is(t, web, web.Download(client.WebRequest{Method: "POST", Body: string(form)}))
	})
	harness.Spec("EXPORT-18", "is not offered by TCP", func(t *harness.T) {
		c := recordings(t).short
		for typ, ask := range map[string][]string{
			"EXPORT":         {"UNIQUEFIELD", "ident", "UNIQUEID", c.id, "MEDIA_FORMAT", "WAV"},
			"COMBINEDEXPORT": {"IDENT", c.id, "MEDIA_FORMAT", "WAV"},
			"MULTIEXPORT":    {"IDENT", c.id, "MEDIA_FORMAT", "WAV"},
		} {
			r := t.Send(typ, ask...)
			r.Want(!r.OK(), "an error")
		}
	})
	harness.Spec("EXPORT-19", "goes to each of many who ask at once", func(t *harness.T) {
		l := recordings(t)
		clips := []clip{l.short, l.long, l.hushed}
		t.Each(12, func(i int) {
			web := t.Web()
			for range 3 {
				clips[i%3].heard(export(web, clips[i%3].id, media.WAV), media.WAV)
			}
			web.OK("TEST")
		})
	})
	harness.Spec("WEBAPI-19 EXPORT-19", "serves others when one reads only half of it", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		export(web, l.long.id, media.WAV)
		for range 4 {
			t.Web().Abandon(client.NewRequest("COMBINEDEXPORT", "IDENT", strings.Repeat(l.long.id+",", 200)+l.long.id, "MEDIA_FORMAT", "WAV"))
		}
		l.long.heard(export(web, l.long.id, media.WAV), media.WAV)
		t.OK("TEST")
	})
})

// discloses fails if a file holds a piece of audio that is no silence.
func discloses(t *harness.T, file, audio []byte) {
	const piece = 64
	for at := len(audio) / 4; at+piece <= len(audio); at += piece {
		if p := audio[at : at+piece]; bytes.Count(p, p[:1]) < piece/2 {
			t.Check(!bytes.Contains(file, p), "the encrypted file holds part of the plain audio")
		}
	}
}

// numbered specifies what REQUESTID does in an export: ask makes the parameters
// that select a recording.
func numbered(function, requirement string, ask func(id string) []string) {
	harness.Spec(requirement, "repeats a REQUESTID where it answers with a result, and refuses others", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		r := web.Send(function, append(ask("999999999999"), "REQUESTID", "18213567")...).Offered().Is(catalog.API_FILE_NOT_FOUND)
		t.Equal("REQUESTID", r.RequestID, "18213567")
		t.Equal("REQUESTTYPE", r.RequestType, function)
		for _, id := range []string{"-1", "abc", "2147483648"} {
			web.Send(function, append(ask(c.id), "REQUESTID", id)...).Is(catalog.API_REQUESTID_INVALID)
		}
		web.Get(string(client.NewRequest(function, ask(c.id)...).AppendQuery(nil, client.NoID))).Is(catalog.API_REQUESTID_INVALID)
		web.Export(function, append(ask(c.id), "REQUESTID", "2147483647")...)
	})
}
