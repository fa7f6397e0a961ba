package directory

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"
)

// cost is what it takes to try a password.
type cost struct{ passes, kib uint32 }

// The costs of a password hash. One that no disk ever holds needs no guard
// against whoever reads the disk.
var (
	atRest    = cost{passes: 5, kib: 7 * 1024} // OWASP's argon2id setting of least memory
	transient = cost{passes: 1, kib: 8}
)

const (
	argonThreads = 1
	saltBytes    = 16
	hashBytes    = 32
)

// HashPassword returns what a user's row keeps of a password: its argon2id hash
// in PHC form, of a salt that seed, agent and time decide. It takes tens of
// milliseconds by design.
func HashPassword(password string, seed, agentID int64, now time.Time) string {
	return atRest.hash(password, salt(seed, agentID, now))
}

// hash returns the argon2id hash of password in PHC form.
func (c cost) hash(password string, salt []byte) string {
	hash := argon2.IDKey([]byte(password), salt, c.passes, c.kib, argonThreads, hashBytes)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, c.kib, c.passes, argonThreads, b64(salt), b64(hash))
}

// hashPassword is HashPassword at the cost that the configuration asks for.
func (c *Config) hashPassword(password string, agentID int64, now time.Time) string {
	if c.Transient {
		return transient.hash(password, salt(c.Seed, agentID, now))
	}
	return HashPassword(password, c.Seed, agentID, now)
}

// salt returns a salt that differs from user to user and from one change to
// the next, and is the same in each run of the same seed.
func salt(seed, agentID int64, now time.Time) []byte {
	var b []byte
	for _, v := range []int64{seed, agentID, now.UnixNano()} {
		b = binary.BigEndian.AppendUint64(b, uint64(v))
	}
	sum := sha256.Sum256(b)
	return sum[:saltBytes]
}
