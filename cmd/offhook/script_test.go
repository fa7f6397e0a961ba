package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"offhook": func() { os.Exit(run()) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready":    ready,
			"answer":   answer,
			"exits":    exits,
			"await":    await,
			"freeport": freeport,
		},
	})
}

// freeport puts an address that nothing listens on into $VAR.
//
//	freeport VAR
func freeport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeport VAR")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// ready waits for a serve's ready file, and puts its addresses into $API,
// $EVENTS, $WEBAPI, $WEBAPI_TLS and $CONTROL, and its process into $PID.
//
//	ready FILE
func ready(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ready FILE")
	}
	var at struct {
		API, Events, WebAPI, Control string
		WebAPITLS                    string `json:"webapi_tls"`
		PID                          json.Number
	}
	await(ts, false, []string{args[0], "."})
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &at))
	ts.Setenv("API", at.API)
	ts.Setenv("EVENTS", at.Events)
	ts.Setenv("WEBAPI", at.WebAPI)
	ts.Setenv("WEBAPI_TLS", at.WebAPITLS)
	ts.Setenv("CONTROL", at.Control)
	ts.Setenv("PID", at.PID.String())
}

// await waits until FILE holds a match of REGEXP.
//
//	await FILE REGEXP
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE REGEXP")
	}
	re, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	var b []byte
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		// What is not there yet may come.
		if b, _ = os.ReadFile(ts.MkAbs(args[0])); re.Match(b) {
			return
		}
	}
	ts.Fatalf("no %s in %s:\n%s", args[1], args[0], b)
}

// answer starts a server that says FILE to every line that it reads, then ends
// the connection where "once" is given, and puts its address into $TARGET. The
// file's bytes are sent with \xNN, \r and \n replaced and line ends removed.
//
//	answer FILE [once]
func answer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: answer FILE [once]")
	}
	reply := strings.NewReplacer("\n", "", `\r`, "\r", `\n`, "\n", `\x1b`, "\x1b").
		Replace(ts.ReadFile(args[0]))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer c.Close()
				c.SetDeadline(time.Now().Add(patience))
				for in := bufio.NewReader(c); ; {
					if _, err := in.ReadString('\n'); err != nil {
						return
					}
					io.WriteString(c, reply)
					if len(args) > 1 {
						return
					}
				}
			})
		}
	})
	ts.Defer(func() {
		l.Close()
		wg.Wait()
	})
	ts.Setenv("TARGET", l.Addr().String())
}

// patience is how long anything may take here that should come at once.
const patience = 20 * time.Second

// exits runs a command that must end with an exit code, and soon.
//
//	exits CODE COMMAND ...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	started := time.Now()
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if took := time.Since(started); took > patience {
		ts.Fatalf("took %v, more than %v", took, patience)
	}
}
