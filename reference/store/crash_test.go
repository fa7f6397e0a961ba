package store

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// childVariable names the database that the test binary, started again as a
// child, saves to until it is killed.
const childVariable = "OFFHOOK_STORE_TEST_CHILD"

func childRequested() bool { return os.Getenv(childVariable) != "" }

// childMain saves recordings for ever and prints the RECORDID of each one that
// is committed.
func childMain() {
	ctx := context.Background()
	s, err := Open(ctx, os.Getenv(childVariable), Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for {
		first, err := s.Reserve(ctx, RecordIDs, 100)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		for id := first; id < first+100; id++ {
			s.Save(call(int(id)), func() {
				fmt.Println(id)
			})
		}
		for s.Pending() > 1000 {
			time.Sleep(time.Millisecond)
		}
	}
}

func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	onDisk(t, func(t *testing.T, url string) {
		acknowledged := make(map[int64]bool)
		var highest int64
		for round := range 3 {
			for _, id := range killedChild(t, url, 2000, round == 0 && !IsURL(url)) {
				if acknowledged[id] {
					t.Fatalf("round %d: RECORDID %d was given again", round, id)
				}
				acknowledged[id] = true
				highest = max(highest, id)
			}
		}
		s := open(t, url, Options{})
		found, err := s.Recordings(t.Context(), slices.Collect(maps.Keys(acknowledged)))
		if err != nil || len(found) != len(acknowledged) {
			t.Fatalf("of %d acknowledged recordings %d are there, error %v", len(acknowledged), len(found), err)
		}
		if next, err := s.Reserve(t.Context(), RecordIDs, 1); next <= highest || err != nil {
			t.Errorf("the next RECORDID is %d, error %v; %d was used", next, err, highest)
		}
	})
}

// killedChild runs a child until it has acknowledged at least n recordings,
// kills it in the middle, and returns what it acknowledged. It may look first
// whether the child has the database for itself.
func killedChild(t *testing.T, url string, n int, look bool) (acknowledged []int64) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childVariable+"="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the killed child's last line may be torn
			break
		}
		id, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Errorf("the child says %q", line)
			break
		}
		acknowledged = append(acknowledged, id)
		if len(acknowledged) == n {
			if look {
				if _, err := Open(t.Context(), url, Options{}); err == nil || !strings.Contains(err.Error(), "in use") {
					t.Errorf("opening what another process writes: %v", err)
				}
			}
			cmd.Process.Kill()
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if len(acknowledged) < n {
		t.Fatalf("the child acknowledged %d recordings, want %d", len(acknowledged), n)
	}
	return acknowledged
}
