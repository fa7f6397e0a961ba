package reference_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/wire"
)

// stored opens a database that a system has left and returns its recordings by
// DEVICEID.
func stored(t *testing.T, db string) map[string][]recorder.Recording {
	t.Helper()
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	recs, err := s.List(t.Context(), store.Filter{Limit: store.MaxList})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]recorder.Recording{}
	for _, r := range recs {
		rows[r.DeviceID] = append(rows[r.DeviceID], r)
	}
	return rows
}

// TestShutdownAnswersAndStoresWhatItHasRead shuts a system down in the middle
// of a long row of CALLSTARTs: who is answered has a recording in the file,
// ended at the shutdown.
func TestShutdownAnswersAndStoresWhatItHasRead(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	sys, err := reference.Start(t.Context(), reference.Config{DB: db, Channels: 20_000, Cores: []int{1}})
	if err != nil {
		t.Fatal(err)
	}
	c := rawDial(t, sys.Addr().String())
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(c, "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>%d</REQUESTID><DEVICEID>d%d</DEVICEID></REQUEST>\r\n", i+1, i); err != nil {
				return
			}
		}
	}()
	frames := wire.NewReader(c, wire.Limits{})
	answered := 0
	begun := time.Now()
	stopped := make(chan error, 1)
	for {
		frame, err := frames.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Logf("the connection ended with %v", err) // the server may have closed on unread requests
			}
			break
		}
		if want := fmt.Sprintf("<REQUESTID>%d</REQUESTID><RESULTTYPE>API_OK<", answered+1); !strings.Contains(string(frame), want) {
			t.Fatalf("reply %d: %s", answered+1, frame)
		}
		if answered++; answered == 500 {
			go func() { stopped <- sys.Shutdown(context.Background()) }()
		}
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	c.Close()
	<-sent

	rows := stored(t, db)
	if len(rows) < answered {
		t.Errorf("%d recordings of %d calls that were answered", len(rows), answered)
	}
	for i := range answered {
		rec := rows[fmt.Sprint("d", i)]
		if len(rec) != 1 || rec[0].Stop.Before(rec[0].Start) || rec[0].Start.Before(begun.Add(-time.Second)) || rec[0].Stop.After(time.Now()) {
			t.Fatalf("d%d: %+v", i, rec)
		}
	}
	t.Logf("%d answered, %d stored", answered, len(rows))
}

// TestShutdownStoresAlthoughAClientHoldsItUp gives the shutdown less time than
// a client takes who does not read.
func TestShutdownStoresAlthoughAClientHoldsItUp(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	var log bytes.Buffer
	sys, err := reference.Start(t.Context(), reference.Config{DB: db, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	addr := sys.Addr().String()
	dial(t, addr).ok("CALLSTART", "DEVICEID", "kept")
	deaf := rawDial(t, addr)
	go io.WriteString(deaf, strings.Repeat("<REQUEST><TYPE>CHANNELS</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n", 5000))
	if _, err := io.ReadFull(deaf, make([]byte, 1)); err != nil { // it is being answered
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if err := sys.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown says %v", err)
	}
	if !strings.Contains(log.String(), "cut ") {
		t.Errorf("the log does not say that a client was cut: %s", log.String())
	}
	if rows := stored(t, db); len(rows["kept"]) != 1 {
		t.Errorf("stored: %+v", rows)
	}
}

// TestShutdownEndsAnOutage stores what an outage held back.
func TestShutdownEndsAnOutage(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	sys, err := reference.Start(t.Context(), reference.Config{DB: db})
	if err != nil {
		t.Fatal(err)
	}
	p := dial(t, sys.Addr().String())
	sys.SetDatabase(false)
	p.ok("CALLSTART", "DEVICEID", "ended")
	p.ok("CALLSTOP", "DEVICEID", "ended")
	p.ok("CALLSTART", "DEVICEID", "active")
	p.ok("RECORDSTART", "DEVICEID", "active")
	shutdown(t, sys)
	if rows := stored(t, db); len(rows["ended"]) != 1 || len(rows["active"]) != 2 {
		t.Errorf("stored: %+v", rows)
	}
}
