"""Stores the words of every media that ContentGroove has finished: words/ID.txt."""
import json
import os
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

folder = pathlib.Path("words")
folder.mkdir(exist_ok=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        try:
            delivery = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            payload = delivery["payload"]
            media = payload["data"]["id"]
            texts = [item["attributes"]["text"] for item in payload["included"] if item["type"] == "transcriptions"]

            # Written beside and then renamed, so that a repeat or a crash leaves a
            # whole file.
            unfinished = folder / f".{os.path.basename(media)}"
            unfinished.write_text("\n".join(texts), encoding="utf-8")
            unfinished.rename(folder / f"{os.path.basename(media)}.txt")
            status = 200
        except Exception as problem:
            self.log_error("%s", problem)
            status = 500  # Not stored: ContentGroove will try again.
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


server = HTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8080), Receiver)
print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
