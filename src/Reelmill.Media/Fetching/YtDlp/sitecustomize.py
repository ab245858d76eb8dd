"""Restricts yt-dlp to Reelmill's proxy. Python runs this file before the program, and an audit hook cannot be removed.

A proxy setting alone is not enough: yt-dlp follows redirects to ftp://, and ws:// and rtmp:// addresses, past the proxy, and
starts ffmpeg for a playlist that it cannot read, whatever --downloader says.
"""
import os
import sys
from urllib.parse import urlsplit

proxy = os.environ.pop("REELMILL_PROXY")
host, port = urlsplit(proxy).hostname, urlsplit(proxy).port

# The environment has a proxy without the password: a yt-dlp that does not run this file reaches nothing.
for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"):
    os.environ[name] = proxy

# curl_cffi connects from C, where audit hooks do not run.
sys.modules["curl_cffi"] = None

CONNECT = ("socket.connect",)
LOOKUP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
NEVER = ("socket.sendto", "socket.sendmsg", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "ftplib.connect")


def guard(event, arguments):
    if event in CONNECT:
        allowed = arguments[1][:2] == (host, port)
    elif event in LOOKUP:
        allowed = arguments[0] == host
    else:
        allowed = event not in NEVER
    if not allowed:
        raise PermissionError(f"reelmill refused: blocked_address ({event})")


sys.addaudithook(guard)
