using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Files;

public sealed class LibraryLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_second_writer_learns_which_process_is_writing()
    {
        await using var first = SqliteCatalog.Open(_folder.Path);

        var error = Should.Throw<LibraryException>(() => SqliteCatalog.Open(_folder.Path));

        error.Code.ShouldBe("library_in_use");
        error.Message.ShouldContain($"process {Environment.ProcessId} ");
        error.Message.ShouldContain(_folder.Path);
    }

    [Fact]
    public async Task Disposing_the_writer_releases_the_lock()
    {
        await SqliteCatalog.Open(_folder.Path).DisposeAsync();
        await SqliteCatalog.Open(_folder.Path).DisposeAsync();
    }

    [Fact]
    public async Task A_lock_file_of_a_dead_process_does_not_lock()
    {
        await File.WriteAllTextAsync(_folder[LibraryLayout.Lock], "99999999999");

        await using var catalog = SqliteCatalog.Open(_folder.Path);

        Should.Throw<LibraryException>(() => SqliteCatalog.Open(_folder.Path)).Message.ShouldContain($"process {Environment.ProcessId} ");
    }

    [Fact]
    public async Task Readers_need_no_lock()
    {
        await using var writer = SqliteCatalog.Open(_folder.Path);
        await writer.EnqueueAsync([new("mine", "/a.mp4")]);

        await using var reader = SqliteCatalog.OpenReadOnly(_folder.Path);

        (await reader.StatusAsync()).Pending.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();
}
