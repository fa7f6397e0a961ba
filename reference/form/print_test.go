package form

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

// sample has a key of every type that a form may have.
type sample struct {
	Text  string        `yaml:"text" width:"100" example:"a" doc:"a text"`
	Texts []string      `yaml:"texts" max:"9" width:"100" example:"[a, b]" doc:"texts"`
	Flag  bool          `yaml:"flag" example:"true" doc:"a flag"`
	Count int           `yaml:"count" min:"-9" max:"9" example:"3" doc:"a number"`
	Rate  float64       `yaml:"rate" min:"0" max:"9" example:"0.5" doc:"a share"`
	Time  time.Duration `yaml:"time" max:"2" example:"90s" doc:"a length of time"`
	Below struct {
		Text string `yaml:"text" width:"100" example:"b" doc:"a text below"`
	} `yaml:"below" doc:"a section"`
	Entries []entry `yaml:"entries" max:"9" example:"[{name: x, on: 2027-01-31}]" doc:"entries"`
}

type entry struct {
	Name string    `yaml:"name" width:"100" example:"x" doc:"a name"`
	On   time.Time `yaml:"on" example:"2027-01-31" doc:"a day"`
}

// TestWhatIsPrintedIsReadAgain for any text that a form takes.
func TestWhatIsPrintedIsReadAgain(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		s := rapid.OneOf(rapid.StringN(0, 30, 60), rapid.SampledFrom([]string{"true", "no", "~", "1e3", "0x1", "a: b", "- a", "#a", "a #b",
			"'", "\"", "{", "[a]", "&a", "*a", "!a", "%a", "@a", "a:1", "2027-01-31", "=", "<<", "null", "C4:60:B7", "\\", "…"})).Draw(t, "text")
		return strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == unicode.ReplacementChar || !unicode.IsPrint(r) {
				return -1
			}
			return r
		}, s))
	})
	rapid.Check(t, func(t *rapid.T) {
		want := sample{Text: text.Draw(t, "a"), Texts: []string{text.Draw(t, "b"), text.Draw(t, "c")}, Flag: rapid.Bool().Draw(t, "flag"),
			Count: rapid.IntRange(-9, 9).Draw(t, "count"), Rate: float64(rapid.IntRange(0, 90).Draw(t, "rate")) / 10,
			Time: time.Duration(rapid.IntRange(0, 7200).Draw(t, "time")) * time.Second}
		want.Below.Text = text.Draw(t, "d")
		want.Entries = []entry{{text.Draw(t, "e"), time.Date(2027, 1, 31, 0, 0, 0, 0, time.Local)}}
		for _, printed := range [][]byte{Print(want), Template(want)} {
			var got sample
			if err := Parse("file", "x", printed, &got, nil); err != nil {
				t.Fatalf("%v\n%s", err, printed)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v\n%+v\n%s", got, want, printed)
			}
		}
	})
}
