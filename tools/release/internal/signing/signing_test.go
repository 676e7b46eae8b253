package signing

import (
	"bytes"
	"crypto"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

func TestSignAndVerify(t *testing.T) {
	t.Parallel()
	generated, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	armored, err := generated.PrivateKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParseKey(armored, nil)
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	signature, err := key.Sign([]byte("sums"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(public, []byte("sums"), signature); err != nil {
		t.Errorf("the signature was refused: %v", err)
	}
	if Verify(public, []byte("sumt"), signature) == nil {
		t.Error("the signature was accepted for other content")
	}
	if _, err := ParseKey(public, nil); err == nil || !strings.Contains(err.Error(), "public key") {
		t.Errorf("signing with a public key: got %v, want an error that says so", err)
	}
}

func TestParseKey_notRSA(t *testing.T) {
	t.Parallel()
	entity, err := openpgp.NewEntity("Test", "", "test@example.com",
		&packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, DefaultHash: crypto.SHA512})
	if err != nil {
		t.Fatal(err)
	}
	armored, err := encode(openpgp.PrivateKeyType, func(w *bytes.Buffer) error { return entity.SerializePrivate(w, nil) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseKey(armored, nil); err == nil || !strings.Contains(err.Error(), "no RSA key") {
		t.Errorf("got %v, want an error that names RSA", err)
	}
}

func TestParseKey_passphrase(t *testing.T) {
	t.Parallel()
	key, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if err := key.entity.EncryptPrivateKeys([]byte("secret"), config()); err != nil {
		t.Fatal(err)
	}
	armored, err := encode(openpgp.PrivateKeyType, func(w *bytes.Buffer) error {
		return key.entity.SerializePrivateWithoutSigning(w, config())
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseKey(armored, []byte("wrong")); err == nil || !strings.Contains(err.Error(), "passphrase") {
		t.Errorf("wrong passphrase: got %v, want an error that says so", err)
	}
	opened, err := ParseKey(armored, []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Sign([]byte("sums")); err != nil {
		t.Errorf("signing with the decrypted key: %v", err)
	}
}
