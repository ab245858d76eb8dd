using Reelmill.Library;
using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Items;

/// <summary>Finds the file that a done item was made of.</summary>
internal static class OriginalFile
{
    /// <summary>Where it is: the input itself when it is unchanged, or the download that was kept; null when it is not at hand.</summary>
    /// <param name="item">The item.</param>
    /// <param name="library">The library's folder.</param>
    public static string? Of(Item item, string library)
    {
        if (item.SourceStamp is { } stamp && SourceStamp.OfFile(item.Source) == stamp)
        {
            return item.Source;
        }

        return item.Video is { } video && Path.Combine(library, LibraryLayout.Videos, video) is var kept && File.Exists(kept) ? kept : null;
    }
}
