using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What <c>chunk</c> says of itself.</summary>
internal sealed class ChunkDefinition : PipelineDefinition<ChunkOptions>
{
    public override string Summary => "Cut videos into verified chunks.";

    internal override PipelineSettings Settings => ChunkSettings.Keys;

    protected override Task<RunSummary> RunAsync(
        RunServices services, ChunkOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        new ChunkRun(services, options, observer).ExecuteAsync(inputs, stopping, cancellationToken);

    protected override ChunkOptions Repeating(ChunkOptions options, string run) => options.Repeating(run);
}
