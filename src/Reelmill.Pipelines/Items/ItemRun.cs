using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>One run of a pipeline over a library: what its source and its stages share.</summary>
/// <param name="Pipeline">The pipeline's name, which is part of every item's id.</param>
/// <param name="Library">The library.</param>
/// <param name="Recipe">What decides the bytes that are made.</param>
/// <param name="Id">The run's id.</param>
/// <param name="Ledger">What there is to tell of single items.</param>
internal sealed record ItemRun(string Pipeline, LibrarySession Library, Recipe Recipe, string Id, RunLedger Ledger)
{
    /// <summary>Contents that are done but not whole, so that they are worth being fetched again.</summary>
    public IReadOnlySet<string> Incomplete { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether what was made of a finished item is all there; null where the library looks after that.</summary>
    public Func<Item, CancellationToken, ValueTask<bool>>? IsWhole { get; init; }

    /// <summary>What the catalog keeps of a finished item.</summary>
    public ItemResult ResultOf(PipelineItem item, string? media) => new()
    {
        Video = item.Video!,
        Fingerprint = Recipe.FingerprintOf(item.Video!),
        Options = Recipe.Json,
        SourceStamp = item.Stamp,
        Media = media,
    };
}
