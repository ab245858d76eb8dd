"""Runs the candidates of hls.sh in turn and prints medians and ratios."""
import os
import shlex
import shutil
import statistics
import sys
import tempfile

from side_by_side import measure

LADDER = ((1080, 2100), (720, 870), (360, 360))
SEGMENT = "6"


def cascade(videos, preset, out):
    """One ffmpeg a video, one video after the other: a decode, a cascade of scalers, an HLS output for each rendition."""
    def command(number, video):
        folder = os.path.join(out, str(number))
        graph = ("[0:v]scale=-2:1080,split=2[v0][a];[a]scale=-2:720,split=2[v1][b];[b]scale=-2:360[v2]")
        outputs = []
        for place, (height, kbits) in enumerate(LADDER):
            outputs += ["-map", f"[v{place}]", f"-c:v:{place}", "libx264", f"-b:v:{place}", f"{kbits}k",
                        f"-maxrate:v:{place}", f"{kbits * 3 // 2}k", f"-bufsize:v:{place}", f"{kbits * 3 // 2}k"]
        return f"mkdir -p {shlex.quote(folder)} && " + shlex.join(
            ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", video, "-filter_complex", graph, *outputs, "-map", "0:a?", "-c:a", "aac", "-b:a", "128k",
             "-preset", preset, "-force_key_frames", "expr:gte(t,n_forced*2)", "-sc_threshold", "0", "-g", "100000",
             "-f", "hls", "-hls_time", SEGMENT, "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4", "-master_pl_name", "master.m3u8",
             "-var_stream_map", streams(video), os.path.join(folder, "%v.m3u8")])
    return ["sh", "-c", "set -e; " + "; ".join(command(n, v) for n, v in enumerate(videos))]


def streams(video):
    sound = os.popen(shlex.join(["ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "stream=index", "-of", "csv=p=0", video])).read().strip()
    group = ",agroup:sound" if sound else ""
    return " ".join(f"v:{n}{group}" for n in range(len(LADDER))) + (" a:0,agroup:sound" if sound else "")


def with_preset(peer, preset, scratch):
    """The peer's settings are in its text; without a preset, x264 takes medium."""
    text = open(peer, encoding="utf-8").read()
    codec = '"-vcodec", "libx264"'
    if codec not in text:
        sys.exit(f"{peer} does not name its encoder as {codec}")
    path = os.path.join(scratch, os.path.basename(peer))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(codec, f'{codec}, "-preset", "{preset}"'))
    return path


def main(rounds, preset, copy, reelmill, peer, videos):
    scratch = tempfile.mkdtemp(prefix="reelmill-bench-")
    out = os.path.join(scratch, "out")
    ladder = ",".join(f"{height}:{kbits}" for height, kbits in LADDER)
    candidates = {
        "reelmill": [reelmill, "hls", *videos, "--library", out, "--ladder", ladder, "--preset", preset, "--copy-top", copy, "--quiet", "--json"],
        "one ffmpeg a video": cascade(videos, preset, out),
    }
    if peer:
        candidates["peer"] = [sys.executable, with_preset(peer, preset, scratch), out, *videos]
    measured = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, command in candidates.items():
            shutil.rmtree(out, ignore_errors=True)
            measured[name].append(measure(command))
    shutil.rmtree(scratch, ignore_errors=True)

    print(f"{len(videos)} videos, preset {preset}, copy-top {copy}, {rounds} rounds in turn, {os.cpu_count()} cores; medians")
    print(f"{'':22}{'wall s':>8}{'cpu s':>8}{'min..max wall':>16}")
    for name, results in measured.items():
        wall, cpu = (statistics.median(column) for column in zip(*results))
        walls = [result[0] for result in results]
        print(f"{name:22}{wall:8.2f}{cpu:8.2f}{min(walls):8.2f}..{max(walls):.2f}")
    for other in list(candidates)[1:]:
        for column, unit in enumerate(("wall", "cpu")):
            pairs = [a[column] / b[column] for a, b in zip(measured[other], measured["reelmill"])]
            print(f"{other} / reelmill, {unit}: {statistics.median(pairs):.2f} ({min(pairs):.2f}..{max(pairs):.2f})")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:6], [os.path.abspath(video) for video in sys.argv[6:]])
