package mockapi

import (
	"encoding/binary"
	"io"
)

// fileFacts are what an uploaded file tells about itself. Zero is unknown.
type fileFacts struct {
	// contentType is "" for what is neither audio nor video.
	contentType string
	// duration is in seconds, rounded to milliseconds.
	duration float64
	// height and width are in pixels.
	height, width int
}

// probe tells what a file is by its bytes. Files come from anywhere, so it never
// trusts a length or an offset that it reads.
func probe(file io.ReaderAt, size int64) fileFacts {
	head := make([]byte, searched)
	n, _ := file.ReadAt(head, 0)
	head = head[:n]
	for _, f := range formats {
		if !f.matches(head) {
			continue
		}
		var facts fileFacts
		if f.measure != nil {
			facts = f.measure(file, size)
		}
		setDefault(&facts.contentType, f.contentType)
		facts.duration = milliseconds(facts.duration)
		return facts
	}
	return fileFacts{}
}

// readAt reads a whole field of a file; ok is false when it is not there.
func readAt(file io.ReaderAt, offset int64, length int) (field []byte, ok bool) {
	field = make([]byte, length)
	n, _ := file.ReadAt(field, offset)
	return field, n == length
}

// measureWAV divides the bytes of the data chunk by the bytes per second of the
// format chunk.
func measureWAV(file io.ReaderAt, size int64) fileFacts {
	var bytesPerSecond uint32
	for at := int64(12); ; {
		header, ok := readAt(file, at, 8)
		if !ok {
			return fileFacts{}
		}
		at += 8
		length := int64(binary.LittleEndian.Uint32(header[4:]))
		switch string(header[:4]) {
		case "fmt ":
			if format, ok := readAt(file, at, 16); ok {
				bytesPerSecond = binary.LittleEndian.Uint32(format[8:])
			}
		case "data":
			if bytesPerSecond == 0 {
				return fileFacts{}
			}
			// What was written to a pipe has no length here, or the greatest.
			if length == 0 || length > size-at {
				length = size - at
			}
			return fileFacts{duration: float64(length) / float64(bytesPerSecond)}
		}
		// Chunks are padded to an even length.
		at += length + length%2
	}
}

// measureFLAC reads rate and number of samples in the stream information, which
// is always the first block.
func measureFLAC(file io.ReaderAt, _ int64) fileFacts {
	info, ok := readAt(file, 8, 18)
	if !ok {
		return fileFacts{}
	}
	packed := binary.BigEndian.Uint64(info[10:])
	rate, samples := packed>>44, packed&(1<<36-1)
	if rate == 0 {
		return fileFacts{}
	}
	return fileFacts{duration: float64(samples) / float64(rate)}
}
