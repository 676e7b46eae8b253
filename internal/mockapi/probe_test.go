package mockapi

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"
)

// box makes an ISO media box.
func box(kind string, content ...[]byte) []byte {
	payload := bytes.Join(content, nil)
	header := binary.BigEndian.AppendUint32(nil, uint32(8+len(payload)))
	return append(append(header, kind...), payload...)
}

func fields(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// movie makes the index of a film of 2.5 s with a sound track and a picture.
func movie() []byte {
	return box("moov",
		box("mvhd", fields(0, 0, 0, 1000, 2500)),
		box("trak", box("tkhd", make([]byte, 84))),
		box("trak", box("tkhd", make([]byte, 76), fields(640<<16, 360<<16))),
	)
}

// chunk makes a chunk of a RIFF file.
func chunk(kind string, content []byte) []byte {
	header := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(content)))
	return append(header, content...)
}

func TestProbe(t *testing.T) {
	t.Parallel()
	film := box("ftyp", []byte("isom\x00\x00\x02\x00isom"))
	format := make([]byte, 16)
	binary.LittleEndian.PutUint32(format[8:], 8000)
	flac := append([]byte("fLaC\x00\x00\x00\x22"), make([]byte, 34)...)
	binary.BigEndian.PutUint64(flac[18:], 44100<<44|66150)

	for name, test := range map[string]struct {
		file []byte
		want fileFacts
	}{
		"MP4, index first": {
			append(append(film, movie()...), box("mdat", make([]byte, 100))...), fileFacts{"video/mp4", 2.5, 360, 640},
		},
		"MP4, index last": {
			append(append(film, box("mdat", make([]byte, 4*endSize))...), movie()...), fileFacts{"video/mp4", 2.5, 360, 640},
		},
		"MP4, 64-bit header": {
			append(film, box("moov", box("mvhd", fields(1<<24, 0, 0, 0, 0, 90000, 0, 90000*3)))...), fileFacts{"video/mp4", 3, 0, 0},
		},
		"MP4 without a picture": {
			append(film, box("moov", box("mvhd", fields(0, 0, 0, 1, 9)), box("trak", box("tkhd", make([]byte, 84))))...),
			fileFacts{"audio/mp4", 9, 0, 0},
		},
		"MP4 that lies about its lengths": {append(film, 0xff, 0xff, 0xff, 0xff, 'm', 'o', 'o', 'v'), fileFacts{contentType: "video/mp4"}},
		"MP4 box of no length":            {append(film, 0, 0, 0, 1, 'm', 'o', 'o', 'v'), fileFacts{contentType: "video/mp4"}},
		"QuickTime":                       {box("ftyp", []byte("qt  \x00\x00\x00\x00")), fileFacts{contentType: "video/quicktime"}},
		"WAV": {
			append([]byte("RIFF\x00\x00\x00\x00WAVE"), append(chunk("fmt ", format), chunk("data", make([]byte, 12000))...)...),
			fileFacts{contentType: "audio/wav", duration: 1.5},
		},
		"WAV of unknown length": {
			append([]byte("RIFF\x00\x00\x00\x00WAVE"), append(chunk("fmt ", format), append([]byte("data\xff\xff\xff\xff"), make([]byte, 4000)...)...)...),
			fileFacts{contentType: "audio/wav", duration: 0.5},
		},
		"WAV without format": {append([]byte("RIFF\x00\x00\x00\x00WAVE"), chunk("data", make([]byte, 100))...), fileFacts{contentType: "audio/wav"}},
		"FLAC":               {flac, fileFacts{contentType: "audio/flac", duration: 1.5}},
		"Ogg":                {[]byte("OggS\x00\x02vorbis"), fileFacts{contentType: "audio/ogg"}},
		"Ogg with pictures":  {[]byte("OggS\x00\x02\x80theora"), fileFacts{contentType: "video/ogg"}},
		"AAC":                {[]byte("\xff\xf1\x50\x80\x02\x1f\xfc"), fileFacts{contentType: "audio/aac"}},
		"MP3 frame":          {[]byte("\xff\xfb\x90\x64"), fileFacts{contentType: "audio/mpeg"}},
		"MP3 tag":            {[]byte("ID3\x04"), fileFacts{contentType: "audio/mpeg"}},
		"WMA":                {[]byte(asfHeader), fileFacts{contentType: "audio/x-ms-wma"}},
		"WMV":                {[]byte(asfHeader + asfVideoStream), fileFacts{contentType: "video/x-ms-wmv"}},
		"WebM":               {[]byte("\x1a\x45\xdf\xa3...webm"), fileFacts{contentType: "video/webm"}},
		"Matroska":           {[]byte("\x1a\x45\xdf\xa3...matroska"), fileFacts{contentType: "video/x-matroska"}},
		"AVI":                {[]byte("RIFF\x00\x00\x00\x00AVI LIST"), fileFacts{contentType: "video/x-msvideo"}},
		"transport stream":   {bytes.Repeat(append([]byte{0x47}, make([]byte, 187)...), 3), fileFacts{contentType: "video/mp2t"}},
		"text":               {[]byte("once upon a time"), fileFacts{}},
		"zeroes":             {make([]byte, 2*endSize), fileFacts{}},
		"nothing":            {nil, fileFacts{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var kept ends
			if _, err := io.Copy(&kept, bytes.NewReader(test.file)); err != nil {
				t.Fatal(err)
			}
			if got := probe(&kept, kept.size); got != test.want {
				t.Errorf("found %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestEndsKeepBothEnds(t *testing.T) {
	t.Parallel()
	content := make([]byte, 5*endSize+7)
	for i := range content {
		content[i] = byte(i * 7 >> 3)
	}
	for _, piece := range []int{1000, endSize - 1, endSize, 3 * endSize} {
		var kept ends
		for rest := content; len(rest) > 0; {
			n := min(piece, len(rest))
			_, _ = kept.Write(rest[:n])
			rest = rest[n:]
		}
		for _, at := range []int{0, endSize - 10, len(content) - endSize, len(content) - 10} {
			part := make([]byte, 10)
			if _, err := kept.ReadAt(part, int64(at)); err != nil || !bytes.Equal(part, content[at:at+10]) {
				t.Errorf("in pieces of %d: at %d stands %v, %v", piece, at, part, err)
			}
		}
		if _, err := kept.ReadAt(make([]byte, 1), int64(len(content)/2)); err == nil {
			t.Errorf("in pieces of %d: the middle was kept", piece)
		}
	}
}

func FuzzProbe(f *testing.F) {
	f.Add(append(box("ftyp", []byte("isom\x00\x00\x02\x00")), movie()...))
	f.Add(append([]byte("RIFF\x00\x00\x00\x00WAVE"), chunk("fmt ", make([]byte, 16))...))
	f.Fuzz(func(_ *testing.T, file []byte) {
		var kept ends
		_, _ = kept.Write(file)
		probe(&kept, kept.size)
	})
}
