using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Ownership;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Artifacts.Disk;

/// <summary>A store in a new folder for each test.</summary>
public abstract class StoreFixture : IDisposable
{
    private readonly TempFolder _catalog = new();

    protected StoreFixture()
    {
        // The catalog lies elsewhere, so that the folder holds what the store puts there and nothing else.
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
#pragma warning disable VSTHRD002 // What calls it is not asynchronous, and no context waits for it.
        Catalog.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        _catalog.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    protected static Task Recorded(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Every file below the library, with its content: <c>frames/v/0.jpg=text</c>.</summary>
    protected string[] Everything() =>
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

        await staged.CommitAsync(Recorded);
        return [.. artifacts];
    }

    /// <summary>What is unfinished, by its name.</summary>
    protected string[] Unfinished() => Directory.Exists(Folder["tmp"])
        ? [.. Directory.GetDirectories(Folder["tmp"], "session-*").SelectMany(Directory.GetFileSystemEntries)]
        : [];

    protected Task<SweepResult> SweepAsync(params Artifact[] known) => Store.SweepAsync(known.ToAsyncEnumerable());
}
