using Reelmill.Pipelines.Registry;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Options that select programs, hosts, files or resources are reserved for the server.</summary>
public sealed class JobOptionsTests
{
    private static readonly string[] Servers =
    [
        "library.", "fetch.", "limits.", "tools.", "workers.", "queue.", "fetcher", "store", "sequential", "keep-videos",
        "hls.publish", "hls.s3-", "hls.encoder-threads", "hls.parallel-chunks",
        "chunk.workers", "chunk.queue", "chunk.threads", "chunk.output", "index.store", "index.batch", "index.insert-batch", "index.workers", "index.queue", "keep-dropped",
    ];

    public static TheoryData<string> Pipelines => [.. PipelineRegistry.BuiltIn.All.Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Clients_can_set_every_option_except_those_reserved_for_the_server(string name)
    {
        var pipeline = PipelineRegistry.BuiltIn.Find(name)!;

        var chosen = JobOptions.GetKeys(pipeline).Select(static s => s.Key);

        chosen.ShouldBe(pipeline.Settings.All.Select(static s => s.Key).Where(static k => !IsServers(k)));
    }

    private static bool IsServers(string key) => Array.Exists(Servers, own => own[^1] is '.' or '-' ? key.StartsWith(own, StringComparison.Ordinal) : key == own);
}
