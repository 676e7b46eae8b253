// Package signing makes and verifies the detached OpenPGP signatures by which
// registries and CLIs know that a release is its maintainers'.
package signing

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Key is a private key.
type Key struct{ entity *openpgp.Entity }

func config() *packet.Config {
	return &packet.Config{DefaultHash: crypto.SHA512, Algorithm: packet.PubKeyAlgoRSA, RSABits: 3072}
}

// Generate makes a key to throw away.
func Generate() (Key, error) {
	entity, err := openpgp.NewEntity("Release check", "throw-away key", "nobody@example.com", config())
	return Key{entity}, err
}

// ParseKey reads an armored private key. The passphrase is used if the key is
// encrypted.
func ParseKey(armored, passphrase []byte) (Key, error) {
	entity, err := parse(armored)
	if err != nil {
		return Key{}, err
	}
	if entity.PrivateKey == nil {
		return Key{}, errors.New("this is a public key: export the private one")
	}
	if entity.PrivateKey.Encrypted {
		if err := entity.DecryptPrivateKeys(passphrase); err != nil {
			return Key{}, fmt.Errorf("decrypting the key with the passphrase: %w", err)
		}
	}
	return Key{entity}, nil
}

// ID returns the key's id in the form that the registry protocol uses.
func (k Key) ID() string { return k.entity.PrimaryKey.KeyIdString() }

// PublicKey returns the public part, armored.
func (k Key) PublicKey() ([]byte, error) {
	return encode(openpgp.PublicKeyType, func(w *bytes.Buffer) error { return k.entity.Serialize(w) })
}

// PrivateKey returns the key, armored and not encrypted.
func (k Key) PrivateKey() ([]byte, error) {
	return encode(openpgp.PrivateKeyType, func(w *bytes.Buffer) error { return k.entity.SerializePrivate(w, config()) })
}

// Sign returns a detached signature. It is binary: registries refuse an armored one.
func (k Key) Sign(content []byte) ([]byte, error) {
	var signature bytes.Buffer
	if err := openpgp.DetachSign(&signature, k.entity, bytes.NewReader(content), config()); err != nil {
		return nil, err
	}
	return signature.Bytes(), nil
}

// Verify reports whether the signature is one of the content by the key.
func Verify(publicKey, content, signature []byte) error {
	entity, err := parse(publicKey)
	if err != nil {
		return err
	}
	_, err = openpgp.CheckDetachedSignature(openpgp.EntityList{entity},
		bytes.NewReader(content), bytes.NewReader(signature), config())
	if err != nil {
		return fmt.Errorf("verifying the signature with key %s: %w", entity.PrimaryKey.KeyIdString(), err)
	}
	return nil
}

// parse reads one armored key, public or private.
func parse(armored []byte) (*openpgp.Entity, error) {
	entities, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armored))
	if err != nil {
		return nil, fmt.Errorf("reading the key: %w", err)
	}
	if len(entities) != 1 {
		return nil, fmt.Errorf("want one key, not %d", len(entities))
	}
	if algorithm := entities[0].PrimaryKey.PubKeyAlgo; algorithm != packet.PubKeyAlgoRSA {
		return nil, fmt.Errorf("key %s is no RSA key: registries accept no other kind", entities[0].PrimaryKey.KeyIdString())
	}
	return entities[0], nil
}

func encode(kind string, write func(*bytes.Buffer) error) ([]byte, error) {
	var content, armored bytes.Buffer
	if err := write(&content); err != nil {
		return nil, err
	}
	writer, err := armor.Encode(&armored, kind, nil)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(content.Bytes()); err != nil {
		return nil, err
	}
	err = writer.Close()
	return armored.Bytes(), err
}
