"""How long a server takes to read from a large library: the requests of the page, one at a time, medians and the slowest.

    bench/library.py REELMILL CLIP [VIDEOS] [FRAMES]

Makes a library of one clip, writes VIDEOS (10,000) videos of FRAMES (100) frames each into its catalog, and one of 43,200
frames (12 hours at one a second), as copies that differ in their hashes; then serves it. Needs python3.
"""
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request


def fill(folder, videos, frames):
    catalog = sqlite3.connect(os.path.join(folder, "library.db"))
    columns = [row[1] for row in catalog.execute("PRAGMA table_info(items)")]
    item = dict(zip(columns, catalog.execute("SELECT * FROM items WHERE state = 'done'").fetchone()))
    fields = [row[1] for row in catalog.execute("PRAGMA table_info(frames)")]
    frame = dict(zip(fields, catalog.execute("SELECT * FROM frames WHERE kept = 1").fetchone()))
    chance = random.Random(1)
    with catalog:
        for number in range(videos + 1):
            video = f"{number:020x}"
            source = f"/media/{number:06d}.mp4"
            row = {**item, "id": f"{number:016x}", "source": source, "video": video, "source_stamp": None}
            catalog.execute(f"INSERT INTO items VALUES ({','.join('?' * len(columns))})", [row[c] for c in columns])
            count = 43_200 if number == videos else frames
            rows = []
            for second in range(count):
                kept = chance.random() < 0.5
                rows.append({**frame, "video": video, "time_ms": second * 1000, "hash": chance.getrandbits(63), "sharpness": chance.random() * 100, "kept": int(kept),
                             "rule": None if kept else "blurred", "path": None, "sha256": None, "bytes": None, "twin": None})
            catalog.executemany(f"INSERT INTO frames VALUES ({','.join('?' * len(fields))})", [[r[f] for f in fields] for r in rows])
    catalog.close()
    return f"{videos // 2:020x}", f"{videos:020x}"


def measure(name, url, body=None, rounds=20):
    times, size = [], 0
    for _ in range(rounds):
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"} if body else {})
        begun = time.monotonic()
        with urllib.request.urlopen(request, timeout=300) as answer:
            size = len(answer.read())
        times.append((time.monotonic() - begun) * 1000)
    print(f"| {name} | {statistics.median(times):.1f} | {max(times):.1f} | {size / 1024:.0f} |")


def main(reelmill, clip, videos=10_000, frames=100):
    folder = tempfile.mkdtemp(prefix="reelmill-library-")
    library = os.path.join(folder, "library")
    subprocess.run([reelmill, "mine", clip, "--library", library, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    usual, long = fill(library, videos, frames)
    port, token = 18_431, "a-token-of-this-benchmark"
    opener = urllib.request.build_opener()
    opener.addheaders = [("Authorization", f"Bearer {token}")]
    urllib.request.install_opener(opener)
    server = subprocess.Popen([reelmill, "serve", "--library", library, "--port", str(port)], env=os.environ | {"REELMILL_TOKEN": token}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(root + "/readyz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        print(f"{videos + 1:,} videos, {videos * frames + 43_200:,} frames\n\n| request | median ms | slowest ms | KiB |\n|---|---|---|---|")
        library = root + "/v1/library"
        measure("the library's numbers", library)
        measure("a page of 50 videos", library + "/videos?limit=50")
        measure("a page in the middle", f"{library}/videos?limit=50&cursor={usual}")
        measure("videos by a text that one has", f"{library}/videos?text={videos - 1:06d}.mp4")
        measure("a video", f"{library}/videos/{usual}")
        measure("its frames", f"{library}/videos/{usual}/frames")
        measure("frames of the long one", f"{library}/videos/{long}/frames")
        measure("what other limits would keep of a video", f"{library}/decisions/preview", json.dumps({"video": usual, "limits": {"minSharpness": 30}}).encode(), 5)
        measure("what other limits would keep of all", f"{library}/decisions/preview", json.dumps({"limits": {"minSharpness": 30}}).encode(), 3)
        with open(f"/proc/{server.pid}/status", encoding="ascii") as status:
            print("\n" + ", ".join(line.split(":")[0] + line.split(":")[1].rstrip().replace("\t", " ") for line in status if line.startswith(("VmRSS", "VmHWM"))))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *[int(a) for a in sys.argv[3:]])
