package media

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

func sealed(t *testing.T, password string, clips ...Clip) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := WriteEncrypted(t.Context(), &file, password, clips...); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestOnlyThePasswordOpensAnEncryptedCAV(t *testing.T) {
	all := []Clip{{RecordID: 13101, Length: 3 * time.Second}, {RecordID: 13102, Length: time.Second, Silences: []Span{{0, time.Second}}}}
	file := sealed(t, "Tr0ub4dor & <3", all...)
	if again := sealed(t, "Tr0ub4dor & <3", all...); bytes.Equal(again[10:], file[10:]) {
		t.Error("encrypted twice it is the same")
	}
	plain := written(t, CAV, all...)
	for at := 0; at+32 <= len(plain); at += 16 {
		if bytes.Contains(file, plain[at:at+32]) {
			t.Fatalf("it holds what the plain file holds at %d", at)
		}
	}
	open := func(file []byte, password string) ([]int16, error) {
		audio, err := Open(bytes.NewReader(file), int64(len(file)), CAV, password)
		if err != nil {
			return nil, err
		}
		if want := []CAVRecording{{13101, 24000}, {13102, 8000}}; !slices.Equal(audio.Recordings, want) {
			t.Errorf("holds %v, want %v", audio.Recordings, want)
		}
		return audio.ReadAll(time.Minute)
	}
	for _, wrong := range []string{"", "Tr0ub4dor & <", "tr0ub4dor & <3"} {
		if _, err := open(file, wrong); !errors.Is(err, ErrPassword) {
			t.Errorf("password %q: %v", wrong, err)
		}
	}
	got, err := open(file, "Tr0ub4dor & <3")
	if err != nil || !slices.Equal(got, heard(all...)) {
		t.Errorf("%d samples: %v", len(got), err)
	}
	changed := slices.Clone(file)
	changed[len(changed)-100] ^= 1
	if _, err := open(changed, "Tr0ub4dor & <3"); err == nil {
		t.Error("a changed byte is not noticed")
	}
	if _, err := open(plain, ""); err != nil {
		t.Errorf("plain: %v", err)
	}
}

func TestAnEmptyPasswordEncryptsNothing(t *testing.T) {
	var file bytes.Buffer
	if err := WriteEncrypted(t.Context(), &file, "", Clip{}); err == nil || file.Len() > 0 {
		t.Errorf("%v, %d bytes", err, file.Len())
	}
}

func TestManyWhoEncryptWaitForEachOther(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			var file bytes.Buffer
			if err := WriteEncrypted(ctx, &file, "secret", Clip{RecordID: int64(i)}); err != nil && err != context.Canceled {
				t.Error(err)
			}
			cancel() // whoever still waits need not
		})
	}
	wait.Wait()
	if err := WriteEncrypted(ctx, &bytes.Buffer{}, "secret", Clip{}); err != context.Canceled {
		t.Errorf("after the context's end: %v", err)
	}
}
