package specs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tests of Conform look at it from where a vendor does: this test binary is
// run again, with one of the tests that vendor_test.go has.
func goTest(t *testing.T, env []string, args ...string) (said string, passed bool) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, append([]string{"-test.v", "-test.count=1"}, args...)...)
	cmd.Env = append(os.Environ(), append([]string{vendorVariable + "=1"}, env...)...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func TestAConformingServerPasses(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report")
	said, passed := goTest(t, []string{"OUT=" + out}, "-test.run", "^TestVendorsServer$/^TEST-")
	if !passed || !strings.Contains(said, "--- PASS: TestVendorsServer/TEST-1") || strings.Contains(said, "/CALLSTART-1") {
		t.Errorf("passed %v: %s", passed, said)
	}
	var report struct{ Verdict, Focus string }
	b, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err == nil {
		err = json.Unmarshal(b, &report)
	}
	if err != nil || report.Verdict != "conforms" || report.Focus != "what go test selected" {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestABrokenServerFailsAndSaysHowToRepeatIt(t *testing.T) {
	said, passed := goTest(t, []string{"BREAK=1", "OFFHOOK_SEED=77"}, "-test.run", "^TestVendorsServer$/^TEST-1$")
	if passed || !strings.Contains(said, "--- FAIL: TestVendorsServer/TEST-1") {
		t.Errorf("passed %v: %s", passed, said)
	}
	for _, want := range []string{"requirement:", "TEST-1: ", "received:", "<RESULTCODE>21<", "nonconforming: ",
		`OFFHOOK_SEED=77 go test -run '^TestVendorsServer$/^TEST-1$'`} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %s", want, said)
		}
	}
}

func TestWhatCannotBeVerifiedFailsUnlessAllowed(t *testing.T) {
	const spec = "^TestVendorsServer$/^(CALLSTART-5|WEBAPI-3)$"
	said, passed := goTest(t, []string{"NOWEB=1"}, "-test.run", spec)
	if passed || !strings.Contains(said, "--- SKIP: TestVendorsServer/WEBAPI-3") || !strings.Contains(said, "not verified: ") ||
		!strings.Contains(said, "incomplete: ") || !strings.Contains(said, "AllowIncomplete accepts that") {
		t.Errorf("passed %v: %s", passed, said)
	}
	if said, passed := goTest(t, []string{"NOWEB=1", "ALLOW=1"}, "-test.run", spec); !passed {
		t.Error(said)
	}
}

// Ginkgo runs once a process: what judges a server must not use that up, nor
// put specs into a suite of the caller's.
func TestItRunsTwiceBesideAGinkgoSuite(t *testing.T) {
	for _, order := range []string{"1", "2", "3", "4"} { // of the tests
		said, passed := goTest(t, nil, "-test.run", "^(TestVendorsGinkgoSuite|TestVendorsTwoServers)$", "-test.shuffle", order)
		if !passed {
			t.Error(said)
		}
		for _, want := range []string{"Ran 1 of 1 Specs", "--- PASS: TestVendorsTwoServers/one/TEST-1", "--- PASS: TestVendorsTwoServers/two/TEST-1"} {
			if !strings.Contains(said, want) {
				t.Errorf("it does not say %q: %s", want, said)
			}
		}
	}
}

func TestWhatCannotBeRunSaysWhy(t *testing.T) {
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead.Close()
	for name, c := range map[string]struct{ env, want string }{
		"nobody listens": {"API=" + dead.Addr().String(), "connection refused"},
		"no address":     {"API=", "Target.API is blank; give the server's HOST:PORT"},
		"no such file":   {"FILE=nowhere.yaml", "target file nowhere.yaml"},
		"no such spec":   {"FOCUS=NOSUCHSPEC", "no spec matches"},
		"no seed":        {"OFFHOOK_SEED=many", `OFFHOOK_SEED="many" is no number`},
		"no deadline":    {"PATIENCE=-1", "a Patience of -1 makes no deadline"},
	} {
		t.Run(name, func(t *testing.T) {
			said, passed := goTest(t, []string{c.env}, "-test.run", "^TestVendorsServer$")
			if passed || !strings.Contains(said, c.want) || strings.Contains(said, "panic") {
				t.Errorf("passed %v: %s", passed, said)
			}
		})
	}
}

func TestSpecsAtOnceAreOverWhenItReturns(t *testing.T) {
	said, passed := goTest(t, []string{"PARALLEL=8", "FOCUS=^(TEST|CALLSTART|CHANNELS)-", "ALLOW=1"}, "-test.run", "^TestVendorsServer$")
	if n := len(regexp.MustCompile(`(?m)^    --- (PASS|SKIP): `).FindAllString(said, -1)); !passed || n < 30 {
		t.Errorf("passed %v, %d specs: %s", passed, n, said)
	}
}

func TestWhenTheTimeIsNearlyUpTheRestIsNotVerified(t *testing.T) {
	said, passed := goTest(t, nil, "-test.run", "^TestVendorsServer$", "-test.timeout", "7s")
	if passed || strings.Contains(said, "panic: test timed out") || !strings.Contains(said, "the time of go test is nearly up; give it more, as in -timeout 30m") {
		t.Errorf("passed %v: %.3000s", passed, said)
	}
}

func TestATargetFileIsTaken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte("api: 127.0.0.1:1\nfeatures: {chat: unsupported}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said, passed := goTest(t, []string{"FILE=" + file, "ALLOW=1"}, "-test.run", "^TestVendorsServer$/^(TEST-1|CHATSTART-1)$")
	if !passed || !strings.Contains(said, "left out: the target is declared not to support chat") {
		t.Errorf("passed %v: %s", passed, said)
	}
}

// broken passes on what comes to a server, and breaks its results.
func broken(t *testing.T, server string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				s, err := net.Dial("tcp", server)
				if err != nil {
					return
				}
				defer s.Close()
				go func() {
					var b [4096]byte
					for {
						n, err := c.Read(b[:])
						if err != nil {
							s.(*net.TCPConn).CloseWrite()
							return
						}
						s.Write(b[:n])
					}
				}()
				var b [64 << 10]byte
				for {
					n, err := s.Read(b[:])
					if err != nil {
						return
					}
					c.Write(bytes.ReplaceAll(b[:n], []byte("<RESULTCODE>20<"), []byte("<RESULTCODE>21<")))
				}
			}()
		}
	}()
	return l.Addr().String()
}
