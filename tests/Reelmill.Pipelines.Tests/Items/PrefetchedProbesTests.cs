using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Items;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class PrefetchedProbesTests : IDisposable
{
    private const string Answer = """{"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":64,"height":48}],"format":{"format_name":"mov"}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_probe_that_was_begun_early_is_handed_out_once()
    {
        await using var early = new PrefetchedProbes();
        var input = Input();
        early.Begin(await FfprobeAsync($"echo '{Answer}'"), [input, input]);

        early.TryTake(input, SourceStamp.Of(input), out var media).ShouldBeTrue();
        (await media!).RequireVideo().Width.ShouldBe(64);
        early.TryTake(input, SourceStamp.Of(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_early_probe_finds_wrong_is_told_to_whoever_takes_it()
    {
        await using var early = new PrefetchedProbes();
        var input = Input();
        early.Begin(await FfprobeAsync("echo '{}'"), [input]);

        early.TryTake(input, SourceStamp.Of(input), out var media).ShouldBeTrue();
        (await Should.ThrowAsync<Core.ItemException>(() => media!)).Code.ShouldBe("not_media");
    }

    [Fact]
    public async Task A_file_that_changed_since_is_not_taken_for_what_it_was()
    {
        await using var early = new PrefetchedProbes();
        var input = Input();
        early.Begin(await FfprobeAsync($"echo '{Answer}'"), [input]);
        await File.AppendAllTextAsync(input.Source, "more");

        early.TryTake(input, SourceStamp.Of(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_begun_for_what_is_elsewhere()
    {
        await using var early = new PrefetchedProbes();
        var input = new MediaInput("https://host/clip.mp4", InputKind.Url, MediaInput.NoMetadata);
        early.Begin(await FfprobeAsync($"echo '{Answer}'"), [input]);

        early.TryTake(input, SourceStamp.Of(input), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_probe_that_nobody_takes_is_stopped()
    {
        var early = new PrefetchedProbes();
        early.Begin(await FfprobeAsync("exec sleep 1000"), [Input()]);

        await early.DisposeAsync().AsTask().WaitAsync(TestTimeout.Limit);
    }

    private MediaInput Input()
    {
        File.WriteAllText(_folder["clip.mp4"], "a clip");
        return new MediaInput(_folder["clip.mp4"], InputKind.File, MediaInput.NoMetadata);
    }

    private async Task<Prober> FfprobeAsync(string does)
    {
        await File.WriteAllTextAsync(_folder["ffprobe"], $"#!/bin/sh\n{does}\n");
        await new ProcessLauncher().RunAsync(new("chmod", ["+x", _folder["ffprobe"]]), 100, CancellationToken.None);
        return new Prober(new ProcessLauncher(), _folder["ffprobe"]);
    }
}
