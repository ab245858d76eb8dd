using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Commands;

/// <summary>What failed in one pipeline of a library.</summary>
/// <param name="Pipeline">The pipeline, as the catalog names it: a collection has one of its own.</param>
/// <param name="Definition">The pipeline.</param>
/// <param name="Inputs">What failed, as it was named.</param>
/// <param name="LastRun">The pipeline's last run, whose options hold for them; null when there was none.</param>
internal sealed record FailedItems(string Pipeline, PipelineDefinition Definition, IReadOnlyList<MediaInput> Inputs, Run? LastRun)
{
    /// <summary>Reads what failed in each pipeline: the one that ran last comes first, then those in which something failed.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="code">Only items that failed with this code; null for all.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<IReadOnlyList<FailedItems>> ReadAsync(string library, string? code, CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(library);
        await using var _ = catalog.ConfigureAwait(false);
        var all = new List<FailedItems>();
        var names = (await catalog.PipelinesAsync(cancellationToken).ConfigureAwait(false)).Where(static n => PipelineRegistry.BuiltIn.FindOwner(n) is not null);
        foreach (var name in names.DefaultIfEmpty(PipelineRegistry.BuiltIn.All[0].Name))
        {
            var definition = PipelineRegistry.BuiltIn.FindOwner(name)!;

            // A stream that could not be published is done; its input is named again for what is left to do.
            var inputs = await OfAsync(catalog, name, code, cancellationToken).ConfigureAwait(false);
            foreach (var other in definition.AlsoRetries)
            {
                inputs.AddRange(await OfAsync(catalog, other, code, cancellationToken).ConfigureAwait(false));
            }

            all.Add(new FailedItems(
                name, definition, [.. inputs.DistinctBy(i => InputIdentity.GetKey(library, i), StringComparer.Ordinal)], await catalog.LastRunOfAsync(name, cancellationToken).ConfigureAwait(false)));
        }

        return [.. all.OrderByDescending(static f => f.Inputs.Count > 0).ThenByDescending(static f => f.LastRun?.Id, StringComparer.Ordinal)];
    }

    private static async Task<List<MediaInput>> OfAsync(SqliteCatalog catalog, string pipeline, string? code, CancellationToken cancellationToken)
    {
        var failed = new List<MediaInput>();
        var filter = new ItemFilter { Pipeline = pipeline, State = ItemState.Failed, ErrorCode = code };
        await foreach (var item in catalog.ItemsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            failed.Add(InputOf(item));
        }

        return failed;
    }

    /// <summary>What was wrong with a list or a name is wrong still: it keeps its message, and nothing is fetched for it.</summary>
    private static MediaInput InputOf(Item item) => InputIdentity.ToInput(item) with
    {
        Problem = item.ErrorCode == FetchCodes.BadInput ? new ItemException(FetchCodes.BadInput, item.ErrorMessage!) : null,
    };
}
