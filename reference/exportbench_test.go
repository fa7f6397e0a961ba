package reference_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/seed"
)

// BenchmarkExport downloads an hour of audio by HTTP in every format. Beside
// WAV stands a bare net/http handler that writes as many bytes out of memory to
// the same client: run all, compare MB/s.
//
//	go test -run '^$' -bench Export -benchtime 2s ./reference
func BenchmarkExport(b *testing.B) {
	const length = time.Hour
	past, err := seed.Parse("hour", fmt.Appendf(nil, "recordings: [{device: 1, ago: 2h, length: %v}]", length))
	if err != nil {
		b.Fatal(err)
	}
	sys := startSystem(b, reference.Config{WebAPI: "127.0.0.1:0", Seed: past})
	wav, _ := media.Size(media.WAV, media.Clip{Length: length})
	b.Run("WAV/bare", func(b *testing.B) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		piece := make([]byte, 64<<10)
		bare := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(wav))
			for left := wav; left > 0; left -= int64(len(piece)) {
				w.Write(piece[:min(left, int64(len(piece)))])
			}
		})}
		defer bare.Close()
		go bare.Serve(l)
		downloads(b, "http://"+l.Addr().String())
	})
	for _, f := range []media.Format{media.WAV, media.VOX, media.CAV, media.M4A, media.MP3} {
		b.Run(f.String()+"/server", func(b *testing.B) {
			downloads(b, "http://"+sys.WebAPIAddr().String()+"/webAPI.aspx?type=EXPORT&requestid=1&uniquefield=ident&uniqueid=1&media_format="+f.String())
		})
	}
}

// downloads reads what a URL gives, again and again, and counts the bytes.
func downloads(b *testing.B, url string) {
	defer http.DefaultClient.CloseIdleConnections()
	var total int64
	buffer := make([]byte, 256<<10)
	for b.Loop() {
		r, err := http.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r.Body, buffer)
		if err != nil || n < 100_000 {
			b.Fatal(n, err)
		}
		r.Body.Close()
		total += n
	}
	b.SetBytes(total / int64(b.N))
}
