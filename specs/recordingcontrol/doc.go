// Package recordingcontrol holds the specs of the chapter Recording Control:
// chat sessions and blackouts.
package recordingcontrol
