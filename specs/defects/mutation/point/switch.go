package point

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync/atomic"
)

// Active is the variable that names the active mutant by its number; Reach the
// address, HOST:PORT, of who wants to know which mutants are reached.
const (
	Active = "OFFHOOK_MUTANT"
	Reach  = "OFFHOOK_MUTANT_REACH"
)

// Max is how many mutants a program may hold: their numbers are below it.
const Max = 1 << 16

// None is the number of no mutant.
const None = -1

var (
	active    = number(os.Getenv(Active))
	recording = os.Getenv(Reach) != ""
	reached   [Max]atomic.Bool
)

func number(s string) int {
	if s == "" {
		return None
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= Max {
		fmt.Fprintf(os.Stderr, "%s=%q names no mutant; give a number below %d\n", Active, s, Max)
		os.Exit(2)
	}
	return n
}

func init() {
	if !recording {
		return
	}
	conn, err := net.Dial("tcp", os.Getenv(Reach))
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", Reach, err)
		os.Exit(2)
	}
	go tell(conn)
}

// tell answers each line with the numbers of the mutants reached since the one
// before.
func tell(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	answers := json.NewEncoder(conn)
	for lines.Scan() {
		if answers.Encode(taken()) != nil {
			return
		}
	}
}

// taken returns the mutants reached since it was called last.
func taken() []int {
	ids := []int{}
	for id := range reached {
		if reached[id].Load() && reached[id].Swap(false) {
			ids = append(ids, id)
		}
	}
	return ids
}

// reach notes that the mutant, were it active, would make a difference here and
// now.
func reach(id int, differs bool) {
	if differs && !reached[id].Load() {
		reached[id].Store(true)
	}
}
