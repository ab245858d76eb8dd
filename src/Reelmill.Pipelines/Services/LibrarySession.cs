using Reelmill.Core.Files;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Ownership;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Services;

/// <summary>A library that is open for writing, after what a killed run left was tidied up.</summary>
internal sealed class LibrarySession : IAsyncDisposable
{
    private LibrarySession(SqliteCatalog catalog, Journal journal, DiskArtifactStore artifacts) => (Catalog, Journal, Artifacts) = (catalog, journal, artifacts);

    /// <summary>Which contents are being worked on.</summary>
    public ContentClaims Contents { get; private init; } = new();

    /// <summary>Which items are being worked on.</summary>
    public ItemClaims Items { get; private init; } = new();

    /// <summary>The library's folder.</summary>
    public string Folder => Catalog.Folder;

    public SqliteCatalog Catalog { get; }

    /// <summary>What the library may remove from its folder.</summary>
    public Journal Journal { get; }

    public DiskArtifactStore Artifacts { get; }

    /// <summary>Catalogued files that were gone from the disk when the library was opened, and still are.</summary>
    public IReadOnlyCollection<string> Lost { get => [.. field.Where(path => !File.Exists(Path.Combine(Folder, path)))]; private set; } = [];

    /// <summary>Opens a library, makes it when it is not there, gives back what a killed run had begun, and removes what that run left unfinished.</summary>
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

    /// <summary>The same library for one more run. What was lost when it was opened is not that run's to make up for.</summary>
    public LibrarySession Borrow() => new(Catalog, Journal, Artifacts) { Contents = Contents, Items = Items };

    /// <summary>The same library, whose catalog waits on a full disk. Dispose one of the two.</summary>
    public LibrarySession Waiting(DiskSpaceWait? space) => space is null
        ? this
        : new(Catalog.WithDiskFullWait(space.WaitAsync), Journal, Artifacts) { Contents = Contents, Items = Items, Lost = Lost };

    /// <summary>Whether the folder is a library already.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, LibraryLayout.Database));

    /// <summary>Refuses a folder that is no library, where opening it for writing would make one.</summary>
    /// <exception cref="LibraryException"><c>library_not_found</c> or <c>not_a_library</c>.</exception>
    public static void Require(string folder)
    {
        LibraryFolder.Require(folder);
        if (!Exists(folder))
        {
            throw new LibraryException("library_not_found", $"Opening the library {folder}: there is none. Check the path, or make one with 'reelmill mine'.");
        }
    }

    private async Task SweepDownloadsAsync(CancellationToken cancellationToken)
    {
        var names = (await Journal.ListAsync(LibraryLayout.Videos, cancellationToken).ConfigureAwait(false)).Select(static path => path[(LibraryLayout.Videos.Length + 1)..]);
        var gone = Fetcher.Sweep(Path.Combine(Catalog.Folder, LibraryLayout.Videos), names);
        await Journal.RemoveAsync([.. gone.Select(static name => $"{LibraryLayout.Videos}/{name}")], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Artifacts.Dispose();
        await Catalog.DisposeAsync().ConfigureAwait(false);
    }
}
