using System.Text.Json;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>What <c>chunk --json</c> prints: the run, as every pipeline's, and the manifest as it is in the file.</summary>
internal sealed record ChunkDocument(
    string Run,
    string Pipeline,
    RunItems Items,
    IReadOnlyList<RunFailure> Failures,
    IReadOnlyList<RunSkip> Skips,
    IReadOnlyList<RunNote> Notes,
    double ElapsedSeconds,
    IReadOnlyList<RunStage> Stages,
    RunBottleneck? Bottleneck,
    string Id,
    string Folder,
    JsonElement? Manifest)
{
    public static ChunkDocument Of(ChunkReport report) => new(
        report.Summary.Run,
        report.Summary.Pipeline,
        report.Summary.Items,
        report.Summary.Failures,
        report.Summary.Skips,
        report.Summary.Notes,
        report.Summary.ElapsedSeconds,
        report.Summary.Stages,
        report.Summary.Bottleneck,
        report.Id,
        report.Folder,
        report.Manifest is { } manifest ? JsonSerializer.SerializeToElement(manifest, ChunkJson.Readable.ChunkManifest) : null);
}
