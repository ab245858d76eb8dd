"""Runs the candidates of peers.sh in turn and prints medians and ratios."""
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def measure(command):
    """Wall seconds and processor seconds of a command and everything it starts."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {shlex.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime


def decode(videos, options, together):
    """Bare decodes with ffmpeg, one thread each: the floor. One after the other, or as many at once as there are cores."""
    each = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", *options, "-i"]
    rest = ["-map", "0:V:0", "-f", "null", "-"]
    lines = "\n".join(shlex.join(each + [video] + rest) for video in videos)
    jobs = os.cpu_count() if together else 1
    return ["sh", "-c", f"printf '%s\\n' {shlex.quote(lines)} | xargs -P {jobs} -I{{}} sh -c '{{}}'"]


def main(rounds, reelmill, peer, videos):
    scratch = tempfile.mkdtemp(prefix="reelmill-bench-")
    out = os.path.join(scratch, "out")
    mine = [reelmill, "mine", *videos, "--library", out, "--quiet", "--json"]
    candidates = {
        "reelmill": mine,
        "reelmill --fast": mine + ["--fast"],
        "reelmill --keyframes": mine + ["--keyframes"],
        "bare decode, in turn": decode(videos, [], together=False),
        "bare decode, all cores": decode(videos, [], together=True),
        "bare key frames, in turn": decode(videos, ["-skip_frame", "nokey"], together=False),
    }
    if peer:
        candidates["peer"] = ["/usr/bin/python3", peer, out, *videos]
    measured = {name: [] for name in candidates}
    for number in range(rounds + 1):
        for name, command in candidates.items():
            shutil.rmtree(out, ignore_errors=True)
            result = measure(command)
            if number > 0:  # the first round warms the caches up
                measured[name].append(result)
    shutil.rmtree(scratch, ignore_errors=True)

    middle = {name: [statistics.median(column) for column in zip(*results)] for name, results in measured.items()}
    print(f"{len(videos)} videos, {rounds} rounds in turn, {os.cpu_count()} cores; medians")
    print(f"{'':26}{'wall s':>8}{'cpu s':>8}{'min..max wall':>16}")
    for name, (wall, cpu) in middle.items():
        walls = [result[0] for result in measured[name]]
        print(f"{name:26}{wall:8.2f}{cpu:8.2f}{min(walls):8.2f}..{max(walls):.2f}")

    def ratios(label, over, under, column):
        pairs = [a[column] / b[column] for a, b in zip(measured[over], measured[under])]
        print(f"{label:58}{statistics.median(pairs):6.2f}   ({min(pairs):.2f}..{max(pairs):.2f})")

    print("ratios, round by round")
    if peer:
        for name in ("reelmill", "reelmill --fast", "reelmill --keyframes"):
            ratios(f"peer / {name}, wall", "peer", name, 0)
        ratios("peer / bare decode on all cores, wall (the most possible)", "peer", "bare decode, all cores", 0)
    ratios("reelmill / bare decode on all cores, cpu", "reelmill", "bare decode, all cores", 1)
    ratios("reelmill / bare decode on all cores, wall", "reelmill", "bare decode, all cores", 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], [os.path.abspath(video) for video in sys.argv[4:]])
