using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Artifacts.Disk;

/// <summary>A store in a new folder for each test.</summary>
public abstract class StoreFixture : IDisposable
{
    protected StoreFixture() => Store = new DiskArtifactStore(Folder.Path);

    protected TempFolder Folder { get; } = new();

    protected DiskArtifactStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
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
        using var staged = Store.Stage("frames", id);
        var artifacts = new List<Artifact>();
        foreach (var (name, text) in files)
        {
            artifacts.Add(await staged.WriteAsync(name, Bytes(text)));
        }

        await staged.CommitAsync(Recorded);
        return [.. artifacts];
    }

    protected Task<SweepResult> SweepAsync(params Artifact[] known) => Store.SweepAsync(["frames"], known.ToAsyncEnumerable());
}
