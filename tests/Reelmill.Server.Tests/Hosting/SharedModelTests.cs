using Reelmill.Pipelines;
using Reelmill.Pipelines.Hosting;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Onnx;
using Reelmill.Vision.Packages;

namespace Reelmill.Server.Tests.Hosting;

/// <summary>A model is loaded once for the process, however many jobs and workers use it.</summary>
[Collection(ReadCollection.Name)]
public sealed class SharedModelTests(ReadHost host)
{
    private readonly RunScope[] _runs = [.. Enumerable.Range(0, 8).Select(_ => new RunScope(host.Runs, 1))];

    [Fact]
    public async Task Runs_that_ask_at_once_have_one_embedder_and_none_closes_it()
    {
        var leases = await Task.WhenAll(_runs.Select(r => RunHost.EmbedderAsync(new IndexOptions { Library = host.Folder, Scope = r }, default)));

        var embedder = leases.Select(static l => l.Value).Distinct().ShouldHaveSingleItem();
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }

        (await RunHost.EmbedderAsync(new IndexOptions { Library = host.Folder, Scope = _runs[0] }, default)).Value.ShouldBeSameAs(embedder);
        embedder.Dimension.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Runs_that_look_for_the_same_have_one_detector_whatever_they_keep_for_it()
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "yolox-nano-416-coco.onnx")), "REELMILL_MODELS has no yolox-nano");
        await RequireRuntimeAsync();
        var options = new DetectOptions("yolox-nano");

        var leases = await Task.WhenAll(_runs.Select((r, i) => RunHost.DetectorAsync(r, options with { Limits = new DetectionLimits { MaxCovered = i / 10.0 } }, new ModelOptions(), default)));

        leases.Select(static l => l.Value).Distinct().ShouldHaveSingleItem();
    }

    private static async Task RequireRuntimeAsync()
    {
        try
        {
            await OnnxRuntime.FetchAsync();
        }
        catch (PackageException e)
        {
            Assert.Skip(e.Message);
        }
    }
}
