package media

import (
	"fmt"
	"strings"
)

// Format is a form of exported audio, a value of MEDIA_FORMAT.
type Format uint8

// The formats of EXPORT, EMAIL and the functions like them.
const (
	WAV Format = iota // PCM, 16 bit, 8 kHz, mono
	MP3               // MPEG-2 layer III, 16 kHz, mono, 64 kbit/s
	VOX               // Dialogic ADPCM, 4 bit, 8 kHz, no header
	M4A               // ALAC in MP4, 16 bit, 8 kHz, mono
	CAV               // our own container (E-44), PCM
)

// Rate is the samples a second of every clip.
const Rate = 8000

var formats = [...]struct{ name, extension, contentType string }{
	WAV: {"WAV", ".wav", "audio/wav"},
	MP3: {"MP3", ".mp3", "audio/mpeg"},
	VOX: {"VOX", ".vox", "application/octet-stream"},
	M4A: {"M4A", ".m4a", "audio/mp4"},
	CAV: {"CAV", ".cav", "application/octet-stream"},
}

// ParseFormat reads a value of MEDIA_FORMAT, in any case.
func ParseFormat(s string) (Format, bool) {
	for f := range formats {
		if strings.EqualFold(formats[f].name, s) {
			return Format(f), true
		}
	}
	return 0, false
}

// String returns the format as MEDIA_FORMAT has it.
func (f Format) String() string {
	if int(f) >= len(formats) {
		return fmt.Sprintf("Format(%d)", uint8(f))
	}
	return formats[f].name
}

// Extension returns the ending of a file's name, with its dot.
func (f Format) Extension() string { return formats[f].extension }

// ContentType returns the media type of a body in the format (E-43).
func (f Format) ContentType() string { return formats[f].contentType }
