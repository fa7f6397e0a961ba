package directory

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"
)

// The cost of a password hash: OWASP's argon2id setting of least memory.
const (
	argonKiB     = 7 * 1024
	argonPasses  = 5
	argonThreads = 1
	saltBytes    = 16
	hashBytes    = 32
)

// HashPassword returns what a user's row keeps of a password: its argon2id hash
// in PHC form, of a salt that seed, agent and time decide. It takes tens of
// milliseconds by design.
func HashPassword(password string, seed, agentID int64, now time.Time) string {
	return hashPassword(password, salt(seed, agentID, now))
}

// hashPassword returns the argon2id hash of password in PHC form.
func hashPassword(password string, salt []byte) string {
	hash := argon2.IDKey([]byte(password), salt, argonPasses, argonKiB, argonThreads, hashBytes)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, argonKiB, argonPasses, argonThreads, b64(salt), b64(hash))
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
