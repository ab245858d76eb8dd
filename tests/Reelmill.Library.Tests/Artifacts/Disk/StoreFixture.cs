using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Artifacts.Disk;

/// <summary>Creates a store in a new folder for each test.</summary>
public abstract class StoreFixture : IDisposable
{
    private readonly TempFolder _catalog = new();

    protected StoreFixture()
    {
        // The catalog is in another folder, so that this one has only the store's files.
        Catalog = SqliteCatalog.Open(_catalog.Path);
        Journal = new Journal(Catalog);
        Store = new DiskArtifactStore(Folder.Path, Journal);
    }

    protected TempFolder Folder { get; } = new();

    protected DiskArtifactStore Store { get; }

    protected SqliteCatalog Catalog { get; }

    protected Journal Journal { get; }

    public void Dispose()
    {
        Store.Dispose();
#pragma warning disable VSTHRD002 // The caller is synchronous, and no synchronization context waits.
        Catalog.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        _catalog.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    protected static Task RecordAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lists every file below the library with its content: <c>frames/v/0.jpg=text</c>.</summary>
    protected string[] ListFiles() =>
        [.. Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories)
            .Select(f => $"{Path.GetRelativePath(Folder.Path, f)}={File.ReadAllText(f)}")
            .Order(StringComparer.Ordinal)];

    protected async Task<Artifact[]> CommitAsync(string id, params (string Name, string Text)[] files)
    {
        using var staged = await Store.StageAsync("frames", id);
        var artifacts = new List<Artifact>();
        foreach (var (name, text) in files)
        {
            artifacts.Add(await staged.WriteAsync(name, Bytes(text)));
        }

        await staged.CommitAsync(RecordAsync);
        return [.. artifacts];
    }

    /// <summary>Lists the entries of staging folders.</summary>
    protected string[] ListUnfinished() => Directory.Exists(Folder["tmp"])
        ? [.. Directory.GetDirectories(Folder["tmp"], "session-*").SelectMany(Directory.GetFileSystemEntries)]
        : [];

    protected Task<SweepResult> SweepAsync(params Artifact[] known) => Store.SweepAsync(known.ToAsyncEnumerable());
}
