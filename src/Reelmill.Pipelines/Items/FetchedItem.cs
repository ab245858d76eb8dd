using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>An item whose file is on this machine.</summary>
/// <param name="Item">The item.</param>
/// <param name="File">The local file.</param>
/// <param name="Stamp">The change stamp of the input, read before it was read.</param>
/// <param name="Written">Size, change time and inode of <paramref name="File"/>, read before its content; null when the file was already gone.</param>
internal sealed record FetchedItem(PipelineItem Item, FetchedFile File, string? Stamp, FileStamp? Written)
{
    public MediaInput Input => Item.Input;

    /// <summary>Creates a fetched item, and hands its file to the item's workspace for cleanup.</summary>
    /// <param name="item">The item.</param>
    /// <param name="file">The file; a download is deleted when the item ends.</param>
    /// <param name="stamp">The change stamp of the input, read before it was fetched.</param>
    public static FetchedItem Create(PipelineItem item, FetchedFile file, string? stamp)
    {
        item.Workspace.File = file;
        return new FetchedItem(item, file, stamp, RegularFile.GetStamp(file.Path));
    }

    /// <summary>Fails the item if its input or its fetched file changed while it was processed: results must belong to the content that they are stored under.</summary>
    /// <exception cref="ItemException"><c>source_changed</c>: one of them was written to or replaced during the work.</exception>
    public void RequireUnchanged()
    {
        if (Stamp != SourceStamp.Read(Input) || Written is null || Written != RegularFile.GetStamp(File.Path))
        {
            throw new ItemException(
                "source_changed", $"Processing {Input.Display}: the file was changed or removed meanwhile. Wait until it is written, then run 'reelmill retry'.");
        }
    }
}
