using Reelmill.Library.Artifacts.Disk;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Artifacts.Disk;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File1 => _folder["below", "file.txt"];

    [Fact]
    public async Task A_file_is_written_with_its_folder_and_nothing_else()
    {
        (await WriteAsync("one")).ShouldBeTrue();

        Directory.GetFiles(_folder["below"]).ShouldBe([File1]);
        (await File.ReadAllTextAsync(File1)).ShouldBe("one");
    }

    [Fact]
    public async Task The_old_file_is_whole_until_the_new_one_is()
    {
        await WriteAsync("one");

        await AtomicFile.WriteAsync(File1, async (stream, token) =>
        {
            await stream.WriteAsync("tw"u8.ToArray(), token);
            (await File.ReadAllTextAsync(File1, token)).ShouldBe("one");
            await stream.WriteAsync("o"u8.ToArray(), token);
        });

        (await File.ReadAllTextAsync(File1)).ShouldBe("two");
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        await WriteAsync("one");

        await Should.ThrowAsync<InvalidOperationException>(() => AtomicFile.WriteAsync(File1, (_, _) => throw new InvalidOperationException()));

        Directory.GetFiles(_folder["below"]).ShouldBe([File1]);
        (await File.ReadAllTextAsync(File1)).ShouldBe("one");
    }

    [Fact]
    public async Task An_equal_file_is_left_untouched()
    {
        await WriteAsync("one");
        var longAgo = DateTime.UnixEpoch.AddYears(30);
        File.SetLastWriteTimeUtc(File1, longAgo);

        (await WriteAsync("one")).ShouldBeFalse();
        File.GetLastWriteTimeUtc(File1).ShouldBe(longAgo);
        Directory.GetFiles(_folder["below"]).ShouldBe([File1]);

        (await WriteAsync("eno")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_crash_left_is_overwritten()
    {
        Directory.CreateDirectory(_folder["below"]);
        await File.WriteAllTextAsync(_folder["below", ".file.txt.tmp"], "half of something that was much longer");

        await WriteAsync("one");

        Directory.GetFiles(_folder["below"]).ShouldBe([File1]);
        (await File.ReadAllTextAsync(File1)).ShouldBe("one");
    }

    [Fact]
    public async Task Two_writers_of_one_file_do_not_mix()
    {
        await AtomicFile.WriteAsync(File1, async (stream, token) =>
        {
            (await Should.ThrowAsync<LibraryException>(() => WriteAsync("second"))).Code.ShouldBe("output_in_use");
            await stream.WriteAsync("first"u8.ToArray(), token);
        });

        (await File.ReadAllTextAsync(File1)).ShouldBe("first");
    }

    [Fact]
    public async Task A_full_disk_is_told_apart()
    {
        var error = await Should.ThrowAsync<LibraryException>(
            () => AtomicFile.WriteAsync(File1, async (_, token) => await File.WriteAllTextAsync("/dev/full", "x", token)));

        error.Code.ShouldBe("disk_full");
    }

    public void Dispose() => _folder.Dispose();

    private Task<bool> WriteAsync(string text) => AtomicFile.WriteAsync(
        File1, async (stream, token) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), token));
}
