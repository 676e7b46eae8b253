package acctest

import (
	"bytes"
	"encoding/binary"
	"os"
	"testing"
)

// WriteWAV writes a silent WAV file of so many seconds: a real audio file, whose
// bytes differ by its length.
func WriteWAV(t testing.TB, name string, seconds int) {
	t.Helper()
	const rate = 8000 // Samples per second, one byte each.
	samples := bytes.Repeat([]byte{0x80}, rate*seconds)
	var content bytes.Buffer
	content.WriteString("RIFF")
	write := func(values ...any) {
		for _, value := range values {
			if err := binary.Write(&content, binary.LittleEndian, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(uint32(36+len(samples)), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8))
	write([]byte("data"), uint32(len(samples)))
	content.Write(samples)
	if err := os.WriteFile(name, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
