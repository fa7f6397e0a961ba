package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// Users of a private server. Both are let in without a password, Locked only
// with Password.
const (
	admin    = "admin" // may do everything
	owner    = "offhook"
	Locked   = "locked"
	Password = "s3cr:et/@word"
)

// patience is how long a server may take to start or to stop.
const patience = 20 * time.Second

// ErrNotInstalled says that there is no PostgreSQL on this machine.
var ErrNotInstalled = errors.New("PostgreSQL is not installed: on Debian, apt-get install postgresql")

// Server is a private PostgreSQL server. It ends with the test binary, even
// where that is killed.
type Server struct {
	dir  string
	bin  string   // the directory of its programs
	as   []string // the command that makes another a user's who is not root
	cmd  *exec.Cmd
	rein io.Closer // closed, it ends the server
}

// New makes and starts a server.
func New() (*Server, error) {
	s := new(Server)
	err := errors.Join(s.find(), s.makeDirectory())
	if err == nil {
		err = s.initialise()
	}
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		s.Remove()
		return nil, err
	}
	for _, text := range []string{
		"CREATE ROLE " + owner + " LOGIN", "CREATE DATABASE " + owner + " OWNER " + owner,
		"CREATE ROLE " + Locked + " LOGIN PASSWORD '" + Password + "'",
	} {
		if err := s.exec("postgres", text); err != nil {
			s.Remove()
			return nil, err
		}
	}
	return s, nil
}

// find looks for the programs, where Debian keeps them and in the PATH.
func (s *Server) find() error {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		s.bin = filepath.Dir(slices.Max(found))
		return nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return ErrNotInstalled
	}
	s.bin = filepath.Dir(path)
	return nil
}

// makeDirectory makes the server's directory. PostgreSQL does not run as root:
// there it belongs to the user that its package brings.
func (s *Server) makeDirectory() (err error) {
	if s.dir, err = os.MkdirTemp("", "offhook-pg-"); err != nil || os.Geteuid() != 0 {
		return err
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	s.as = []string{"runuser", "-u", u.Username, "--"}
	uid, _ := strconv.Atoi(u.Uid)
	return os.Chown(s.dir, uid, -1)
}

func (s *Server) command(args ...string) *exec.Cmd {
	args = append(slices.Clone(s.as), args...)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.dir
	return cmd
}

func (s *Server) initialise() error {
	initdb := s.command(filepath.Join(s.bin, "initdb"), "-D", filepath.Join(s.dir, "data"), "-U", admin,
		"--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return os.WriteFile(filepath.Join(s.dir, "data", "pg_hba.conf"),
		[]byte("local all "+Locked+" scram-sha-256\nlocal all all trust\n"), 0o600)
}

// untilTold runs a program until the end of its own input.
const untilTold = `"$@" & cat >/dev/null; kill -INT $!; wait $!`

// Start starts a server that was stopped.
func (s *Server) Start() error {
	s.cmd = s.command("sh", "-c", untilTold, "sh", filepath.Join(s.bin, "postgres"), "-D", filepath.Join(s.dir, "data"),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+s.dir, "-c", "max_connections=60",
		// No test takes the machine's power away.
		"-c", "fsync=off", "-c", "full_page_writes=off")
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if s.rein, err = s.cmd.StdinPipe(); err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		err := s.exec("postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("PostgreSQL does not start: %w\n%s", err, said)
		}
	}
}

// Stop ends the server and all its sessions; the data stays.
func (s *Server) Stop() error {
	if s.cmd == nil {
		return nil
	}
	s.rein.Close()
	s.cmd.Wait() // its status says only that it was interrupted
	s.cmd = nil
	return nil
}

// Remove ends the server and deletes its data.
func (s *Server) Remove() {
	s.Stop()
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

// Exec executes a statement as the administrator.
func (s *Server) Exec(text string) error { return s.exec(owner, text) }

func (s *Server) exec(database, text string) error {
	return execute(s.url(admin, database, ""), text)
}

// url is the URL of a database for a user; schema is "" for public.
func (s *Server) url(user, database, schema string) string {
	q := url.Values{"host": {s.dir}}
	if schema != "" {
		q.Set("search_path", schema)
	}
	u := url.URL{Scheme: "postgres", User: url.User(user), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

func execute(url, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}
