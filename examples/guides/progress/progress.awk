# Prints a line for each step of an upload or a wait, from Terraform's log:
#   tail -F progress.log | awk -f progress.awk
function field(name,    start, text) {
	if (!match($0, "(^|[ :])" name "=(\"([^\"\\\\]|\\\\.)*\"|[^ ]*)")) return ""
	text = substr($0, RSTART, RLENGTH)
	start = index(text, "=")
	text = substr(text, start + 1)
	gsub(/^"|"$/, "", text)
	gsub(/\\"/, "\"", text)
	return text
}

/Waiting for ContentGroove: / {
	print substr($1, 12, 8), field("object") ":", field("status"), "after", field("elapsed"), "of", field("limit")
	fflush()
}

/Uploading a file: / {
	print substr($1, 12, 8), field("file") ": uploaded", field("percent") "% of", field("size"), "bytes"
	fflush()
}
