// Package media is the sound of recordings: it writes the synthetic audio of a
// recording in each format that the API exports, and reads audio back.
//
// A clip is what is heard of one recording; a span is a range of time in it; a
// party is one of the two who talk. What a clip sounds like follows from its
// values alone: the RECORDID as DTMF at its start, then the parties in turns,
// each at a pitch of its own, digital silence in the blackouts.
//
// The package holds no clip whole, reads no clock, draws nothing at random but
// the keys of an encrypted file, and knows no request, store or server.
package media
