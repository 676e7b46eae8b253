package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
)

// ParseSums reads a SHA256SUMS file: file names to hexadecimal sums.
func ParseSums(content []byte) (map[string]string, error) {
	sums := map[string]string{}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		sum, name, ok := strings.Cut(line, "  ")
		if decoded, err := hex.DecodeString(sum); !ok || err != nil || len(decoded) != sha256.Size || name == "" {
			return nil, fmt.Errorf("line %q: want a SHA-256 sum, two spaces, and a file name", line)
		}
		if _, twice := sums[name]; twice {
			return nil, fmt.Errorf("%s is listed twice", name)
		}
		sums[name] = sum
	}
	return sums, nil
}

// Sum returns the hexadecimal SHA-256 sum of a file.
func Sum(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}
