"""Runs the candidates of chunk.sh in turn and prints medians, ratios, and the frames in each one's chunks."""
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from side_by_side import measure

WORKERS = "4"


def frames(path):
    """The number of video packets that are shown."""
    flags = subprocess.check_output(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=flags", "-of", "csv=p=0", path], text=True)
    return sum("D" not in line for line in flags.split())


def main(rounds, seconds, reelmill, peer, video):
    scratch = tempfile.mkdtemp(prefix="reelmill-bench-")
    out = os.path.join(scratch, "out")
    candidates = {
        "reelmill": [reelmill, "chunk", video, "--library", out, "--duration", seconds, "--workers", WORKERS, "--quiet", "--json"],
        "peer": [sys.executable, peer, out, video, seconds, WORKERS],
    }
    measured = {name: [] for name in candidates}
    found = {}
    for number in range(rounds + 1):
        for name, command in candidates.items():
            shutil.rmtree(out, ignore_errors=True)
            result = measure(command)
            if number > 0:  # the first round warms the caches up
                measured[name].append(result)
                continue
            files = sorted(glob.glob(os.path.join(out, "**", "chunk_*"), recursive=True))
            found[name] = (len(files), sum(frames(file) for file in files))
    shutil.rmtree(scratch, ignore_errors=True)

    print(f"{rounds} rounds in turn, {os.cpu_count()} cores; medians; the source has {frames(video)} frames")
    print(f"{'':12}{'wall s':>8}{'cpu s':>8}{'min..max wall':>16}{'chunks':>8}{'frames':>8}")
    for name, results in measured.items():
        wall, cpu = (statistics.median(column) for column in zip(*results))
        walls = [result[0] for result in results]
        chunks, count = found[name]
        print(f"{name:12}{wall:8.2f}{cpu:8.2f}{min(walls):8.2f}..{max(walls):<6.2f}{chunks:8}{count:8}")
    for column, unit in enumerate(("wall", "cpu")):
        ratios = [a[column] / b[column] for a, b in zip(measured["peer"], measured["reelmill"])]
        print(f"peer / reelmill, {unit}: {statistics.median(ratios):.2f} ({min(ratios):.2f}..{max(ratios):.2f})")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:6])
