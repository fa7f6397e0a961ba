package specs_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/onsi/ginkgo/v2"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs"
)

// vendorVariable is set where a test of Conform runs this binary as a vendor's.
const vendorVariable = "OFFHOOK_TEST_VENDOR"

// vendorsServer is what a vendor has made, listening on free ports.
func vendorsServer(t *testing.T) *reference.System {
	t.Helper()
	if os.Getenv(vendorVariable) == "" {
		t.Skip("the tests of Conform run it")
	}
	server, err := reference.Start(context.Background(), reference.Config{WebAPI: "127.0.0.1:0", Control: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func TestVendorsServer(t *testing.T) {
	server := vendorsServer(t)
	defer server.Shutdown(context.Background()) // while specs run it must not be down
	plane, err := control.Open(t.Context(), "http://"+server.ControlAddr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer plane.Close()
	target := specs.Target{
		API: server.Addr().String(), WebAPI: "http://" + server.WebAPIAddr().String(), Conditions: plane,
		File: os.Getenv("FILE"), Focus: os.Getenv("FOCUS"), Out: os.Getenv("OUT"), AllowIncomplete: os.Getenv("ALLOW") != "",
	}
	target.Parallel, _ = strconv.Atoi(os.Getenv("PARALLEL"))
	target.Patience, _ = strconv.ParseFloat(os.Getenv("PATIENCE"), 64)
	if os.Getenv("BREAK") != "" {
		target.API = broken(t, target.API)
	}
	if os.Getenv("NOWEB") != "" {
		target.WebAPI = ""
	}
	if api, ok := os.LookupEnv("API"); ok {
		target.API = api
	}
	specs.Conform(t, target)
}

func TestVendorsTwoServers(t *testing.T) {
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := vendorsServer(t)
			defer server.Shutdown(context.Background())
			specs.Conform(t, specs.Target{API: server.Addr().String(), Focus: "^TEST-1$"})
		})
	}
}

var ginkgoRan bool

var _ = ginkgo.It("is the vendor's own spec", func() { ginkgoRan = true })

func TestVendorsGinkgoSuite(t *testing.T) {
	vendorsServer(t).Shutdown(context.Background())
	ginkgo.RunSpecs(t, "the vendor's own suite")
	if !ginkgoRan {
		t.Error("the vendor's spec did not run")
	}
}
