package mockapi

import (
	"encoding/binary"
	"io"
	"math"
)

// measureMP4 reads the movie header and the track headers of an ISO media file.
// A file without a picture is audio, whatever its brand says.
func measureMP4(file io.ReaderAt, size int64) fileFacts {
	var facts fileFacts
	var tracks int
	walkBoxes(file, 0, size, func(kind string, from, to int64) {
		if kind != "moov" {
			return
		}
		walkBoxes(file, from, to, func(kind string, from, to int64) {
			switch kind {
			case "mvhd":
				facts.duration = movieDuration(file, from)
			case "trak":
				tracks++
				walkBoxes(file, from, to, func(kind string, from, to int64) {
					if kind == "tkhd" {
						facts.measureTrack(file, from, to)
					}
				})
			}
		})
	})
	if tracks > 0 && facts.height == 0 {
		facts.contentType = "audio/mp4"
	}
	return facts
}

// walkBoxes visits the boxes between two offsets of a file, with the offsets of
// their contents. It stops at what is no box, and where the file was not kept.
func walkBoxes(file io.ReaderAt, from, to int64, visit func(kind string, from, to int64)) {
	for from+8 <= to {
		header, ok := readAt(file, from, 8)
		if !ok {
			return
		}
		length, headerLength := int64(binary.BigEndian.Uint32(header)), int64(8)
		switch length {
		case 0: // up to the end
			length = to - from
		case 1: // 64 bits follow
			long, ok := readAt(file, from+8, 8)
			if !ok {
				return
			}
			n := binary.BigEndian.Uint64(long)
			if n > math.MaxInt64 {
				return
			}
			length, headerLength = int64(n), 16
		}
		if length < headerLength || length > to-from {
			return
		}
		visit(string(header[4:]), from+headerLength, from+length)
		from += length
	}
}

// movieDuration reads a movie header, which comes with fields of 32 or 64 bits.
func movieDuration(file io.ReaderAt, at int64) float64 {
	header, ok := readAt(file, at, 20)
	if !ok {
		return 0
	}
	scale, duration := binary.BigEndian.Uint32(header[12:]), uint64(binary.BigEndian.Uint32(header[16:]))
	if version := header[0]; version == 1 {
		long, ok := readAt(file, at+20, 12)
		if !ok {
			return 0
		}
		scale, duration = binary.BigEndian.Uint32(long), binary.BigEndian.Uint64(long[4:])
	}
	if scale == 0 {
		return 0
	}
	return float64(duration) / float64(scale)
}

// measureTrack takes the size of the largest picture. Width and height are the
// last fields of a track header, in 16.16 fixed point.
func (f *fileFacts) measureTrack(file io.ReaderAt, from, to int64) {
	if to-from < 8 {
		return
	}
	field, ok := readAt(file, to-8, 8)
	if !ok {
		return
	}
	width, height := int(binary.BigEndian.Uint16(field)), int(binary.BigEndian.Uint16(field[4:]))
	if width*height > f.width*f.height {
		f.width, f.height = width, height
	}
}
