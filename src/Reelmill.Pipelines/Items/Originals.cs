using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Items;

/// <summary>Finds a file that has the bytes of a content, whichever input, upload or download brought them.</summary>
internal static class Originals
{
    /// <summary>Finds one.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="content">The content's id.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The path of a file whose bytes were hashed now; null when there is none.</returns>
    public static async Task<string?> FindAsync(SqliteCatalog catalog, string content, CancellationToken cancellationToken)
    {
        await foreach (var path in CandidatesAsync(catalog, content, cancellationToken).ConfigureAwait(false))
        {
            if (await HasContentAsync(path, content, cancellationToken).ConfigureAwait(false))
            {
                return path;
            }
        }

        return null;
    }

    private static async IAsyncEnumerable<string> CandidatesAsync(
        SqliteCatalog catalog, string content, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Path.Combine(catalog.Folder, LibraryLayout.Videos, content);
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Video = content }, cancellationToken).ConfigureAwait(false))
        {
            if (Path.IsPathRooted(item.Source))
            {
                yield return item.Source;
            }
        }

        // Uploads are named by more digits of the same hash.
        var uploads = Path.Combine(catalog.Folder, LibraryLayout.Uploads);
        string[] named = Directory.Exists(uploads) ? Directory.GetFiles(uploads, $"{content}*") : [];
        foreach (var upload in named.Order(StringComparer.Ordinal))
        {
            yield return upload;
        }
    }

    private static async Task<bool> HasContentAsync(string path, string content, CancellationToken cancellationToken)
    {
        try
        {
            return IsRegular(path) && await Intake.IdentifyAsync(path, cancellationToken).ConfigureAwait(false) == content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A FIFO or a device that took the name of a video has no length, and would never end.</summary>
    private static bool IsRegular(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };
}
