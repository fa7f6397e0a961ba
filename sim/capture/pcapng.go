package capture

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

// Write writes tapes as one capture in the pcapng format. Each connection is an
// interface of its own there, with the name that it has on its tape; the comment
// says what the whole is, and what of it was left out.
func Write(w io.Writer, comment string, tapes ...*Tape) error {
	var steps []step
	var interfaces []pcapgo.NgInterface
	for i, t := range tapes {
		tracks, head, tail, lost := t.kept()
		if lost > 0 {
			comment += fmt.Sprintf("; %d bytes were left out, between the beginning and the end", lost)
		}
		s, in := schedule(t, i, tracks, append(head, tail...), len(interfaces))
		if len(tapes) > 1 {
			for j := range in {
				in[j].Description = fmt.Sprintf("try %d", i+1)
			}
		}
		steps, interfaces = append(steps, s...), append(interfaces, in...)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.rank, b.rank)) })
	if len(interfaces) == 0 { // a capture has one, whatever it saw
		interfaces = append(interfaces, pcapgo.NgInterface{Name: "none", Comment: "no connection was made", LinkType: layers.LinkTypeEthernet})
	}
	out, err := pcapgo.NewNgWriterInterface(w, interfaces[0], pcapgo.NgWriterOptions{
		SectionInfo: pcapgo.NgSectionInfo{Hardware: runtime.GOARCH, OS: runtime.GOOS, Application: "offhook", Comment: comment}})
	if err != nil {
		return err
	}
	for _, in := range interfaces[1:] {
		if _, err := out.AddInterface(in); err != nil {
			return err
		}
	}
	for _, s := range steps {
		s.talk.put = func(at time.Duration, frame []byte) error {
			return out.WritePacket(gopacket.CaptureInfo{Timestamp: s.began.Add(at), CaptureLength: len(frame), Length: len(frame), InterfaceIndex: s.on}, frame)
		}
		if err := s.do(); err != nil {
			return err
		}
	}
	return out.Flush()
}

// step is something that happened on a connection, and makes frames.
type step struct {
	at    time.Time
	rank  int
	began time.Time // of the tape
	on    int       // which interface
	talk  *talk
	do    func() error
}

// schedule is what happened on a tape, and the interfaces of its connections;
// first is the number of the first.
func schedule(t *Tape, n int, tracks []track, moved []stretch, first int) (steps []step, interfaces []pcapgo.NgInterface) {
	began := t.started.Round(0) // the wall clock's
	place := map[*track]int{}
	talks := make([]*talk, len(tracks))
	at := func(i int, d time.Duration, rank int, do func() error) {
		steps = append(steps, step{began.Add(d), rank, began, first + i, talks[i], do})
	}
	for i := range tracks {
		tr := &tracks[i]
		k := newTalk(tr, (n+1)*1000+i)
		place[tr], talks[i] = i, k
		interfaces = append(interfaces, pcapgo.NgInterface{Name: tr.name, OS: runtime.GOOS, LinkType: layers.LinkTypeEthernet,
			Comment: "made from what the client saw of this connection"})
		at(i, tr.asked, tr.openedAt, k.asks)
		at(i, tr.opened, tr.openedAt, k.accepts)
		for side, e := range tr.ended {
			if e.how != open {
				at(i, e.at, e.rank, func() error { return k.finishes(side, e) })
			}
		}
	}
	for j := range moved {
		if s := &moved[j]; s.on != nil && len(s.b) > 0 {
			i := place[s.on]
			at(i, s.at, s.rank, func() error { return talks[i].moves(s) })
		}
	}
	return steps, interfaces
}
