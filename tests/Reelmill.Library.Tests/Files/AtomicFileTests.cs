using Reelmill.Library.Files;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Target => _folder["below", "file.txt"];

    [Fact]
    public async Task A_write_creates_the_folder_and_leaves_no_other_file()
    {
        (await WriteAsync("one")).ShouldBeTrue();

        Directory.GetFiles(_folder["below"]).ShouldBe([Target]);
        (await File.ReadAllTextAsync(Target)).ShouldBe("one");
    }

    [Fact]
    public async Task The_old_file_is_readable_until_the_new_one_is_complete()
    {
        await WriteAsync("one");

        await AtomicFile.WriteAsync(Target, async (stream, token) =>
        {
            await stream.WriteAsync("tw"u8.ToArray(), token);
            (await File.ReadAllTextAsync(Target, token)).ShouldBe("one");
            await stream.WriteAsync("o"u8.ToArray(), token);
        });

        (await File.ReadAllTextAsync(Target)).ShouldBe("two");
    }

    [Fact]
    public async Task A_failed_write_keeps_the_old_file_and_leaves_no_other()
    {
        await WriteAsync("one");

        await Should.ThrowAsync<InvalidOperationException>(() => AtomicFile.WriteAsync(Target, (_, _) => throw new InvalidOperationException()));

        Directory.GetFiles(_folder["below"]).ShouldBe([Target]);
        (await File.ReadAllTextAsync(Target)).ShouldBe("one");
    }

    [Fact]
    public async Task A_file_with_equal_content_is_not_written()
    {
        await WriteAsync("one");
        var longAgo = DateTime.UnixEpoch.AddYears(30);
        File.SetLastWriteTimeUtc(Target, longAgo);

        (await WriteAsync("one")).ShouldBeFalse();
        File.GetLastWriteTimeUtc(Target).ShouldBe(longAgo);
        Directory.GetFiles(_folder["below"]).ShouldBe([Target]);

        (await WriteAsync("eno")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_leftover_of_a_crash_is_overwritten()
    {
        Directory.CreateDirectory(_folder["below"]);
        await File.WriteAllTextAsync(_folder["below", ".file.txt.tmp"], "half of something that was much longer");

        await WriteAsync("one");

        Directory.GetFiles(_folder["below"]).ShouldBe([Target]);
        (await File.ReadAllTextAsync(Target)).ShouldBe("one");
    }

    [Fact]
    public async Task A_second_writer_of_a_file_is_refused()
    {
        await AtomicFile.WriteAsync(Target, async (stream, token) =>
        {
            (await Should.ThrowAsync<LibraryException>(() => WriteAsync("second"))).Code.ShouldBe("output_in_use");
            await stream.WriteAsync("first"u8.ToArray(), token);
        });

        (await File.ReadAllTextAsync(Target)).ShouldBe("first");
    }

    [Fact]
    public async Task A_full_disk_has_its_own_error_code()
    {
        var error = await Should.ThrowAsync<LibraryException>(
            () => AtomicFile.WriteAsync(Target, async (_, token) => await File.WriteAllTextAsync("/dev/full", "x", token)));

        error.Code.ShouldBe("disk_full");
    }

    public void Dispose() => _folder.Dispose();

    private Task<bool> WriteAsync(string text) => AtomicFile.WriteAsync(
        Target, async (stream, token) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), token));
}
