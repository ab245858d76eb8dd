namespace Reelmill.Testing.Libraries;

/// <summary>A test with a library of its own, in a folder of its own.</summary>
public abstract class LibraryTest : IDisposable
{
    protected TempFolder Temp { get; } = new();

    protected LibraryFolder Library => new(Temp["library"]);

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }
}
