using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Jobs;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Concurrent jobs of different pipelines on the same URLs, where each request can return different content.</summary>
public sealed class SharedSourceTests : IAsyncLifetime, IDisposable
{
    private const int Urls = 4;
    private static readonly string[] Pipelines = ["mine", "hls", "chunk"];
    private readonly TempFolder _folder = new();
    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync(static o => o);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_job_succeeds_and_each_artifact_belongs_to_the_content_in_its_path()
    {
        string[] clips = [await _server.ClipAsync(1, 1), await _server.ClipAsync(2, 1)];
        byte[][] bodies = [await File.ReadAllBytesAsync(clips[0]), await File.ReadAllBytesAsync(clips[1])];
        string[] hashes = [.. bodies.Select(static b => Convert.ToHexStringLower(SHA256.HashData(b)))];
        await using var web = await WebStub.StartAsync();
        var requests = 0;
        web.Answer = http => Results.Bytes(bodies[Interlocked.Increment(ref requests) % 2], "video/mp4").ExecuteAsync(http);

        var jobs = await Task.WhenAll(Enumerable.Range(0, Urls).SelectMany(url => Pipelines.Select(pipeline => Task.Run(() => _server.SubmitUrlsAsync(
            new { pipeline, inputs = new[] { web.Url($"/{url}.mp4") }, options = GetOptions(pipeline) })))));
        foreach (var job in jobs)
        {
            (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Succeeded, JsonSerializer.Serialize(await _server.ItemsAsync(job.Id)));
            var item = (await _server.ItemsAsync(job.Id)).Single();
            if (job.Pipeline != "chunk")
            {
                hashes.Select(static h => h[..20]).ShouldContain(h => h == item.Video);
            }
        }

        _server.FilesIn("videos").ShouldBeEmpty();
        await CompareAsync(clips, hashes);
    }

    /// <summary>Processes each content in a library of its own and compares every file.</summary>
    private async Task CompareAsync(string[] clips, string[] hashes)
    {
        // Without other videos, no frame is dropped as a duplicate across videos, so the reference may keep more frames.
        foreach (var clip in clips)
        {
            await using var services = new RunServices(GetReference(clip));
            var input = Media.Fetching.InputList.Expand([clip]);
            (await new MineRun(services, new MineOptions(), new RunObserver()).ExecuteAsync(input, default, default)).Items.Done.ShouldBe(1);
            (await new HlsRun(services, new HlsOptions { Ladder = Ladder.Parse("180") }, new RunObserver()).ExecuteAsync(input, default, default)).Items.Done.ShouldBe(1);
        }

        var compared = 0;
        foreach (var file in _server.FilesIn("frames").Concat(_server.FilesIn("hls")))
        {
            var expected = clips.Select(clip => Path.Combine(GetReference(clip), file)).Single(File.Exists);
            (await File.ReadAllBytesAsync(Path.Combine(_server.Library, file))).ShouldBe(await File.ReadAllBytesAsync(expected), file);
            compared++;
        }

        foreach (var manifest in Directory.EnumerateFiles(Path.Combine(_server.Library, "chunks"), "manifest.json", SearchOption.AllDirectories))
        {
            var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest))!;
            var source = json["source_sha256"]!.GetValue<string>();
            hashes.ShouldContain(h => h == source);
            json["source"]!.GetValue<string>().ShouldStartWith("http://");
            compared++;
        }

        compared.ShouldBeGreaterThanOrEqualTo(Urls + 4);
    }

    private string GetReference(string clip) => _folder[Path.GetFileNameWithoutExtension(clip)];

    private static Dictionary<string, string> GetOptions(string pipeline) => pipeline switch
    {
        "hls" => new Dictionary<string, string>(StringComparer.Ordinal) { ["hls.ladder"] = "180" },
        "chunk" => new Dictionary<string, string>(StringComparer.Ordinal) { ["chunk.duration"] = "500ms", ["chunk.processor"] = "copy" },
        _ => new Dictionary<string, string>(StringComparer.Ordinal),
    };
}
