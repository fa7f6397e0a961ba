package media

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// A CAV file is described in docs/audio.md: cavMagic, a version, a byte that
// says whether an age file follows, and chunks.
const (
	cavMagic     = "\x8fCAV\r\n\x1a\n"
	cavVersion   = 1
	cavPlain     = 0
	cavEncrypted = 1
)

// cavInfo is the chunk "info".
type cavInfo struct {
	Encoding   string         `json:"encoding"`
	Rate       int            `json:"rate"`
	Channels   int            `json:"channels"`
	Recordings []CAVRecording `json:"recordings"`
}

// CAVRecording is what a CAV file says of one of the recordings joined in it.
type CAVRecording struct {
	RecordID int64 `json:"recordid"`
	Samples  int64 `json:"samples"`
}

// WriteEncrypted writes the clips as a CAV file that only the password opens.
// Everything in it is encrypted and authenticated, what it says of the
// recordings too; no two files are alike.
func WriteEncrypted(ctx context.Context, w io.Writer, password string, clips ...Clip) error {
	recipient, err := age.NewScryptRecipient(password)
	if err != nil {
		return errors.New("media: an encrypted CAV file needs a password")
	}
	recipient.SetWorkFactor(workFactor)
	if _, err := io.WriteString(w, cavHead(cavEncrypted)); err != nil {
		return err
	}
	var sealed io.WriteCloser
	if err := derive(ctx, func() (err error) {
		sealed, err = age.Encrypt(w, recipient)
		return err
	}); err != nil {
		return err
	}
	if err := writeChunks(ctx, sealed, clips); err != nil {
		return err
	}
	return sealed.Close()
}

// workFactor makes a key from a password in 2^14 rounds of scrypt, which takes
// 16 MiB and some tens of milliseconds.
const workFactor = 14

// deriving holds a token for each key that is being made from a password: two
// at most, so that many who export at once cannot take the memory.
var deriving = make(chan struct{}, 2)

func derive(ctx context.Context, key func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case deriving <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-deriving }()
	return key()
}

func cavHead(sealed byte) string { return cavMagic + string([]byte{cavVersion, sealed}) }

func writeCAV(ctx context.Context, w io.Writer, clips []Clip) error {
	if _, err := io.WriteString(w, cavHead(cavPlain)); err != nil {
		return err
	}
	return writeChunks(ctx, w, clips)
}

func writeChunks(ctx context.Context, w io.Writer, clips []Clip) error {
	info := encodeInfo(clips)
	head := cavChunk("info", int64(len(info)))
	head = append(head, info...)
	head = append(head, cavChunk("data", 2*total(clips))...)
	if _, err := w.Write(head); err != nil {
		return err
	}
	return pcm(ctx, w, clips)
}

func cavChunk(name string, size int64) []byte {
	return binary.LittleEndian.AppendUint64([]byte(name), uint64(size))
}

const cavChunkHead = 4 + 8

func encodeInfo(clips []Clip) []byte {
	info := cavInfo{Encoding: "pcm_s16le", Rate: Rate, Channels: 1, Recordings: make([]CAVRecording, len(clips))}
	for i := range clips {
		info.Recordings[i] = CAVRecording{clips[i].RecordID, clips[i].samples()}
	}
	b, err := json.Marshal(info)
	if err != nil {
		panic(fmt.Sprintf("media: numbers and constants are always JSON: %v", err))
	}
	return b
}

func cavSize(clips []Clip) int64 {
	return int64(len(cavHead(cavPlain))+2*cavChunkHead+len(encodeInfo(clips))) + 2*total(clips)
}
