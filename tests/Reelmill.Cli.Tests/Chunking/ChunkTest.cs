using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Chunking;

/// <summary>A test with a clip and a library of its own.</summary>
public abstract class ChunkTest : IAsyncLifetime
{
    protected TempFolder Temp { get; } = new();

    protected string Clip => Temp["clip.mp4"];

    protected string Library => Temp["library"];

    public async ValueTask InitializeAsync() => await Tool.MakeAsync(Clip, "testsrc2=size=320x180:rate=25", 16, "-g", "25");

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Temp.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The one folder of chunks in a library.</summary>
    internal static string FolderOf(string library) => Directory.GetDirectories(Path.Combine(library, "chunks")).ShouldHaveSingleItem();
}
