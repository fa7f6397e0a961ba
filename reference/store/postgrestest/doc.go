// Package postgrestest gives tests a PostgreSQL server.
//
// A server is private: made in a directory of its own with the programs of an
// installed PostgreSQL, reached by a socket there, and gone with the test
// binary. A schema is what one test gets of it. Where no PostgreSQL is
// installed, tests are skipped; OFFHOOK_TEST_POSTGRES names a running server's
// database by URL instead, whose user may create schemas.
//
// The package is for tests only, and judges nothing.
package postgrestest
