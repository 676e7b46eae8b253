package sourcefile

import (
	"encoding/json"
	"time"
)

// Verified is a file together with the hash of its content. Its zero value
// stands for no file. Only a complete pass over an unchanged file makes one, see
// [Reading.Verified]; its JSON form is for remembering it.
type Verified struct {
	file   File
	sha256 string
}

// Path is the path under which the file was read.
func (v Verified) Path() string { return v.file.Path }

// Size is the number of bytes that were read.
func (v Verified) Size() int64 { return v.file.Size }

// Modified is the modification time of the file when it was read.
func (v Verified) Modified() time.Time { return v.file.Modified }

// SHA256 is the hash of the bytes that were read, in lower-case hexadecimal.
func (v Verified) SHA256() string { return v.sha256 }

// IsZero reports whether v stands for no file.
func (v Verified) IsZero() bool { return v.sha256 == "" }

// record is the JSON form.
type record struct {
	Path     string    `json:"path"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
	SHA256   string    `json:"sha256,omitempty"`
}

// MarshalJSON returns the form in which v is remembered.
func (v Verified) MarshalJSON() ([]byte, error) {
	return json.Marshal(record{v.file.Path, v.file.Size, v.file.Modified, v.sha256})
}

// UnmarshalJSON reads what was remembered.
func (v *Verified) UnmarshalJSON(data []byte) error {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	*v = Verified{file: File{Path: r.Path, Size: r.Size, Modified: r.Modified}, sha256: r.SHA256}
	return nil
}
