using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Items;

/// <summary>Finds a file with a given content among inputs, uploads and kept downloads.</summary>
internal static class ContentLocator
{
    /// <summary>Finds a file with the content.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="content">The content's id.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The path of a file whose content was verified by hashing it now; null when there is none.</returns>
    public static async Task<string?> FindAsync(SqliteCatalog catalog, string content, CancellationToken cancellationToken)
    {
        await foreach (var path in ListCandidatesAsync(catalog, content, cancellationToken).ConfigureAwait(false))
        {
            if (await HasContentAsync(path, content, cancellationToken).ConfigureAwait(false))
            {
                return path;
            }
        }

        return null;
    }

    private static async IAsyncEnumerable<string> ListCandidatesAsync(
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

        // Uploads are named after a longer prefix of the same hash.
        var uploads = Path.Combine(catalog.Folder, LibraryLayout.Uploads);
        string[] matches = Directory.Exists(uploads) ? Directory.GetFiles(uploads, $"{content}*") : [];
        foreach (var upload in matches.Order(StringComparer.Ordinal))
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

    /// <summary>Whether the path is a regular, non-empty file. A FIFO or a device under the name of a video has no length, and reading it would never end.</summary>
    private static bool IsRegular(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };
}
