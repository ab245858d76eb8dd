"""Runs index_latency.sh: a server, a proxy that delays, and the same command at once and one by one."""
import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from side_by_side import measure

DELAYS = (0, 0.005, 0.020, 0.050)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """Passes connections on and holds back every answer for a while; what came together stays together."""

    def __init__(self, target):
        self.target, self.port, self.delay = target, free_port(), 0.0
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()

    async def serve(self):
        async with await asyncio.start_server(self.connect, "127.0.0.1", self.port) as server:
            await server.serve_forever()

    async def connect(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self.pump(reader, back, 0), self.pump(there, writer, None))

    async def pump(self, reader, writer, delay):
        try:
            while data := await reader.read(1 << 20):
                await asyncio.sleep(self.delay if delay is None else delay)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


def start(packages, folder):
    port = free_port()
    server = subprocess.Popen(
        [os.path.join(packages, "node_modules", ".bin", "pglite-server"), "-d", folder, "-p", str(port), "-h", "127.0.0.1", "-m", "20",
         "-e", "@electric-sql/pglite-pgvector:vector"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=packages)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server, port
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def main(rounds, reelmill, packages, folder):
    scratch = tempfile.mkdtemp(prefix="reelmill-bench-")
    server, port = start(packages, os.path.join(scratch, "data"))
    proxy = Proxy(port)
    out = os.path.join(scratch, "out")
    store = f"postgres://postgres@127.0.0.1:{proxy.port}/postgres"
    index = [reelmill, "index", folder, "--library", out, "--embedder", "mobilenet-v2", "--store", store, "--quiet", "--json"]
    print(f"{len(os.listdir(folder))} pictures, {rounds} rounds in turn, {os.cpu_count()} cores; medians of wall seconds")
    print(f"{'delay':>8}{'at once':>10}{'one by one':>12}{'ratio':>8}")
    try:
        for delay in DELAYS:
            proxy.delay = delay
            times = {"at once": [], "one by one": []}
            for _ in range(rounds):
                for name, command in (("at once", index), ("one by one", index + ["--sequential"])):
                    shutil.rmtree(out, ignore_errors=True)
                    times[name].append(measure(command)[0])
            both = [statistics.median(t) for t in times.values()]
            ratio = statistics.median(b / a for a, b in zip(*times.values()))
            print(f"{delay * 1000:5.0f} ms{both[0]:10.2f}{both[1]:12.2f}{ratio:8.2f}", flush=True)
    finally:
        server.terminate()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], os.path.abspath(sys.argv[4]))
