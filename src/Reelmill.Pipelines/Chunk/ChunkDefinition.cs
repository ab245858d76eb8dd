using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What <c>chunk</c> says of itself.</summary>
internal sealed class ChunkDefinition : PipelineDefinition
{
    public override string Summary => "Cut videos into verified chunks.";

    public override PipelineOptions Defaults => new ChunkOptions();

    internal override PipelineSettings Settings => ChunkSettings.Keys;

    public override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        await new ChunkRun(services, (ChunkOptions)options, observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);

    public override PipelineOptions Repeating(PipelineOptions options, string run) => ((ChunkOptions)options).Repeating(run);
}
