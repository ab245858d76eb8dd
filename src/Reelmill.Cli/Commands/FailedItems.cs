using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Commands;

/// <summary>The failed items of one pipeline of a library.</summary>
/// <param name="Pipeline">The pipeline's name in the catalog; each collection of <c>index</c> has its own.</param>
/// <param name="Definition">The definition of the pipeline.</param>
/// <param name="Inputs">The inputs of the failed items.</param>
/// <param name="LastRun">The pipeline's last run, whose options a retry reuses; null when there was none.</param>
internal sealed record FailedItems(string Pipeline, PipelineDefinition Definition, IReadOnlyList<MediaInput> Inputs, Run? LastRun)
{
    /// <summary>Reads the failed items of each pipeline: pipelines with failures first, then by most recent run.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="code">The error code to select; null for all failed items.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<IReadOnlyList<FailedItems>> ReadAsync(string library, string? code, CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(library);
        await using var _ = catalog.ConfigureAwait(false);
        var all = new List<FailedItems>();
        var names = (await catalog.PipelinesAsync(cancellationToken).ConfigureAwait(false)).Where(static n => PipelineRegistry.BuiltIn.FindOwner(n) is not null);
        foreach (var name in names.DefaultIfEmpty(PipelineRegistry.BuiltIn.All[0].Name))
        {
            var definition = PipelineRegistry.BuiltIn.FindOwner(name)!;

            // A stream that could not be published is a completed item of hls and a failed item of its publishing pipeline.
            var inputs = await ReadFailedAsync(catalog, name, code, cancellationToken).ConfigureAwait(false);
            foreach (var other in definition.AlsoRetries)
            {
                inputs.AddRange(await ReadFailedAsync(catalog, other, code, cancellationToken).ConfigureAwait(false));
            }

            all.Add(new FailedItems(
                name, definition, [.. inputs.DistinctBy(i => InputIdentity.GetKey(library, i), StringComparer.Ordinal)], await catalog.FindLastRunAsync(name, cancellationToken).ConfigureAwait(false)));
        }

        return [.. all.OrderByDescending(static f => f.Inputs.Count > 0).ThenByDescending(static f => f.LastRun?.Id, StringComparer.Ordinal)];
    }

    private static async Task<List<MediaInput>> ReadFailedAsync(SqliteCatalog catalog, string pipeline, string? code, CancellationToken cancellationToken)
    {
        var failed = new List<MediaInput>();
        var filter = new ItemFilter { Pipeline = pipeline, State = ItemState.Failed, ErrorCode = code };
        await foreach (var item in catalog.ItemsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            failed.Add(RestoreInput(item));
        }

        return failed;
    }

    /// <summary>Restores the input of a failed item. A malformed input keeps its error, because fetching it again cannot help.</summary>
    private static MediaInput RestoreInput(Item item) => InputIdentity.ToInput(item) with
    {
        Problem = item.ErrorCode == FetchCodes.BadInput ? new ItemException(FetchCodes.BadInput, item.ErrorMessage!) : null,
    };
}
