using Reelmill.Core.Files;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Services;

/// <summary>A library that is open for writing. Opening it recovers from a killed run.</summary>
internal sealed class LibrarySession : IAsyncDisposable
{
    private LibrarySession(SqliteCatalog catalog, Journal journal, DiskArtifactStore artifacts) => (Catalog, Journal, Artifacts) = (catalog, journal, artifacts);

    /// <summary>The contents in progress.</summary>
    public ContentClaims Contents { get; private init; } = new();

    /// <summary>The items in progress.</summary>
    public ItemClaims Items { get; private init; } = new();

    /// <summary>The library's folder.</summary>
    public string Folder => Catalog.Folder;

    public SqliteCatalog Catalog { get; }

    /// <summary>The journal of temporary files, which the library may remove from its folder.</summary>
    public Journal Journal { get; }

    public DiskArtifactStore Artifacts { get; }

    /// <summary>Cataloged files that were missing from the disk when the library was opened, and still are.</summary>
    public IReadOnlyCollection<string> Lost { get => [.. field.Where(path => !File.Exists(Path.Combine(Folder, path)))]; private set; } = [];

    /// <summary>Opens a library, or creates it. Requeues the items that a killed run had in progress, and removes its unfinished files.</summary>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public static async Task<LibrarySession> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        LinuxOnly.Check();
        var catalog = SqliteCatalog.Open(folder);
        var journal = new Journal(catalog);
        var session = new LibrarySession(catalog, journal, new DiskArtifactStore(folder, journal));
        try
        {
            FileModes.ShareLibrary(folder);
            await session.Catalog.RecoverAsync(cancellationToken).ConfigureAwait(false);
            session.Lost = (await session.Artifacts.SweepAsync(session.Catalog.ArtifactsAsync(cancellationToken), cancellationToken).ConfigureAwait(false)).Missing;
            await session.SweepDownloadsAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Returns the same library for another run, which does not redo the items whose files were lost when the library was opened.</summary>
    public LibrarySession ForRun() => new(Catalog, Journal, Artifacts) { Contents = Contents, Items = Items };

    /// <summary>Returns the same library with a catalog that waits while the disk is full. Dispose only one of the two.</summary>
    public LibrarySession WithDiskWait(DiskSpaceWait? space) => space is null
        ? this
        : new(Catalog.WithDiskFullWait(space.WaitAsync), Journal, Artifacts) { Contents = Contents, Items = Items, Lost = Lost };

    /// <summary>Whether the folder is a library.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, LibraryLayout.Database));

    /// <summary>Fails if a folder is not a library, where opening it for writing would create one.</summary>
    /// <exception cref="LibraryException"><c>library_not_found</c> or <c>not_a_library</c>.</exception>
    public static void Require(string folder)
    {
        LibraryFolder.Require(folder);
        if (!Exists(folder))
        {
            throw new LibraryException("library_not_found", $"Opening the library {folder}: there is none. Check the path, or create one with 'reelmill mine'.");
        }
    }

    private async Task SweepDownloadsAsync(CancellationToken cancellationToken)
    {
        var names = (await Journal.ListAsync(LibraryLayout.Videos, cancellationToken).ConfigureAwait(false)).Select(static path => path[(LibraryLayout.Videos.Length + 1)..]);
        var removed = Fetcher.Sweep(Path.Combine(Catalog.Folder, LibraryLayout.Videos), names);
        await Journal.RemoveAsync([.. removed.Select(static name => $"{LibraryLayout.Videos}/{name}")], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Artifacts.Dispose();
        await Catalog.DisposeAsync().ConfigureAwait(false);
    }
}
