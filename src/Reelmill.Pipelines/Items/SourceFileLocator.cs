using Reelmill.Library;
using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Items;

/// <summary>Finds the source file of an item that is done.</summary>
internal static class SourceFileLocator
{
    /// <summary>Returns the path of the source file: the input if it is unchanged, or the kept download; null when neither is available.</summary>
    /// <param name="item">The item.</param>
    /// <param name="library">The library's folder.</param>
    public static string? Find(Item item, string library)
    {
        if (item.SourceStamp is { } stamp && SourceStamp.ReadFile(item.Source) == stamp)
        {
            return item.Source;
        }

        return item.Video is { } video && Path.Combine(library, LibraryLayout.Videos, video) is var kept && File.Exists(kept) ? kept : null;
    }
}
