// Command offhook proves that a call recorder's API server does what its manual
// says. Each subcommand has its own file: flags in, one call into a package,
// an exit code out.
package main
