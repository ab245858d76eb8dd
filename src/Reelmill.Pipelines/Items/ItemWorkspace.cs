using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>What a run holds for an item until the item ends: what is removed then, and what there is to tell of it then.</summary>
internal sealed class ItemWorkspace : IDisposable
{
    /// <summary>The file that was fetched, which goes when it is a download; null before.</summary>
    public FetchedFile? File { get; set; }

    /// <summary>What is decoded; its copy goes, if there is one.</summary>
    public SourceVideo? Source { get; set; }

    /// <summary>Where the item's files wait for their commit.</summary>
    public StagedFolder? Staged { get; set; }

    /// <summary>Where files lie on their way to becoming artifacts.</summary>
    public string? Scratch { get; set; }

    /// <summary>The content that this item works on for all inputs that have it; set by <see cref="Services.ContentClaims"/>.</summary>
    public (string Pipeline, string Content)? Claimed { get; set; }

    /// <summary>What the catalog keeps of the item when it is done or dropped.</summary>
    public CatalogResult? Result { get; set; }

    /// <summary>Whether the catalog has the item as done.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>
    /// Gives up what the item held before. It is called twice: before the catalog has the item as done, since a kill in
    /// between would leave that behind, and after, since others may have looked at the catalog meanwhile. Nothing when null.
    /// </summary>
    public Func<Task>? Leave { get; set; }

    /// <summary>Whether a run that was stopped leaves the item to the next one, with what is made of it so far.</summary>
    public bool IsLeft { get; set; }

    /// <summary>The first thing that the decoder found wrong with a stream that it decoded all the same.</summary>
    public string? Damage { get; set; }

    /// <summary>What was assumed of a file that does not say all that matters; null when nothing was.</summary>
    public string? Remark { get; private set; }

    /// <summary>Adds to <see cref="Remark"/>.</summary>
    public void AddRemark(string? remark) => Remark = Remark is null ? remark : remark is null ? Remark : $"{Remark}; {remark}";

    /// <summary>See <see cref="Leave"/>.</summary>
    public Task LeaveAsync() => Leave?.Invoke() ?? Task.CompletedTask;

    /// <summary>Removes the files of <see cref="Scratch"/>.</summary>
    public void DropScratch()
    {
        if (Scratch is { } folder)
        {
            CleanUp.RemoveFolder(folder);
        }
    }

    public void Dispose()
    {
        DropScratch();
        Source?.Dispose();
        Staged?.Dispose();
        File?.Delete();
    }
}
