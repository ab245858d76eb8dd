using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Tests.Catalog.Sqlite;

namespace Reelmill.Library.Tests.Export;

/// <summary>A library with frames and their files.</summary>
public abstract class ExportFixture : CatalogFixture
{
    protected string Output => Folder["out"];

    /// <summary>Adds a video with one dropped frame, followed by a number of kept frames of a given size.</summary>
    protected async Task AddVideoAsync(string video, int kept, int bytes = 10)
    {
        using var store = new DiskArtifactStore(Folder.Path, new Journal(Catalog));
        using var staged = await store.StageAsync(LibraryLayout.Frames, video);
        var frames = new List<FrameRecord> { Samples.Frame(video, 0, kept: false) };
        for (var i = 1; i <= kept; i++)
        {
            var artifact = await staged.WriteAsync(LibraryLayout.FrameName(i * 1000), new byte[bytes]);
            frames.Add(Samples.Frame(video, i * 1000) with { Path = artifact.Path, Sha256 = artifact.Sha256, Bytes = artifact.Bytes });
        }

        var id = await Catalog.StartAsync($"/{video}.mp4");
        await staged.CommitAsync(token => Catalog.CompleteAsync(id, Samples.Result(video), frames, token));
    }
}
