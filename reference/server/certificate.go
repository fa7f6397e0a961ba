package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"
	"time"
)

// certificate is what the TLS address shows its clients.
type certificate struct {
	tls.Certificate
	selfSigned bool
}

// selfSignedLife is for how long a certificate made at start is valid.
const selfSignedLife = 365 * 24 * time.Hour

// loadCertificate reads the PEM files named, or makes a certificate for the
// listening address where there are none.
func loadCertificate(certFile, keyFile, addr string) (*certificate, error) {
	switch {
	case certFile == "" && keyFile == "":
		made, err := selfSign(addr)
		if err != nil {
			return nil, fmt.Errorf("server: cannot make a certificate for the WebAPI: %w", err)
		}
		return &certificate{made, true}, nil
	case certFile == "":
		return nil, fmt.Errorf("server: the key %s has no certificate; give both --tls-cert and --tls-key, or neither", keyFile)
	case keyFile == "":
		return nil, fmt.Errorf("server: the certificate %s has no key; give both --tls-cert and --tls-key, or neither", certFile)
	}
	read, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, fmt.Errorf("server: cannot use the certificate %s with the key %s: %w; both must be PEM files that belong together", certFile, keyFile, err)
	}
	return &certificate{read, false}, nil
}

// selfSign makes a certificate for addr's host, this machine's name and
// loopback.
func selfSign(addr string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "offhook WebAPI, self-signed"},
		NotBefore:             now.Add(-time.Hour), // for clients whose clock is behind
		NotAfter:              now.Add(selfSignedLife),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true, // so that a client can be told to trust it
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	names := []string{}
	if host, _, err := net.SplitHostPort(addr); err == nil {
		names = append(names, host)
	}
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	for _, name := range names {
		ip := net.ParseIP(name)
		switch {
		case name == "" || name == "localhost" || ip.IsUnspecified() || ip.IsLoopback():
		case ip != nil:
			template.IPAddresses = append(template.IPAddresses, ip)
		default:
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// fingerprint is the certificate's SHA-256, as openssl and browsers show it:
// 32 bytes in hexadecimal between colons.
func (c *certificate) fingerprint() string {
	sum := sha256.Sum256(c.Certificate.Certificate[0])
	return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":")
}
