"""Runs the candidates of index.sh in turn and prints medians and ratios."""
import os
import shutil
import statistics
import sys
import tempfile

from side_by_side import measure

MODEL = "mobilenet-v2-224-imagenet.onnx"


def copies(folder, repeat, target):
    """Every JPEG so many times; a comment behind the start marker makes the bytes others, and the picture stays."""
    os.makedirs(target)
    count = 0
    for name in sorted(os.listdir(folder)):
        data = open(os.path.join(folder, name), "rb").read()
        if not data.startswith(b"\xff\xd8\xff"):
            continue
        for number in range(repeat):
            text = str(number).encode()
            comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
            with open(os.path.join(target, f"{count:06d}.jpg"), "wb") as file:
                file.write(data[:2] + comment + data[2:])
            count += 1
    return count


def main(rounds, repeat, reelmill, packages, folder):
    scratch = tempfile.mkdtemp(prefix="reelmill-bench-")
    pictures, out = os.path.join(scratch, "pictures"), os.path.join(scratch, "out")
    count = copies(folder, repeat, pictures)
    index = [reelmill, "index", pictures, "--library", out, "--embedder", "mobilenet-v2", "--quiet", "--json"]
    candidates = {"reelmill": index, "reelmill, one by one": index + ["--sequential"]}
    model = os.path.join(os.environ.get("REELMILL_MODELS", ""), MODEL)
    if os.path.isdir(os.path.join(packages, "node_modules", "sharp")):
        script = os.path.join(packages, "index_peer.mjs")
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "index_peer.mjs"), script)
        candidates["node"] = ["node", script, model, pictures, out]
    measured = {name: [] for name in candidates}
    for number in range(rounds + 1):
        for name, command in candidates.items():
            shutil.rmtree(out, ignore_errors=True)
            result = measure(command)
            if number > 0:  # the first round warms the caches up
                measured[name].append(result)
    shutil.rmtree(scratch, ignore_errors=True)

    print(f"{count} pictures, {rounds} rounds in turn, {os.cpu_count()} cores; medians")
    print(f"{'':24}{'wall s':>8}{'cpu s':>8}{'pictures/s':>12}")
    for name, results in measured.items():
        wall, cpu = (statistics.median(column) for column in zip(*results))
        print(f"{name:24}{wall:8.2f}{cpu:8.2f}{count / wall:12.1f}")
    for other in list(candidates)[1:]:
        pairs = [a[0] / b[0] for a, b in zip(measured[other], measured["reelmill"])]
        print(f"{other} / reelmill, wall: {statistics.median(pairs):.2f} ({min(pairs):.2f}..{max(pairs):.2f})")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
