using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The resources and notes that a run holds for an item until the item ends.</summary>
internal sealed class ItemWorkspace : IDisposable
{
    /// <summary>The fetched file, deleted at the end if it is a download; null before fetching.</summary>
    public FetchedFile? File { get; set; }

    /// <summary>The video to decode; its ordered copy, if any, is deleted at the end.</summary>
    public SourceVideo? Source { get; set; }

    /// <summary>The staging folder, where the item's files wait for their commit.</summary>
    public StagedFolder? Staged { get; set; }

    /// <summary>The scratch folder, for files on their way to becoming artifacts.</summary>
    public string? Scratch { get; set; }

    /// <summary>The content that this item has claimed in <see cref="Services.ContentClaims"/>, on behalf of all inputs that share it.</summary>
    public (string Pipeline, string Content)? Claimed { get; set; }

    /// <summary>The catalog's record of the item when it is done or dropped.</summary>
    public CatalogResult? Result { get; set; }

    /// <summary>Whether the catalog has recorded the item as done.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>
    /// Releases what the item held before this attempt; nothing when null. Called twice: before the catalog records the item
    /// as done, since a kill in between would leak the old record; and after, since other runs may have read the catalog meanwhile.
    /// </summary>
    public Func<Task>? ReleasePrevious { get; set; }

    /// <summary>Whether a stopped run defers the item to the next run, with its partial results.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>The first error that the decoder reported for a stream that it could still decode.</summary>
    public string? Damage { get; set; }

    /// <summary>The assumptions made where the file's own metadata is incomplete; null when there were none.</summary>
    public string? Remark { get; private set; }

    /// <summary>Appends to <see cref="Remark"/>.</summary>
    public void AddRemark(string? remark) => Remark = Remark is null ? remark : remark is null ? Remark : $"{Remark}; {remark}";

    /// <summary>See <see cref="ReleasePrevious"/>.</summary>
    public Task ReleasePreviousAsync() => ReleasePrevious?.Invoke() ?? Task.CompletedTask;

    /// <summary>Deletes the folder <see cref="Scratch"/>.</summary>
    public void RemoveScratch()
    {
        if (Scratch is { } folder)
        {
            CleanUp.RemoveFolder(folder);
        }
    }

    public void Dispose()
    {
        RemoveScratch();
        Source?.Dispose();
        Staged?.Dispose();
        File?.Delete();
    }
}
