using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Defines the <c>chunk</c> pipeline for the registry.</summary>
internal sealed class ChunkDefinition : InputPipeline<ChunkOptions>
{
    public override string Summary => "Cut videos into verified chunks.";

    public override PipelineSettings Settings => ChunkSettings.Keys;

    public override LibraryRun Run(RunServices services, ChunkOptions options, RunObserver observer) => new ChunkRun(services, options, observer);

    protected override ChunkOptions RestoreOptions(ChunkOptions options, string run) => options.RestoreOptions(run);
}
