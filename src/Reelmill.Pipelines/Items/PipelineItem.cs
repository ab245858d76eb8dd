using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>One input on its way through a pipeline, and what must be tidied up when it ends.</summary>
internal sealed class PipelineItem(string id, MediaInput input) : IDisposable
{
    public string Id => id;

    public MediaInput Input => input;

    /// <summary>Which attempt at the item this is, from 1, over all runs.</summary>
    public int Attempt { get; init; }

    /// <summary>What the catalog had of the item before this attempt; null when it was never done.</summary>
    public Item? Before { get; init; }

    /// <summary>The file that was fetched; null before.</summary>
    public FetchedFile? File { get; private set; }

    /// <summary>The sign of the file, taken before it was read.</summary>
    public string? Stamp { get; set; }

    /// <summary>Size, time of change and inode of the fetched file, taken before it was read; set with <see cref="File"/>.</summary>
    public FileStamp? Fetched { get; private set; }

    /// <summary>Takes over the file that was fetched for this item.</summary>
    public FetchedFile Take(FetchedFile file)
    {
        File = file;
        Fetched = RegularFile.StampOf(file.Path);
        return file;
    }

    /// <summary>What was made must be of the content that it is filed under: neither the input nor what was fetched of it has changed since.</summary>
    /// <exception cref="ItemException"><c>source_changed</c>: one of them was written to or replaced while it was worked on.</exception>
    public void RequireUnchanged()
    {
        if (Stamp != SourceStamp.Of(Input) || Fetched is null || Fetched != RegularFile.StampOf(File!.Path))
        {
            throw new ItemException(
                "source_changed", $"Working on {Input.Display}: the file was changed or removed meanwhile. Wait until it is written, then run 'reelmill retry'.");
        }
    }

    /// <summary>The content that this item works on for all inputs that have it; set by <see cref="ContentClaims"/>.</summary>
    public (string Pipeline, string Video)? Claimed { get; set; }

    /// <summary>The content of the file; set by the stage that read it.</summary>
    public string? Video { get; set; }

    /// <summary>What the pipeline made of it, for the catalog; null where the files say it all.</summary>
    public string? Outcome { get; set; }

    /// <summary>
    /// Gives up what the item held before. It is called twice: before the catalog has the item as done, since a kill in
    /// between would leave that behind, and after, since others may have looked at the catalog meanwhile. Nothing when null.
    /// </summary>
    public Func<Task>? Leave { get; set; }

    /// <summary>See <see cref="Leave"/>.</summary>
    public Task LeaveAsync() => Leave?.Invoke() ?? Task.CompletedTask;

    /// <summary>Where the item's files wait for their commit; set by the stage that knows the video.</summary>
    public StagedFolder? Staged { get; set; }

    /// <summary>Where files lie on their way to becoming artifacts; set by the stage that needs the room.</summary>
    public string? Scratch { get; set; }

    /// <summary>The first thing that the decoder found wrong with a stream that it decoded all the same.</summary>
    public string? Damage { get; set; }

    /// <summary>Whether a run that was stopped leaves the item to the next one, with what is made of it so far.</summary>
    public bool IsLeft { get; set; }

    /// <summary>What is decoded; set by the stage that probed the file.</summary>
    public SourceVideo? Source { get; set; }

    /// <summary>A message in which the input is named and not the file that it was downloaded to.</summary>
    public string Named(string message) => File is { IsTemporary: true } file ? message.Replace(file.Path, Input.Display, StringComparison.Ordinal) : message;

    /// <summary>What was assumed of a file that does not say all that matters; null when nothing was.</summary>
    public string? Remark { get; private set; }

    /// <summary>Adds to <see cref="Remark"/>.</summary>
    public void AddRemark(string? remark) => Remark = Remark is null ? remark : remark is null ? Remark : $"{Remark}; {remark}";

    /// <summary>
    /// Keeps a download under the name of its content, by which it is found again; under the name of its source it would
    /// be taken for what a killed run has left.
    /// </summary>
    public void KeepDownload(string folder)
    {
        if (File is { IsTemporary: true } file && System.IO.File.Exists(file.Path))
        {
            System.IO.File.Move(file.Path, Path.Combine(folder, Video!), overwrite: true);
        }
    }

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
