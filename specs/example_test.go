package specs_test

import (
	"context"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/specs"
)

// TestMyServerConforms is what a vendor writes: it starts the server as the
// product does, on free ports, and has it judged. The reference is the server
// here; a profile keeps the example short, without one the whole suite runs.
func TestMyServerConforms(t *testing.T) {
	server, err := reference.Start(context.Background(), reference.Config{WebAPI: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Shutdown(context.Background())

	specs.Conform(t, specs.Target{
		API:      server.Addr().String(),
		WebAPI:   "http://" + server.WebAPIAddr().String(),
		Profile:  "core",
		Parallel: 8,
		Out:      t.TempDir(), // report.html, for a person; junit.xml, for a build server
		// Nobody takes a core of this server down, so that what needs that is
		// not verified: see Conditions.
		AllowIncomplete: true,
	})
}
