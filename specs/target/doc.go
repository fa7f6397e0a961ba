// Package target reads and writes target files: what a person says about the
// server that conform is to judge. Where it is, what may be used there, what it
// offers, how conditions are set on it, and what is known to fail.
//
// A file is YAML, declared in one place; a setting is one of its keys, in force
// by the file or by a flag. The package opens no connection, and starts no
// command but a hook.
package target
