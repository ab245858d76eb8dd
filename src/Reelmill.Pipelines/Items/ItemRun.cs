using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>The state of one run of a pipeline on a library, shared by its source and its stages.</summary>
/// <param name="Pipeline">The pipeline's name, which is part of every item's id.</param>
/// <param name="Library">The library.</param>
/// <param name="Recipe">The options and tool versions that determine the output bytes.</param>
/// <param name="Id">The run's id.</param>
/// <param name="Ledger">Collects failures, skips and notes of single items.</param>
internal sealed record ItemRun(string Pipeline, LibrarySession Library, Recipe Recipe, string Id, RunLedger Ledger)
{
    private const string MetadataSeparator = ";metadata:";

    /// <summary>Contents that are done but have lost files, so that they are fetched again.</summary>
    public IReadOnlySet<string> Incomplete { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Checks that a finished item still has all its results; null where the library checks this itself.</summary>
    public Func<Item, CancellationToken, ValueTask<bool>>? IsComplete { get; init; }

    /// <summary>Whether the user's metadata is part of the result, so that an item is done again when its metadata changes.</summary>
    public bool UsesMetadata { get; init; }

    /// <summary>Returns the change stamp of an item, which tells cheaply whether it is unchanged.</summary>
    /// <param name="input">The input.</param>
    /// <param name="stamp">The change stamp of the input's file.</param>
    public string? GetStamp(MediaInput input, string? stamp)
    {
        if (!UsesMetadata)
        {
            return stamp;
        }

        var metadata = new SortedDictionary<string, string>(InputIdentity.GetUserMetadata(input.Metadata).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        if (InputIdentity.FindCallerId(input.Metadata) is not null)
        {
            // The caller may reassign an id to another file with the same size and time.
            metadata[InputIdentity.IdKey] = InputIdentity.GetLocation(Library.Folder, input);
        }

        return metadata.Count == 0 ? stamp : $"{stamp}{MetadataSeparator}{ContentId.Compute(JsonSerializer.SerializeToUtf8Bytes(metadata, RecipeJson.Default.SortedDictionaryStringString))}";
    }

    /// <summary>Returns the file's part of an item's change stamp.</summary>
    public static string? GetFileStamp(string? stamp) => stamp?.Split(MetadataSeparator)[0] is { Length: > 0 } file ? file : null;

    /// <summary>Creates the catalog's record of a finished item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="media">The probe result as JSON; null when the item was not probed.</param>
    public CatalogResult CreateResult(IdentifiedItem item, string? media = null) => new()
    {
        Video = item.Content,
        Fingerprint = Recipe.ComputeFingerprint(item.Content),
        Options = Recipe.Json,
        SourceStamp = GetStamp(item.Input, item.Fetched.Stamp),
        Media = media,
    };

    /// <summary>Records an item as done in the catalog.</summary>
    /// <param name="item">The item.</param>
    /// <param name="result">The record of the item.</param>
    /// <param name="frames">The frames of the item's video; null for an item without frames.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task CompleteAsync(PipelineItem item, CatalogResult result, IReadOnlyList<FrameRecord>? frames, CancellationToken cancellationToken)
    {
        await Library.Catalog.CompleteAsync(item.Id, result, frames, cancellationToken).ConfigureAwait(false);
        (item.Workspace.Result, item.Workspace.IsCommitted) = (result, true);
    }

    /// <summary>Drops an item whose content is that of another input. The catalog records the item as done when the source completes it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="source">The other input.</param>
    /// <param name="drop">Passes the reason to the engine.</param>
    /// <param name="outcome">The outcome that the catalog stores; null where the files are the whole result.</param>
    public void Drop(IdentifiedItem item, string source, Action<string> drop, string? outcome = null)
    {
        item.Item.Workspace.Result = CreateResult(item) with { Outcome = outcome };
        drop($"same content as {source}");
    }
}
