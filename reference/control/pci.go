package control

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/offhook/offhook/reference/dispatch"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/pci"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// What is listened to: recordings that are no longer, and so many.
const (
	longestHeard = 10 * time.Minute
	mostHeard    = 20
)

// pciView is GET /pci: finished recordings in which something had to be silent,
// the newest first, with what of that is not.
type pciView struct {
	// LeakedSeconds is the sum of the leaks: it must be 0.
	LeakedSeconds float64 `json:"leaked_seconds"`
	pci.Count
	Looked     int            `json:"looked_at"` // recordings, those without blackouts included
	Recordings []pciRecording `json:"recordings"`
}

type pciRecording struct {
	RecordID     int64     `json:"record_id"`
	GlobalCallID string    `json:"global_call_id"`
	DeviceID     string    `json:"device_id"`
	Start        time.Time `json:"start"`
	Stop         time.Time `json:"stop"`
	Asked        []span    `json:"asked"`  // to be silent, by the requests
	Silent       []span    `json:"silent"` // by the recording's row
	Leaks        []span    `json:"leaks"`  // asked for, and not silent
	// Heard is how many seconds of its sound are not silent where they had to be;
	// null where nobody listened.
	Heard *float64 `json:"heard_seconds"`
}

func (p *Plane) pci(r *http.Request) (any, error) {
	q, err := query(r, "limit", "listen")
	if err != nil {
		return nil, err
	}
	n, err := limit(q)
	if err != nil {
		return nil, err
	}
	listen := q.Get("listen")
	if listen != "" && listen != "true" && listen != "false" {
		return nil, fmt.Errorf("listen is true or false")
	}
	rows, err := p.sys.Store.List(r.Context(), store.Filter{Limit: n})
	if err != nil {
		return nil, err
	}
	v := pciView{Count: p.sys.Audit.Count(), Looked: len(rows), Recordings: []pciRecording{}}
	heard := 0
	for i := range rows {
		row := &rows[i]
		asked, leaks := p.sys.Audit.Judge(row)
		if len(asked) == 0 {
			continue
		}
		rec := pciRecording{RecordID: row.ID, GlobalCallID: row.GlobalCallID, DeviceID: row.DeviceID, Start: row.Start, Stop: row.Stop,
			Asked: spans(asked), Silent: spans(row.Blackouts), Leaks: spans(leaks)}
		for _, x := range leaks {
			v.LeakedSeconds += x.Stop.Sub(x.Start).Seconds()
		}
		if listen == "true" && heard < mostHeard && row.Duration() <= longestHeard {
			heard++
			if rec.Heard, err = hear(r.Context(), row, asked); err != nil {
				return nil, err
			}
		}
		v.Recordings = append(v.Recordings, rec)
	}
	return v, nil
}

// hear returns how many seconds of a recording's sound, as it is exported, are
// not silent within ranges; nil where it has no sound.
func hear(ctx context.Context, row *recorder.Recording, ranges []recorder.Range) (*float64, error) {
	clip, audible := dispatch.Clip(row)
	if !audible {
		return nil, nil
	}
	var wav bytes.Buffer
	if err := media.Write(ctx, &wav, media.WAV, clip); err != nil {
		return nil, err
	}
	audio, err := media.Open(bytes.NewReader(wav.Bytes()), int64(wav.Len()), media.WAV, "")
	if err != nil {
		return nil, err
	}
	samples, err := audio.ReadAll(longestHeard + time.Minute)
	if err != nil {
		return nil, err
	}
	loud := 0
	for _, x := range ranges {
		// Rows hold microseconds: the samples at the edges may be the neighbours'.
		from, to := sampleAt(x.Start.Sub(row.Start))+1, sampleAt(x.Stop.Sub(row.Start))-1
		for _, s := range samples[min(from, len(samples)):max(min(from, len(samples)), min(to, len(samples)))] {
			if s != 0 {
				loud++
			}
		}
	}
	seconds := float64(loud) / media.Rate
	return &seconds, nil
}

// sampleAt is the sample at an offset.
func sampleAt(d time.Duration) int { return int(d * media.Rate / time.Second) }
