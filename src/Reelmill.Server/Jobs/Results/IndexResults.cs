using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Returns the id of an image's embedding; for an archive, the ids of all its members.</summary>
internal sealed class IndexResults(LibrarySession library, JobPipelines pipelines) : PipelineResults
{
    public override string Pipeline => IndexRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (item.IsDone)
        {
            yield return Image(item, item.Source, item.Known!);
        }
        else if (TarArchive.IsArchive(item.Item.Source))
        {
            var within = new ItemFilter { Pipeline = pipelines.GetCatalogName(item.Job.Pipeline, item.Job.Options), State = ItemState.Done, Under = TarArchive.GetMemberPrefix(item.Item.Source) };
            await foreach (var member in library.Catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
            {
                yield return Image(item, item.Source + member.Source[item.Item.Source.Length..], member);
            }
        }
    }

    private static JsonObject Image(ResultItem item, string source, Item known) =>
        new() { ["sequence"] = item.Item.Sequence, ["source"] = source, ["id"] = known.Outcome ?? known.Video };
}
