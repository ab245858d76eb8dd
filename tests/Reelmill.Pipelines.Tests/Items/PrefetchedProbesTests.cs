using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Items;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class PrefetchedProbesTests : IDisposable
{
    private const string ProbeOutput = """{"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":64,"height":48}],"format":{"format_name":"mov"}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_prefetched_probe_is_handed_out_once()
    {
        await using var probes = new PrefetchedProbes();
        var input = Input();
        probes.Start(await FfprobeAsync($"echo '{ProbeOutput}'"), [input, input]);

        probes.TryTake(input, SourceStamp.Read(input), out var media).ShouldBeTrue();
        (await media!).RequireVideo().Width.ShouldBe(64);
        probes.TryTake(input, SourceStamp.Read(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_error_of_a_prefetched_probe_surfaces_when_the_probe_is_taken()
    {
        await using var probes = new PrefetchedProbes();
        var input = Input();
        probes.Start(await FfprobeAsync("echo '{}'"), [input]);

        probes.TryTake(input, SourceStamp.Read(input), out var media).ShouldBeTrue();
        (await Should.ThrowAsync<Core.ItemException>(() => media!)).Code.ShouldBe("not_media");
    }

    [Fact]
    public async Task A_probe_of_a_file_that_has_changed_is_not_handed_out()
    {
        await using var probes = new PrefetchedProbes();
        var input = Input();
        probes.Start(await FfprobeAsync($"echo '{ProbeOutput}'"), [input]);
        await File.AppendAllTextAsync(input.Source, "more");

        probes.TryTake(input, SourceStamp.Read(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task No_probe_is_started_for_a_URL()
    {
        await using var probes = new PrefetchedProbes();
        var input = new MediaInput("https://host/clip.mp4", InputKind.Url, MediaInput.NoMetadata);
        probes.Start(await FfprobeAsync($"echo '{ProbeOutput}'"), [input]);

        probes.TryTake(input, SourceStamp.Read(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_probe_that_is_not_taken_is_stopped()
    {
        var probes = new PrefetchedProbes();
        probes.Start(await FfprobeAsync("exec sleep 1000"), [Input()]);

        await probes.DisposeAsync().AsTask().WaitAsync(TestTimeout.Limit);
    }

    private MediaInput Input()
    {
        File.WriteAllText(_folder["clip.mp4"], "a clip");
        return new MediaInput(_folder["clip.mp4"], InputKind.File, MediaInput.NoMetadata);
    }

    private async Task<Prober> FfprobeAsync(string script)
    {
        await File.WriteAllTextAsync(_folder["ffprobe"], $"#!/bin/sh\n{script}\n");
        await new ProcessLauncher().RunAsync(new("chmod", ["+x", _folder["ffprobe"]]), 100, CancellationToken.None);
        return new Prober(new ProcessLauncher(), _folder["ffprobe"]);
    }
}
