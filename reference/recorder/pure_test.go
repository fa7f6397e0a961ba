package recorder_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/recorder"
)

// TestPackageIsPure holds the package to its doc: only the catalogue and what
// of the standard library computes; no clock, no goroutine, no lock.
func TestPackageIsPure(t *testing.T) {
	allowed := strings.Fields(`cmp container/heap container/list fmt maps math/rand/v2 path slices strconv strings time
		github.com/offhook/offhook/reference/catalog`)
	clock := strings.Fields("Now Sleep After AfterFunc Tick NewTicker NewTimer Since Until Local")
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			if path, _ := strconv.Unquote(imp.Path.Value); !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", name, path)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.ChanType:
				t.Errorf("%s: concurrency", fset.Position(n.Pos()))
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				switch {
				case ok && x.Name == "time" && slices.Contains(clock, n.Sel.Name):
					t.Errorf("%s: time.%s", fset.Position(n.Pos()), n.Sel.Name)
				case ok && x.Name == "rand" && !strings.HasPrefix(n.Sel.Name, "New") && n.Sel.Name != "Rand":
					t.Errorf("%s: rand.%s is not seeded", fset.Position(n.Pos()), n.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestSameSeedAndRequestsSameOutcome runs one busy scenario several times: the
// order in which maps are walked must show nowhere.
func TestSameSeedAndRequestsSameOutcome(t *testing.T) {
	run := func() string {
		s := recorder.Everything()
		s.Probability = 70
		w := newWorld(t, recorder.Config{Seed: 7, Schedules: []recorder.Schedule{s}, Cores: []recorder.Core{{ID: 1, Channels: 20}, {ID: 2, Channels: 20}}})
		var log strings.Builder
		step := func() {
			fmt.Fprintf(&log, "%+v %+v %+v %+v\n", w.out.Result, w.out.Saves, w.out.Notes, w.out.Update)
			for _, e := range w.out.Events {
				fmt.Fprintln(&log, e.Type.Name, e.Values)
			}
		}
		for i := range 60 {
			w.ok("CALLSTART", fmt.Sprintf("DEVICEID=%d", i%40), fmt.Sprintf("SYS_USER=u%d", i%7), fmt.Sprintf("DEVICEALIAS=a%d", i%5),
				fmt.Sprintf("MAXRECORDTIME=%d", 10+i%3), fmt.Sprintf("PRIORITY=%d", i), fmt.Sprintf("CALLINSTANCE=%d", i%2))
			step()
			w.ok("CHATSTART", fmt.Sprintf("SESSIONID=%d", i), "AGENTID=16")
			step()
		}
		for i := range 7 {
			w.ok("AGENTBLACKOUTSTART", fmt.Sprintf("SYS_USER=u%d", i))
			step()
			w.ok("DEVICESTATUS", fmt.Sprintf("SYS_USER=u%d", i))
			step()
		}
		w.pass(11)
		step()
		w.ok("DEVICELIST")
		step()
		if err := w.rec.SetCore(w.now, 2, false, &w.out); err != nil {
			t.Fatal(err)
		}
		step()
		w.end()
		step()
		return log.String()
	}
	first := run()
	for range 5 {
		if run() != first {
			t.Fatal("another outcome")
		}
	}
}
