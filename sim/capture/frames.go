package capture

import (
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

const (
	mss         = 1460
	window      = 65535
	windowScale = 7
	maxUnacked  = 32 << 10 // bytes after which the other side acknowledges
)

// talk makes the frames of one connection.
type talk struct {
	*track
	put  func(at time.Duration, frame []byte) error
	ends [2]netip.AddrPort
	mac  [2]net.HardwareAddr
	isn  [2]uint32
	next [2]int64 // of each side's bytes: what comes next
	skip [2]int64 // bytes that were left out, without the words in their place
	fin  [2]bool
	over bool     // nothing follows a reset
	seen [2]int64 // of each side's bytes: what the other has acknowledged

	buf gopacket.SerializeBuffer
	id  uint16
}

// somewhere are the ends of a connection that has no addresses of its own: they
// are reserved for examples.
var somewhere = [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:49152"), netip.MustParseAddrPort("192.0.2.2:5620")}

func newTalk(tr *track, n int) *talk {
	k := &talk{track: tr, buf: gopacket.NewSerializeBuffer(),
		ends: [2]netip.AddrPort{tr.client, tr.server},
		mac:  [2]net.HardwareAddr{{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}},
		isn:  [2]uint32{uint32(n)*0x01000193 + 1000, uint32(n)*0x01000193 + 0x40000000}}
	if !tr.client.IsValid() || !tr.server.IsValid() || tr.client.Addr().Is4() != tr.server.Addr().Is4() {
		k.ends = somewhere
	}
	for i, at := range k.ends {
		if at.Port() == 443 { // what is there is not TLS any longer
			k.ends[i] = netip.AddrPortFrom(at.Addr(), 80)
		}
	}
	return k
}

// asks makes the frame that asks for the connection, accepts those that make it.
func (k *talk) asks() error {
	return k.send(k.asked, fromClient, &layers.TCP{SYN: true, Seq: k.isn[fromClient], Options: handshake}, nil)
}

func (k *talk) accepts() error {
	syn := &layers.TCP{SYN: true, ACK: true, Seq: k.isn[fromServer], Ack: k.isn[fromClient] + 1, Options: handshake}
	if err := k.send(k.opened, fromServer, syn, nil); err != nil {
		return err
	}
	return k.acknowledge(k.opened, fromClient)
}

var handshake = []layers.TCPOption{
	{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{mss >> 8, mss & 0xff}},
	{OptionType: layers.TCPOptionKindNop},
	{OptionType: layers.TCPOptionKindWindowScale, OptionLength: 3, OptionData: []byte{windowScale}},
}

// moves makes the segments of a stretch.
func (k *talk) moves(s *stretch) error {
	from := int(s.from)
	if k.over || k.fin[from] {
		return nil
	}
	b := s.b
	// A gap would read as packets that got lost; words in its place are seen by
	// who follows the stream.
	if gap := s.off - k.next[from]; gap > 0 {
		note := fmt.Sprintf("\n[offhook left out %d bytes here]\n", gap)
		k.skip[from] += gap - int64(len(note))
		k.next[from] = s.off - int64(len(note))
		b = append([]byte(note), b...)
	}
	for len(b) > 0 {
		n := min(len(b), mss)
		seg := &layers.TCP{ACK: true, PSH: n == len(b)}
		seg.Seq, seg.Ack = k.seq(from), k.seq(1-from)
		k.next[from] += int64(n)
		k.seen[1-from] = k.next[1-from]
		if err := k.send(s.at, from, seg, b[:n]); err != nil {
			return err
		}
		b = b[n:]
		if k.next[from]-k.seen[from] >= maxUnacked {
			if err := k.acknowledge(s.at, 1-from); err != nil {
				return err
			}
		}
	}
	return nil
}

// finishes makes the frames with which one side ends the connection.
func (k *talk) finishes(from int, e ending) error {
	if k.over || k.fin[from] {
		return nil
	}
	end := &layers.TCP{ACK: true, FIN: e.how == ended, RST: e.how == reset, Seq: k.seq(from), Ack: k.seq(1 - from)}
	k.fin[from], k.over = e.how == ended, e.how == reset
	if err := k.send(e.at, from, end, nil); err != nil || k.over {
		return err
	}
	return k.acknowledge(e.at, 1-from)
}

// acknowledge makes a segment that only does that.
func (k *talk) acknowledge(at time.Duration, from int) error {
	k.seen[1-from] = k.next[1-from]
	return k.send(at, from, &layers.TCP{ACK: true, Seq: k.seq(from), Ack: k.seq(1 - from)}, nil)
}

// seq is the sequence number of what a side sends next.
func (k *talk) seq(side int) uint32 {
	n := k.isn[side] + 1 + uint32(k.next[side]-k.skip[side])
	if k.fin[side] {
		n++
	}
	return n
}

// send makes a frame.
func (k *talk) send(at time.Duration, from int, tcp *layers.TCP, payload []byte) error {
	src, dst := k.ends[from], k.ends[1-from]
	tcp.SrcPort, tcp.DstPort, tcp.Window = layers.TCPPort(src.Port()), layers.TCPPort(dst.Port()), window
	eth := &layers.Ethernet{SrcMAC: k.mac[from], DstMAC: k.mac[1-from]}
	var ip gopacket.SerializableLayer
	if src.Addr().Is4() {
		k.id++
		v4 := &layers.IPv4{Version: 4, TTL: 64, Id: k.id, Flags: layers.IPv4DontFragment, Protocol: layers.IPProtocolTCP,
			SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		eth.EthernetType, ip = layers.EthernetTypeIPv4, v4
		tcp.SetNetworkLayerForChecksum(v4)
	} else {
		v6 := &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolTCP, SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		eth.EthernetType, ip = layers.EthernetTypeIPv6, v6
		tcp.SetNetworkLayerForChecksum(v6)
	}
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(k.buf, options, eth, ip, tcp, gopacket.Payload(payload)); err != nil {
		return err
	}
	return k.put(at, k.buf.Bytes())
}
