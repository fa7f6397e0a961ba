// Package recordingcontrol holds the specs of the chapter Recording Control:
// chats, which record a screen alone, and blackouts of a call or of an agent.
//
// What a blackout does shows in STATUS of DEVICERECORDINGSTATUS and in the
// events RECORDINGPAUSED and RECORDINGRESUMED; what a chat does shows in the
// record that CALLLIST finds when it is over.
package recordingcontrol
