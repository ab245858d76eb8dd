using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>An item whose bytes are on this machine.</summary>
/// <param name="Item">The item.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Stamp">The sign of the input, taken before it was read.</param>
/// <param name="Written">Size, time of change and inode of <paramref name="File"/>, taken before it was read; null when it was gone by then.</param>
internal sealed record FetchedItem(PipelineItem Item, FetchedFile File, string? Stamp, FileStamp? Written)
{
    public MediaInput Input => Item.Input;

    /// <summary>Takes over the file that was fetched for an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="file">The file; it goes with the item when it is a download.</param>
    /// <param name="stamp">The sign of the input, taken before it was fetched.</param>
    public static FetchedItem Of(PipelineItem item, FetchedFile file, string? stamp)
    {
        item.Workspace.File = file;
        return new FetchedItem(item, file, stamp, RegularFile.GetStamp(file.Path));
    }

    /// <summary>What was made must be of the content that it is filed under: neither the input nor what was fetched of it has changed since.</summary>
    /// <exception cref="ItemException"><c>source_changed</c>: one of them was written to or replaced while it was worked on.</exception>
    public void RequireUnchanged()
    {
        if (Stamp != SourceStamp.Of(Input) || Written is null || Written != RegularFile.GetStamp(File.Path))
        {
            throw new ItemException(
                "source_changed", $"Working on {Input.Display}: the file was changed or removed meanwhile. Wait until it is written, then run 'reelmill retry'.");
        }
    }
}
