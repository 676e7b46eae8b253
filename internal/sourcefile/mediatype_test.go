package sourcefile

import (
	"os"
	"syscall"
	"testing"
)

func TestUnsupportedType(t *testing.T) {
	t.Parallel()
	const (
		mp4  = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
		m4a  = "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A isom"
		wav  = "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00"
		flac = "fLaC\x00\x00\x00\x22"
		ogg  = "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00"
		mp3  = "ID3\x03\x00\x00\x00\x00\x00\x00"
		wma  = "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
		aac  = "\xff\xf1\x50\x80\x00\x1f\xfc"
		aiff = "FORM\x00\x00\x00\x00AIFFCOMM"
	)
	for name, test := range map[string]struct{ file, content, want string }{
		"mp4":                           {"a.mp4", mp4, ""},
		"mp4 without an extension":      {"a", mp4, ""},
		"m4a":                           {"a.m4a", m4a, ""},
		"wav":                           {"a.wav", wav, ""},
		"flac":                          {"a.flac", flac, ""},
		"ogg":                           {"a.ogg", ogg, ""},
		"mp3":                           {"a.mp3", mp3, ""},
		"wma":                           {"a.wma", wma, ""},
		"aac":                           {"a.aac", aac, ""},
		"bytes that tell nothing, .MTS": {"a.MTS", "\x01\x02\x03\x04", ""},
		"bytes that tell nothing, .m4a": {"a.m4a", "\x01\x02\x03\x04", ""},
		"bytes that tell nothing, .wma": {"a.wma", "\x01\x02\x03\x04", ""},
		"bytes that tell nothing, .bin": {"a.bin", "\x01\x02\x03\x04", "application/octet-stream"},
		"aiff":                          {"a.aiff", aiff, "audio/aiff"},
		"text":                          {"a.mp4", "hello, world", "text/plain; charset=utf-8"},
		"page":                          {"a.mp4", "<!DOCTYPE html><html></html>", "text/html; charset=utf-8"},
		"picture":                       {"a.png", "\x89PNG\x0d\x0a\x1a\x0a", "image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := inspect(t, writeFile(t, test.file, test.content)).UnsupportedType(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	path := writeFile(t, "a.txt", "hello, world")
	file := inspect(t, path)
	must(t, os.Remove(path))
	if got := file.UnsupportedType(); got != "" {
		t.Errorf("missing: got %q", got)
	}
	must(t, syscall.Mkfifo(path, 0o600))
	if got := file.UnsupportedType(); got != "" {
		t.Errorf("a pipe: got %q", got)
	}
}
