// Package capture keeps what a client exchanges with servers, and writes it as
// a capture that Wireshark opens.
//
// A tape is what somebody's connections sent and received, with the times and
// addresses, and notes between; it is bounded, and keeps the beginning and the
// end. A stretch is what one read or write of a connection moved.
//
// Nothing is taken from the network: the frames of a capture are made from what
// the client saw. Addresses, bytes and their order are as they were, and so is
// how a connection ended, and words say where bytes were left out; what only the kernel knows (how bytes were cut into
// segments, when they were acknowledged) is made up so that it fits. What was
// said by TLS is written in the clear. Secrets are masked, in the same length.
package capture
