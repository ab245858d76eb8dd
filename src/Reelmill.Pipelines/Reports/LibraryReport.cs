using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Reports;

/// <summary>Writes what a library holds, and how its last run went, as one HTML page that needs nothing else.</summary>
public static class LibraryReport
{
    /// <summary>Writes the page; an older one is replaced at once or not at all.</summary>
    /// <param name="catalog">The library.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>A task that ends when the page is in place.</returns>
    public static Task WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken) => throw new NotSupportedException();
}
