using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
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
    private const string BeforeMetadata = ";metadata:";

    /// <summary>Contents that are done but not whole, so that they are worth being fetched again.</summary>
    public IReadOnlySet<string> Incomplete { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether what was made of a finished item is all there; null where the library looks after that.</summary>
    public Func<Item, CancellationToken, ValueTask<bool>>? IsWhole { get; init; }

    /// <summary>Whether what a user says of an input is part of what is made of it, so that it is done again when that changes.</summary>
    public bool UsesMetadata { get; init; }

    /// <summary>A cheap sign of whether an item is as it was.</summary>
    /// <param name="input">The input.</param>
    /// <param name="stamp">The sign of its file.</param>
    public string? SignOf(MediaInput input, string? stamp)
    {
        if (!UsesMetadata)
        {
            return stamp;
        }

        var said = new SortedDictionary<string, string>(FrameIdentity.SaidOf(input.Metadata).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        if (FrameIdentity.CallersIdOf(input.Metadata) is not null)
        {
            // An id can be given to another file, of the same size and time.
            said[FrameIdentity.IdKey] = FrameIdentity.PlaceOf(Library.Folder, input);
        }

        return said.Count == 0 ? stamp : $"{stamp}{BeforeMetadata}{ContentId.Compute(JsonSerializer.SerializeToUtf8Bytes(said, RecipeJson.Default.SortedDictionaryStringString))}";
    }

    /// <summary>The sign of the file alone.</summary>
    public static string? FileOf(string? sign) => sign?.Split(BeforeMetadata)[0] is { Length: > 0 } file ? file : null;

    /// <summary>What the catalog keeps of a finished item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="media">What probing found, as JSON; null when it was not probed.</param>
    public CatalogResult ResultOf(IdentifiedItem item, string? media = null) => new()
    {
        Video = item.Content,
        Fingerprint = Recipe.FingerprintOf(item.Content),
        Options = Recipe.Json,
        SourceStamp = SignOf(item.Input, item.Fetched.Stamp),
        Media = media,
    };

    /// <summary>Ends an item in the catalog: it is done.</summary>
    /// <param name="item">The item.</param>
    /// <param name="result">What the catalog keeps of it.</param>
    /// <param name="frames">The frames of its video; null for an item that has none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task CompleteAsync(PipelineItem item, CatalogResult result, IReadOnlyList<FrameRecord>? frames, CancellationToken cancellationToken)
    {
        await Library.Catalog.CompleteAsync(item.Id, result, frames, cancellationToken).ConfigureAwait(false);
        (item.Workspace.Result, item.Workspace.IsCommitted) = (result, true);
    }

    /// <summary>Ends an item whose results are those of another input; the catalog knows it when the run takes note of that.</summary>
    /// <param name="item">The item.</param>
    /// <param name="source">The other input.</param>
    /// <param name="drop">Tells the engine why.</param>
    /// <param name="outcome">What the pipeline made of it, for the catalog; null where the files say it all.</param>
    public void Drop(IdentifiedItem item, string source, Action<string> drop, string? outcome = null)
    {
        item.Item.Workspace.Result = ResultOf(item) with { Outcome = outcome };
        drop($"same content as {source}");
    }
}
