// Package sample generates the files that a mock service refers to: pictures and
// sound that are made up, of the right kind and length, and the same for the
// same name. Nothing is kept: what is read is computed when it is read.
package sample

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
)

// Of the sound: mono, 8 bits a sample.
const (
	soundRate    = 8000
	soundHeader  = 44
	maxSeconds   = 12 * 3600
	pingInterval = soundRate // a ping each second
)

// Sound returns a WAV file of so many seconds: a ping each second, of another
// pitch each time, so that one hears where one is.
func Sound(seconds float64) io.ReadSeeker {
	samples := int64(min(max(seconds, 0), maxSeconds) * soundRate)
	return io.NewSectionReader(sound{samples}, 0, soundHeader+samples)
}

type sound struct{ samples int64 }

func (s sound) ReadAt(p []byte, offset int64) (int, error) {
	header := s.header()
	for i := range p {
		at := offset + int64(i)
		switch {
		case at < soundHeader:
			p[i] = header[at]
		case at < soundHeader+s.samples:
			p[i] = ping(at - soundHeader)
		default:
			return i, io.EOF
		}
	}
	return len(p), nil
}

func (s sound) header() []byte {
	header := []byte("RIFF----WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00--------\x01\x00\x08\x00data----")
	binary.LittleEndian.PutUint32(header[4:], uint32(s.samples+soundHeader-8)) //nolint:gosec // Bounded by maxSeconds.
	binary.LittleEndian.PutUint32(header[24:], soundRate)
	binary.LittleEndian.PutUint32(header[28:], soundRate)
	binary.LittleEndian.PutUint32(header[40:], uint32(s.samples)) //nolint:gosec // Bounded by maxSeconds.
	return header
}

// scale are the pitches of the pings in hertz: a pentatonic scale, which has no
// dissonances.
var scale = []float64{220, 247.5, 275, 330, 366.7}

func ping(at int64) byte {
	second, within := at/pingInterval, float64(at%pingInterval)/soundRate
	volume := 60 * math.Exp(-9*within)
	return byte(128 + volume*math.Sin(2*math.Pi*scale[second%int64(len(scale))]*within))
}

// Picture returns a JPEG picture of the given size: a gradient and a row of bars,
// in colors of their own for each name. Sizes of 0 and over 1920 are replaced.
func Picture(name string, width, height int) ([]byte, error) {
	if width <= 0 || height <= 0 {
		width, height = 1280, 720
	}
	if longer := max(width, height); longer > 1920 {
		width, height = max(1, width*1920/longer), max(1, height*1920/longer)
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	seed := h.Sum64()
	hue := float64(seed%360) / 360
	top, bottom := hsv(hue, 0.55, 0.55), hsv(math.Mod(hue+0.12, 1), 0.75, 0.22)
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := mix(top, bottom, float64(y)/float64(height))
		for x := range width {
			c := row
			if bar(seed, float64(x)/float64(width), float64(y)/float64(height)) {
				c = mix(row, color.RGBA{255, 255, 255, 255}, 0.55)
			}
			picture.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}

// bar reports whether a place is on one of the bars, which look like the level of
// a sound.
func bar(seed uint64, x, y float64) bool {
	const bars = 32
	n := int(x * bars)
	if within := x*bars - float64(n); within < 0.25 || within > 0.75 {
		return false
	}
	level := 0.06 + 0.22*math.Abs(math.Sin(float64(seed%97)+float64(n)*1.7)*math.Cos(float64(n)*0.6))
	return math.Abs(y-0.5) < level
}

func mix(a, b color.RGBA, share float64) color.RGBA {
	blend := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share) }
	return color.RGBA{blend(a.R, b.R), blend(a.G, b.G), blend(a.B, b.B), 255}
}

func hsv(h, s, v float64) color.RGBA {
	part := func(n float64) uint8 {
		k := math.Mod(n+h*6, 6)
		return uint8(255 * (v - v*s*max(0, min(k, 4-k, 1))))
	}
	return color.RGBA{part(5), part(3), part(1), 255}
}
