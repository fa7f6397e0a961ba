package harness

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// page is a WebAPI that answers with what is left of answers, the last one again
// and again.
func page(t *testing.T, answers ...string) Target {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, answers[0])
		if len(answers) > 1 {
			answers = answers[1:]
		}
	}))
	t.Cleanup(s.Close)
	return Target{Kind: Remote, WebAPI: s.URL}
}

func TestAnExportIsAFileAWaitASkipOrAFailure(t *testing.T) {
	const audio = "RIFF and so on, longer than what is looked at to tell a file from a RESULT"
	missing := result("API_FILE_NOT_FOUND", "41", "API_FILE_NOT_FOUND")
	export := func(target Target) (body string, o Outcome) {
		r := NewRun(target, 1, 0.05)
		o = try(t, r, func(t *T) { body = string(t.Web().Export("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "1").Body) })
		return body, o
	}
	if body, o := export(page(t, audio)); body != audio {
		t.Errorf("got %q, %+v", body, o)
	}
	if body, o := export(page(t, missing, missing, audio)); body != audio {
		t.Errorf("when it comes late: %q, %+v", body, o)
	}
	if _, o := export(page(t, missing)); o.Failure == nil || !strings.Contains(o.Failure.Problem, "41 API_FILE_NOT_FOUND") {
		t.Errorf("when it never comes: %+v", o)
	}
	for _, answer := range []string{result("API_COMMAND_NOT_SUPPORTED", "49", "no"), result("ERROR", "10", "API_UNKNOWN_MESSAGE_TYPE")} {
		if _, o := export(page(t, answer)); o.Failure != nil || !strings.Contains(o.Skipped, "does not offer EXPORT") {
			t.Errorf("when it is not offered: %+v", o)
		}
	}
	if _, o := export(page(t, "")); o.Failure == nil {
		t.Errorf("when nothing comes: %+v", o)
	}
}

func TestWhatSpecsShareIsMadeOnceUnlessThatFails(t *testing.T) {
	r := NewRun(Target{Kind: Remote}, 1, 1)
	made := 0
	body := func(t *T) {
		got := t.Once("it", func() any {
			made++
			t.Check(made > 1, "the first time it fails")
			return made
		})
		t.Equal("what is shared", got, 2)
	}
	fails(t, try(t, r, body), "the first time")
	holds(t, try(t, r, body))
	holds(t, try(t, r, body))
	if made != 2 {
		t.Errorf("made %d times", made)
	}
}
