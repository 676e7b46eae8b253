package mockapi

import (
	"bytes"
	"io"
)

// format is a media format that the service takes.
type format struct {
	contentType string
	// extension is how the names of such files end.
	extension string
	// matches tells the format by the beginning of a file.
	matches func(head []byte) bool
	// measure reads duration and size out of the file. It is nil where that would
	// take decoding it.
	measure func(file io.ReaderAt, size int64) fileFacts
}

// formats are tried in this order, the more particular ones first.
var formats = []format{
	{"audio/wav", ".wav", riff("WAVE"), measureWAV},
	{"video/x-msvideo", ".avi", riff("AVI "), nil},
	{"audio/flac", ".flac", prefix("fLaC"), measureFLAC},
	{"video/ogg", ".ogv", magicWith("OggS", "theora"), nil},
	{"audio/ogg", ".ogg", prefix("OggS"), nil},
	{"audio/mp4", ".m4a", mp4Brand("M4A ", "M4B "), measureMP4},
	{"video/quicktime", ".mov", mp4Brand("qt  "), measureMP4},
	{"video/mp4", ".mp4", mp4Brand(""), measureMP4},
	{"video/webm", ".webm", magicWith("\x1a\x45\xdf\xa3", "webm"), nil},
	{"video/x-matroska", ".mkv", prefix("\x1a\x45\xdf\xa3"), nil},
	{"video/x-ms-wmv", ".wmv", magicWith(asfHeader, asfVideoStream), nil},
	{"audio/x-ms-wma", ".wma", prefix(asfHeader), nil},
	{"video/x-flv", ".flv", prefix("FLV\x01"), nil},
	{"video/mpeg", ".mpg", prefix("\x00\x00\x01\xba"), nil},
	{"video/mp2t", ".ts", isTransportStream, nil},
	{"audio/aac", ".aac", isADTS, nil},
	{"audio/mpeg", ".mp3", isMP3, nil},
}

// Identifiers in files of Microsoft's Advanced Systems Format.
const (
	asfHeader      = "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
	asfVideoStream = "\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b"
)

// searched is how much of the beginning of a file is searched for what tells
// apart formats that begin alike.
const searched = 8 << 10

func prefix(magic string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }
}

// magicWith matches a beginning with something else further on.
func magicWith(magic, further string) func([]byte) bool {
	return func(head []byte) bool {
		return bytes.HasPrefix(head, []byte(magic)) &&
			bytes.Contains(head[:min(searched, len(head))], []byte(further))
	}
}

func riff(kind string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == kind
	}
}

// mp4Brand matches ISO media files of one of the given brands; "" is any.
func mp4Brand(brands ...string) func([]byte) bool {
	return func(head []byte) bool {
		if len(head) < 12 || string(head[4:8]) != "ftyp" {
			return false
		}
		for _, brand := range brands {
			if brand == "" || string(head[8:12]) == brand {
				return true
			}
		}
		return false
	}
}

// isTransportStream looks for the sync bytes of the first packets.
func isTransportStream(head []byte) bool {
	const packet = 188
	return len(head) > 2*packet && head[0] == 0x47 && head[packet] == 0x47 && head[2*packet] == 0x47
}

// isADTS matches an AAC frame: twelve sync bits and layer 0.
func isADTS(head []byte) bool {
	return len(head) >= 7 && head[0] == 0xff && head[1]&0xf6 == 0xf0
}

// isMP3 matches an ID3 tag, or a frame of layer III with a valid bit rate and
// sample rate.
func isMP3(head []byte) bool {
	if bytes.HasPrefix(head, []byte("ID3")) {
		return true
	}
	return len(head) >= 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2 &&
		head[2]&0xf0 != 0xf0 && head[2]&0x0c != 0x0c
}
