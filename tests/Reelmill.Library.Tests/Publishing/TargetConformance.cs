using System.Security.Cryptography;
using System.Text;
using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>The conformance tests of all publish targets.</summary>
public abstract class TargetConformance
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");

    [Fact]
    public async Task A_written_file_is_read_and_listed()
    {
        using var target = Open();

        await WriteAsync(target, "a/v/one.ts", Content);

        (await target.ReadAsync("a/v/one.ts", default)).ShouldBe(Content);
        (await target.ListAsync("a", default)).ShouldBe([new StoredFile("a/v/one.ts", Content.Length)]);
        (await target.Sha256Async("a/v/one.ts", default)).ShouldBe(Hash(Content));
    }

    [Fact]
    public async Task A_missing_file_is_null_and_a_missing_folder_is_an_empty_list()
    {
        using var target = Open();

        (await target.ReadAsync("none/one.ts", default)).ShouldBeNull();
        (await target.Sha256Async("none/one.ts", default)).ShouldBeNull();
        (await target.ListAsync("none", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_write_replaces_the_first()
    {
        using var target = Open();
        await WriteAsync(target, "a/one.ts", Content);

        await WriteAsync(target, "a/one.ts", [1, 2]);

        (await target.ReadAsync("a/one.ts", default)).ShouldBe([1, 2]);
        (await target.Sha256Async("a/one.ts", default)).ShouldBe(Hash([1, 2]));
    }

    [Fact]
    public async Task A_list_contains_only_its_folder_however_many_files_there_are()
    {
        using var target = Open();
        foreach (var i in Enumerable.Range(0, 12))
        {
            await WriteAsync(target, $"a/v/{i}.ts", Content);
        }

        await WriteAsync(target, "ab/one.ts", Content);

        (await target.ListAsync("a", default)).Select(f => f.Key).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 12).Select(i => $"a/v/{i}.ts").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Removing_deletes_only_the_named_files_and_ignores_missing_ones()
    {
        using var target = Open();
        await WriteAsync(target, "a/v/one.ts", Content);
        await WriteAsync(target, "a/w/two.ts", Content);

        await target.RemoveAsync(["a/v/one.ts", "a/v/none.ts"], default);

        (await target.ListAsync("a", default)).Select(f => f.Key).ShouldBe(["a/w/two.ts"]);
    }

    [Fact]
    public async Task Bytes_of_every_value_and_an_empty_file_are_returned_unchanged()
    {
        using var target = Open();
        var bytes = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();

        await WriteAsync(target, "a/big.ts", bytes);
        await WriteAsync(target, "a/empty.ts", []);

        (await target.ReadAsync("a/big.ts", default)).ShouldBe(bytes);
        (await target.ReadAsync("a/empty.ts", default)).ShouldBe([]);
    }

    [Fact]
    public async Task A_canceled_write_keeps_the_old_file()
    {
        using var target = Open();
        await WriteAsync(target, "a/one.ts", Content);

        await Should.ThrowAsync<OperationCanceledException>(WriteAsync(target, "a/one.ts", [1], new CancellationToken(canceled: true)));

        (await target.ReadAsync("a/one.ts", default)).ShouldBe(Content);
    }

    /// <summary>Opens an empty target.</summary>
    private protected abstract IPublishTarget Open();

    private static Task WriteAsync(IPublishTarget target, string key, byte[] bytes, CancellationToken cancellationToken = default) =>
        target.WriteAsync(key, new MemoryStream(bytes), new StoredHeaders("video/mp2t", "no-cache", Hash(bytes)), cancellationToken);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
