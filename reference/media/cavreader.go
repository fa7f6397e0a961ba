package media

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"filippo.io/age"
)

// maxCAVInfo is the largest chunk "info" that is read, in bytes.
const maxCAVInfo = 4 << 20

func openCAV(r io.Reader, password string) (*Audio, error) {
	head := make([]byte, len(cavMagic)+2)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(cavMagic)]) != cavMagic {
		return nil, fmt.Errorf("%w: a CAV file that offhook has not written", ErrUnread)
	}
	version, sealed := head[len(cavMagic)], head[len(cavMagic)+1]
	switch {
	case version != cavVersion || sealed > cavEncrypted:
		return nil, fmt.Errorf("%w: CAV of version %d (%d), not %d", ErrUnread, version, sealed, cavVersion)
	case sealed == cavEncrypted:
		var err error
		if r, err = unseal(r, password); err != nil {
			return nil, err
		}
	}
	return readChunks(r)
}

// unseal opens an age file.
func unseal(r io.Reader, password string) (io.Reader, error) {
	identity, err := age.NewScryptIdentity(password)
	if err != nil {
		return nil, ErrPassword
	}
	identity.SetMaxWorkFactor(workFactor)
	// age reads a header of any length; ours is some hundred bytes.
	bounded := &io.LimitedReader{R: r, N: 64 << 10}
	deriving <- struct{}{}
	defer func() { <-deriving }()
	plain, err := age.Decrypt(bounded, identity)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, ErrPassword
	} else if err != nil {
		return nil, fmt.Errorf("media: the CAV file is damaged: %w", err)
	}
	bounded.N = math.MaxInt64
	return plain, nil
}

// readChunks reads up to the samples.
func readChunks(r io.Reader) (*Audio, error) {
	a := &Audio{}
	for {
		var head [cavChunkHead]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil, fmt.Errorf("media: the CAV file ends before its data: %w", err)
		}
		size := int64(min(math.MaxInt64, binary.LittleEndian.Uint64(head[4:])))
		switch name := string(head[:4]); {
		case name == "data" && a.Recordings == nil:
			return nil, errors.New("media: the CAV file has its data before its info")
		case name == "data":
			a.samples = &pcmReader{r: r, left: size, channels: 1, width: 2,
				value: func(b []byte) int { return int(int16(binary.LittleEndian.Uint16(b))) }}
			return a, nil
		case name == "info" && size > maxCAVInfo:
			return nil, fmt.Errorf("media: the CAV file says %d bytes of its recordings, more than %d", size, maxCAVInfo)
		case name == "info":
			b := make([]byte, size)
			if _, err := io.ReadFull(r, b); err != nil {
				return nil, fmt.Errorf("media: the CAV file ends before its data: %w", err)
			}
			var info cavInfo
			if err := json.Unmarshal(b, &info); err != nil {
				return nil, fmt.Errorf("media: what the CAV file says of its recordings cannot be read: %w", err)
			}
			if info.Encoding != "pcm_s16le" || info.Rate != Rate || info.Channels != 1 || info.Recordings == nil {
				return nil, fmt.Errorf("%w: CAV in %.20q at %d Hz in %d channels", ErrUnread, info.Encoding, info.Rate, info.Channels)
			}
			a.Recordings = info.Recordings
		default:
			if _, err := io.CopyN(io.Discard, r, size); err != nil {
				return nil, fmt.Errorf("media: the CAV file ends before its data: %w", err)
			}
		}
	}
}
