"""A Slack slash command, `/define sm`, over the published data: standard library only, nothing to keep.

    GLOSSARY=https://glossary.example/ SLACK_SIGNING_SECRET=… python slash_command.py

Point the command's request URL at this server (behind https). Requests are checked against Slack's signature.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def answer(name: str, glossary: str) -> dict[str, str]:
    """Slack's message for a name."""
    address = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("+", "plus")).strip("-")
    try:
        with urllib.request.urlopen(f"{glossary}api/v1/lookup/{address or '-'}.json", timeout=2) as reply:
            found = json.load(reply)
    except urllib.error.HTTPError:
        return {"response_type": "ephemeral", "text": f"No term is called {escape(name)}. Try {glossary}a-z/"}
    senses = found["senses"] if found["kind"] == "ambiguous" else [found]
    lines = [f"*<{one['url']}|{escape(one['title'])}>*: {escape(one['definition'])}" for one in senses]
    return {"response_type": "in_channel", "text": "\n".join(lines)}


def escape(text: str) -> str:
    """Contributed text must not call a channel or hide a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_from_slack(secret: str, stamp: str, signature: str, body: bytes) -> bool:
    """Slack's own check: a keyed hash of the body and a time that is not old."""
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}", signature)


class Command(BaseHTTPRequestHandler):
    """One request, one answer."""

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 10_000))
        stamp, signature = (self.headers.get(f"X-Slack-{one}", "") for one in ("Request-Timestamp", "Signature"))
        if not is_from_slack(os.environ["SLACK_SIGNING_SECRET"], stamp, signature, body):
            self.send_error(401)
            return
        name = urllib.parse.parse_qs(body.decode()).get("text", [""])[0].strip()
        reply = json.dumps(answer(name, os.environ["GLOSSARY"])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(reply)


if __name__ == "__main__":
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Command).serve_forever()
