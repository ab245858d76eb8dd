using System.Collections.Concurrent;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Chunk;

/// <summary>A clip of 8 seconds with a keyframe every second, made once, and runs on the clip.</summary>
public sealed class ChunkFixture : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string Clip => _folder["clip.mp4"];

    public async ValueTask InitializeAsync() => await new ProcessLauncher().RunAsync(
        new ProcessSpec("ffmpeg", [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25", "-f", "lavfi", "-i", "sine=frequency=330",
            "-t", "8", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-threads", "1", "-c:a", "aac", "-fflags", "+bitexact", Clip]),
        1 << 20,
        CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a script that runs ffmpeg, except for command lines that contain a text.</summary>
    internal static string WriteTamperedFfmpeg(TempFolder folder, string text, string instead)
    {
        var path = folder["ffmpeg"];
        File.WriteAllText(path, $"#!/bin/sh\ncase \"$*\" in *'{text}'*) {instead} ;; esac\nexec ffmpeg \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    internal async Task<ChunkRunResult> RunAsync(string library, ChunkOptions? options = null, params string[] clips)
    {
        var events = new Recorded();
        await using var services = new RunServices(library);
        var run = new ChunkRun(services, options ?? Options(), new RunObserver(), events);
        return new(await run.ExecuteAsync(InputList.Expand(clips is [] ? [Clip] : clips), CancellationToken.None, CancellationToken.None), events.All);
    }

    internal static ChunkOptions Options() => new() { Duration = TimeSpan.FromSeconds(1), Workers = 2, Queue = 3 };

    private sealed class Recorded : IProgress<ChunkEvent>
    {
        private readonly ConcurrentQueue<ChunkEvent> _events = [];

        public IReadOnlyList<ChunkEvent> All => [.. _events];

        public void Report(ChunkEvent value) => _events.Enqueue(value);
    }
}

/// <summary>The summary and the events of a run.</summary>
internal sealed record ChunkRunResult(RunSummary Summary, IReadOnlyList<ChunkEvent> Events)
{
    /// <summary>The chunks of the run's only file.</summary>
    public ChunkOutput Output => (ChunkOutput)Summary.Outputs!.Single();
}
