package mockapi

// format is a media format by the ways in which it is known.
type format struct {
	extension   string
	contentType string
}

// formats are the media formats that the service takes.
var formats = []format{
	{".mp4", "video/mp4"},
	{".mp3", "audio/mpeg"},
}
