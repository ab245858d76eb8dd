using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Returns the files that a custom pipeline made from a video.</summary>
/// <param name="pipeline">The pipeline's name.</param>
/// <param name="library">The open library.</param>
internal sealed class FileResults(string pipeline, LibrarySession library) : PipelineResults
{
    public override string Pipeline => pipeline;

    public override async IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!item.IsDone)
        {
            yield break;
        }

        var files = await library.Catalog.FilesAsync(pipeline, item.Known!.Video!, cancellationToken).ConfigureAwait(false);
        yield return new JsonObject
        {
            ["sequence"] = item.Item.Sequence,
            ["source"] = item.Source,
            ["video"] = item.Known.Video,
            ["outcome"] = await SharedOutcome.FindAsync(library.Catalog, item.Known, cancellationToken).ConfigureAwait(false),
            ["files"] = new JsonArray([.. files.Select(static f => new JsonObject { ["url"] = $"/v1/library/files/{f.Path}", ["bytes"] = f.Bytes, ["sha256"] = f.Sha256 })]),
        };
    }
}
